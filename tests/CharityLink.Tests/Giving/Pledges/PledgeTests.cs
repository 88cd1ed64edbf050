using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Testing;

namespace CharityLink.Tests.Giving.Pledges;

/// <summary>Promises through the whole pipeline, on PostgreSQL: counted apart from what was raised, written about once.</summary>
public sealed class PledgeTests(GivingWorld world) : IClassFixture<GivingWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact, Keeps("CN-DON-09", Shows.ByConstruction)]
    public async Task A_promise_counts_when_it_is_confirmed_and_never_as_raised()
    {
        var cause = await world.Project(Now.AddDays(200));
        var ask = Promise(cause);
        var made = await world.Send(ask);
        await world.Passed("pledge_totals", made.Position);
        Assert.Equal(Pledged.None, await OfProject(cause));

        await Confirm(ask.PledgeId);
        foreach (var (kind, key) in new[] { (GiftTotals.Project, cause.ProjectId.ToString()!), (GiftTotals.Program, cause.ProgramId.ToString()!), (GiftTotals.Organisation, cause.HolderId.ToString()) }) // Set by the world.
        {
            Assert.Equal(new Pledged(90_00, 0, 1), await world.Get<PledgeTotals>().Of(kind, key, Ct));
            Assert.Equal(Totals.None, await world.Get<GiftTotals>().Of(kind, key, Ct));
        }
    }

    [Fact]
    public async Task A_gift_from_the_promise_keeps_it_and_is_raised_like_any_other()
    {
        var cause = await world.Project(Now.AddDays(200));
        var ask = Promise(cause);
        await world.Send(ask);
        await Confirm(ask.PledgeId);
        var gift = GivingWorld.Asking(cause, 30_00) with { PledgeId = ask.PledgeId };
        await world.Send(gift);
        var paid = await world.Send(GivingWorld.Paying(gift.DonationId));
        await world.Passed("pledge_keeper", paid.Position);
        await world.Passed("gift_totals", paid.Position);
        var pledge = await world.Store.ReadStream(ask.PledgeId, 0, Ct);
        await world.Passed("pledge_totals", pledge.Events[^1].Position);
        await world.Passed("pledges", pledge.Events[^1].Position);

        Assert.Equal(new Pledged(90_00, 30_00, 1), await OfProject(cause));
        Assert.Equal(new Totals(30_00, 1, 1), await world.Get<GiftTotals>().Of(GiftTotals.Project, cause.ProjectId.ToString()!, Ct)); // Set by the world.
        var row = Assert.Single(await world.Get<PledgeList>().List(new Sight([], [cause.HolderId]), null, cause.ProjectId, null, 9, Ct));
        Assert.Equal(("confirmed", 30_00, ask.Schedule.FirstOn.AddMonths(1)), (row.State, row.FulfilledMinor, row.NextOn));

        var cancelled = await world.Send(new CancelPledge(Guid.CreateVersion7(), ask.PledgeId));
        await world.Passed("pledge_totals", cancelled.Position);
        Assert.Equal(new Pledged(30_00, 30_00, 1), await OfProject(cause));
    }

    [Fact]
    public async Task A_gift_that_names_a_promise_nobody_made_stops_nothing()
    {
        var cause = await world.Project();
        var gift = GivingWorld.Asking(cause, 30_00) with { PledgeId = Guid.CreateVersion7() };
        await world.Send(gift);
        var paid = await world.Send(GivingWorld.Paying(gift.DonationId));
        await world.Passed("pledge_keeper", paid.Position);
    }

    [Fact]
    public async Task Every_mail_goes_out_once_in_its_days()
    {
        var cause = await world.Project(Now.AddDays(200));
        var ask = Promise(cause) with { Schedule = new("once", 1, Pledge.DayOf(Now).AddDays(20)) };
        await world.Passed("pledges", (await world.Send(ask)).Position);
        Assert.Equal(["confirm"], await Sent(ask.PledgeId, Now));
        Assert.Empty(await Sent(ask.PledgeId, Now));
        await world.Passed("pledges", (await Confirm(ask.PledgeId)).Position);
        var due = new DateTimeOffset(ask.Schedule.FirstOn.ToDateTime(new TimeOnly(9, 0)), TimeSpan.FromHours(8));
        Assert.Empty(await Sent(ask.PledgeId, due.AddDays(-8)));
        Assert.Equal(["before_7"], await Sent(ask.PledgeId, due.AddDays(-7)));
        Assert.Empty(await Sent(ask.PledgeId, due.AddDays(-1)));
        Assert.Equal(["due"], await Sent(ask.PledgeId, due));
        Assert.Empty(await Sent(ask.PledgeId, due.AddDays(6)));
        Assert.Equal(["after_7"], await Sent(ask.PledgeId, due.AddDays(7)));
        Assert.Equal(["after_30"], await Sent(ask.PledgeId, due.AddDays(30)));
        Assert.Empty(await Sent(ask.PledgeId, due.AddDays(80)));
    }

    [Fact]
    public async Task A_promise_to_a_project_that_is_over_is_not_waited_for()
    {
        var cause = await world.Project(Now.AddDays(200));
        var ask = Promise(cause);
        await world.Send(ask);
        await world.Passed("pledges", (await Confirm(ask.PledgeId)).Position);
        Assert.DoesNotContain(ask.PledgeId, await world.Get<PledgeList>().Lapsing(Now, 99, Ct));
        // Whatever offset its time was written with.
        await world.Then(cause.ProjectId!.Value, new ProjectEnded(cause.ProjectId.Value, Now.ToOffset(TimeSpan.FromHours(8)), Money.Cny(0), 1, true, "deadline")); // Set by the world.
        Assert.Contains(ask.PledgeId, await world.Get<PledgeList>().Lapsing(Now, 99, Ct));

        Outcome lapsed;
        var tries = 0;
        do
        {
            lapsed = await world.Send(new LapsePledge(Guid.CreateVersion7(), ask.PledgeId, Now), Caller.System);
        }
        while (!lapsed.IsDone && ++tries < 10_000);
        await world.Passed("pledge_totals", lapsed.Position);
        Assert.Equal(new Pledged(0, 0, 1), await OfProject(cause));
    }

    private static MakePledge Promise(GiftCause cause) => new(
        Guid.CreateVersion7(), Guid.CreateVersion7(), CauseChoice.Of(cause), Money.Cny(90_00), new PersonId(Guid.CreateVersion7()), false,
        new PledgeSchedule("month", 3, Pledge.DayOf(Now)), false, "en", Now);

    private async Task<Outcome> Confirm(Guid pledge)
    {
        var confirmed = await world.Send(new ConfirmPledge(Guid.CreateVersion7(), pledge, Now));
        Assert.Empty(confirmed.Refusals);
        await world.Passed("pledge_totals", confirmed.Position);
        return confirmed;
    }

    private Task<Pledged> OfProject(GiftCause cause) => world.Get<PledgeTotals>().Of(GiftTotals.Project, cause.ProjectId.ToString()!, Ct); // Set by the world.

    // Other tests' promises are on the same database: their mails go out, too, and are not looked at.
    private async Task<List<string>> Sent(Guid pledge, DateTimeOffset at)
    {
        var (mails, sent) = (world.Get<PledgeMails>(), new List<PledgeMail>());
        await mails.Note(at, Ct);
        while (await mails.HandOver(some => { sent.AddRange(some); return Task.CompletedTask; }, 100, at, Ct) > 0)
        {
            // All that waits.
        }

        return [.. sent.Where(mail => mail.PledgeId == pledge).Select(mail => mail.Kind)];
    }
}
