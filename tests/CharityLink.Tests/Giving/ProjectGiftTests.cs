using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Projects;

namespace CharityLink.Tests.Giving;

/// <summary>Gifts to projects through the whole pipeline, on PostgreSQL.</summary>
public sealed class ProjectGiftTests(GivingWorld world) : IClassFixture<GivingWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_gift_to_a_project_counts_for_it_its_page_its_program_its_organiser_and_every_level_above()
    {
        var cause = await world.Project(division: "440703104204") with { PageId = Guid.CreateVersion7() };
        var ask = GivingWorld.Asking(cause, 60_00);
        Assert.True((await world.Send(ask)).IsDone);
        var paid = await world.Send(GivingWorld.Paying(ask.DonationId));
        await world.Passed("gift_totals", paid.Position);
        await world.Passed("donations", paid.Position);

        var totals = world.Get<GiftTotals>();
        var mine = new Totals(60_00, 1, 1);
        Assert.Equal(mine, await totals.Of(GiftTotals.Project, cause.ProjectId.ToString()!, Ct)); // Set above.
        Assert.Equal(mine, await totals.Of(GiftTotals.Page, cause.PageId.ToString()!, Ct)); // Set above.
        Assert.Equal(mine, await totals.Of(GiftTotals.Program, cause.ProgramId.ToString()!, Ct)); // Set above.
        Assert.Equal(mine, await totals.Of(GiftTotals.Organisation, cause.HolderId.ToString(), Ct));
        Assert.Equal(mine, await totals.Of(GiftTotals.Division, cause.Division.Value, Ct));
        Assert.InRange((await totals.Of(GiftTotals.Division, "440700", Ct)).RaisedMinor, 60_00, long.MaxValue);
        Assert.Equal((cause.ProjectId, cause.PageId), await world.Get<DonationList>().Find(ask.DonationId, Ct) is { } row ? (row.ProjectId, row.PageId) : default);
    }

    [Fact]
    public async Task Many_projects_are_counted_in_one_look_that_says_up_to_where()
    {
        var (given, empty) = (await world.Project(), await world.Project());
        var ask = GivingWorld.Asking(given, 33_00);
        await world.Send(ask);
        var paid = await world.Send(GivingWorld.Paying(ask.DonationId));
        await world.Passed("gift_totals", paid.Position);

        var (totals, upTo) = await world.Get<GiftTotals>().OfManyAt(GiftTotals.Project, [Key(given), Key(empty)], Ct);
        Assert.Equal((new Totals(33_00, 1, 1), Totals.None), (totals[Key(given)], totals[Key(empty)]));
        Assert.InRange(upTo, paid.Position, long.MaxValue);
        Assert.InRange((await world.Get<GiftTotals>().OfManyAt(GiftTotals.Project, [], Ct)).CountedUpTo, paid.Position, long.MaxValue);
    }

    [Fact]
    public async Task The_list_can_be_of_one_project()
    {
        var (one, other) = (await world.Project(), await world.Project());
        var ask = GivingWorld.Asking(one);
        await world.Send(ask);
        await world.Passed("donations", (await world.Send(GivingWorld.Asking(other))).Position);
        var rows = await world.Get<DonationList>().List(new DonationFilter(new Sight([one.Division], []), ProjectId: one.ProjectId), 9, Ct);
        Assert.Equal([ask.DonationId], rows.Select(row => row.Id));
    }

    [Fact]
    public async Task A_project_that_was_ended_takes_no_gift_a_second_later()
    {
        var cause = await world.Project();
        Assert.True((await world.Send(GivingWorld.Asking(cause))).IsDone);
        await world.Then(cause.ProjectId!.Value, new ProjectEnded(cause.ProjectId.Value, TimeProvider.System.GetUtcNow(), Money.Cny(0), 1, true, "closed")); // Set by the world.
        Outcome outcome;
        var tries = 0;
        do
        {
            outcome = await world.Send(GivingWorld.Asking(cause));
        }
        while (outcome.IsDone && ++tries < 10_000);
        Assert.Equal(new Refusal("project_over", "project"), Assert.Single(outcome.Refusals));
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "project_failed")]
    public async Task A_gift_begun_in_time_and_paid_after_the_decision_is_taken_only_when_the_minimum_was_reached(bool met, string? refused)
    {
        var cause = await world.Project(model: FundingModel.AllOrNothing);
        var ask = GivingWorld.Asking(cause);
        await world.Send(ask);
        await world.Then(cause.ProjectId!.Value, Ended(cause, met)); // Set by the world.

        var paid = await world.Send(GivingWorld.Paying(ask.DonationId));
        Assert.Equal(refused, paid.Refusals.Select(refusal => refusal.Code).SingleOrDefault());
        Assert.Equal(met ? 2 : 1, (await world.Store.ReadStream(ask.DonationId, 0, Ct)).Version);
    }

    [Fact]
    public async Task However_payments_and_the_failure_race_none_stands_behind_it_in_the_log()
    {
        var cause = await world.Project(model: FundingModel.AllOrNothing);
        var asks = Enumerable.Range(0, 60).Select(_ => GivingWorld.Asking(cause)).ToList();
        await Task.WhenAll(asks.Select(ask => world.Send(ask)));
        var paying = asks.Select(ask => Task.Run(() => world.Send(GivingWorld.Paying(ask.DonationId)), Ct)).ToList();
        await Task.WhenAny(paying);
        var failed = await world.Then(cause.ProjectId!.Value, Ended(cause, false)); // Set by the world.

        var outcomes = await Task.WhenAll(paying);
        Assert.All(outcomes, outcome => Assert.True(outcome.IsDone ? outcome.Position < failed : outcome.Refusals[0].Code == "project_failed"));
        Assert.Contains(outcomes, outcome => outcome.IsDone);
    }

    private static ProjectEnded Ended(GiftCause cause, bool met) => new(cause.ProjectId.GetValueOrDefault(), TimeProvider.System.GetUtcNow(), Money.Cny(1), 1, met, "deadline");

    private static string Key(GiftCause cause) => cause.ProjectId.ToString()!; // Set by the world.
}
