using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Store;
using Npgsql;

namespace CharityLink.Tests.Giving.Pledges;

/// <summary>Which mails about promises are written down: what is new since the last look, and never what nobody needs any more.</summary>
public sealed class PledgeMailTests(GivingWorld world) : IClassFixture<GivingWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static SavedCard Card => new("stripe", "cus", "pm", CardUse.Unscheduled);

    private PledgeMails Mails => world.Get<PledgeMails>();

    [Fact]
    public async Task A_look_asks_only_for_what_came_since_the_last_one()
    {
        var pledge = await Promise(await world.Project(Now.AddDays(200)), Pledge.DayOf(Now).AddDays(20));
        var due = Day(Pledge.DayOf(Now).AddDays(20));
        Assert.Empty(await Noted(pledge, Now));
        Assert.Equal(["before_7"], await Noted(pledge, due.AddDays(-7)));

        // Nothing new: what a look has written down is not looked for again.
        await Forget(pledge);
        Assert.Empty(await Noted(pledge, due.AddDays(-7)));
        Assert.Empty(await Noted(pledge, due.AddDays(-1)));
        Assert.Equal(["due"], await Noted(pledge, due));
        Assert.Equal(["due"], await Noted(pledge, due.AddDays(6)));

        // A standstill of the site: only the kind of that day.
        Assert.Equal(["after_30", "due"], await Noted(pledge, due.AddDays(40)));
    }

    [Fact]
    public async Task A_promise_that_stands_only_now_is_written_about_although_its_day_had_come_before()
    {
        var cause = await world.Project(Now.AddDays(200));
        var (id, first) = (Guid.CreateVersion7(), Pledge.DayOf(Now).AddDays(3));
        await world.Passed("pledges", await world.Begin(id, Made(id, cause, first)));
        Assert.Equal(["confirm"], await Noted(id, Now));
        Assert.Equal(["confirm"], await Noted(id, Now.AddDays(1)));
        await Next(id, new PledgeConfirmed(id, cause, Money.Cny(90_00)));
        Assert.Equal(["before_7", "confirm"], await Noted(id, Now.AddDays(1)));
    }

    [Fact]
    public async Task What_nobody_needs_any_more_waits_no_longer_and_is_not_sent()
    {
        var cause = await world.Project(Now.AddDays(200));
        var pledge = await Promise(cause, Pledge.DayOf(Now));
        Assert.Equal(["due"], await Noted(pledge, Now));
        Assert.Null(Assert.Single(await Mails.Of(pledge, Ct)).NeedlessAt);

        await Next(pledge, new PledgeFulfilled(pledge, Guid.CreateVersion7(), cause, Money.Cny(90_00)));
        await Mails.Note(Now, Ct);
        var let = Assert.Single(await Mails.Of(pledge, Ct));
        Assert.NotNull(let.NeedlessAt);
        Assert.Null(let.SentAt);
        Assert.DoesNotContain(pledge, await Sent(Now));
    }

    [Fact]
    public async Task The_deadline_is_told_of_two_days_before_and_again_when_it_was_put_off_by_less()
    {
        var deadline = Now.AddDays(10);
        var cause = await world.Project(deadline, FundingModel.AllOrNothing);
        var pledge = await ByCard(cause);
        var (kept, project) = (new[] { "card_kept" }, cause.ProjectId.GetValueOrDefault());
        Assert.Equal(kept, await Noted(pledge, Now), StringComparer.Ordinal);
        Assert.Equal(kept, await Noted(pledge, deadline.AddHours(-49)), StringComparer.Ordinal);
        Assert.Equal(kept.Prepend("card_before"), await Noted(pledge, deadline.AddHours(-47)), StringComparer.Ordinal);
        await Forget(pledge);
        Assert.Empty(await Noted(pledge, deadline.AddHours(-46)));

        await world.Then(project, new ProjectExtended(project, deadline.AddHours(20), "rain", null));
        Assert.Equal(["card_before"], await Noted(pledge, deadline.AddHours(-20)));
        await Next(pledge, new PledgeCardLost(pledge, cause, Card, null));
        Assert.Equal(["card_before", "card_lost"], await Noted(pledge, deadline.AddHours(-19)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_giver_of_a_promise_that_staff_wrote_down_is_told_and_reminded_where_there_is_an_address(bool hasAddress)
    {
        var (cause, id, first) = (await world.Project(Now.AddDays(200)), Guid.CreateVersion7(), Pledge.DayOf(Now).AddDays(20));
        await world.Passed("pledges", await world.Begin(
            id, Made(id, cause, first) with { IsEntered = true, HasAddress = hasAddress }, new PledgeConfirmed(id, cause, Money.Cny(90_00)),
            new PromiseFormRecorded(id, cause, PromiseForm.Oral, Pledge.DayOf(Now), false, null, null)));
        Assert.Equal(hasAddress ? ["entered"] : [], await Noted(id, Now));
        Assert.Equal(hasAddress, (await Sent(Now)).Contains(id));
        Assert.Equal(hasAddress ? ["before_7", "entered"] : [], await Noted(id, Day(first).AddDays(-7)));
    }

    [Fact]
    public async Task A_link_to_pay_comes_every_two_days_and_waits_while_the_page_is_open()
    {
        var cause = await world.Project(Now.AddDays(10), FundingModel.AllOrNothing);
        var (pledge, project, start) = (await ByCard(cause), cause.ProjectId.GetValueOrDefault(), Now);
        await world.Then(project, new ProjectEnded(project, start, Money.Cny(90_00), 1, true, "deadline", null, null, Money.Cny(90_00)));
        var gift = Guid.CreateVersion7();
        await Next(pledge, new PledgeChargeBegun(pledge, cause, 1, gift, false, start));
        await Next(pledge, new PledgeChargeFailed(pledge, cause, gift, DeclineClass.NeedsNewCard, start.AddDays(2), start));
        Assert.Equal(1, await Mends(pledge, start.AddMinutes(1)));
        await Forget(pledge);
        Assert.Equal(0, await Mends(pledge, start.AddDays(2).AddMinutes(-2)));
        Assert.Equal(1, await Mends(pledge, start.AddDays(2).AddMinutes(2)));

        await Next(pledge, new PledgeChargeBegun(pledge, cause, 2, Guid.CreateVersion7(), true, start.AddDays(2)));
        Assert.DoesNotContain(pledge, await Sent(start.AddDays(2)));
        await Mails.Note(start.AddDays(2), Ct);
        Assert.Null((await Mails.Of(pledge, Ct)).Single(mail => mail.Kind == "card_mend").NeedlessAt);
    }

    private async Task<Guid> Promise(GiftCause cause, DateOnly first)
    {
        var id = Guid.CreateVersion7();
        await world.Passed("pledges", await world.Begin(id, Made(id, cause, first), new PledgeConfirmed(id, cause, Money.Cny(90_00))));
        return id;
    }

    private async Task<Guid> ByCard(GiftCause cause)
    {
        var id = Guid.CreateVersion7();
        var made = Made(id, cause, Pledge.DayOf(Now)) with { Consent = new CardConsent("stripe", "yes", "en", Now) };
        await world.Passed("pledges", await world.Begin(
            id, made, new PledgeConfirmed(id, cause, Money.Cny(90_00), true), new PledgeCardKept(id, cause, Card, new CardFace("visa", 1, 2030), null)));
        return id;
    }

    private static PledgeMade Made(Guid id, GiftCause cause, DateOnly first) => new(
        id, cause, Money.Cny(90_00), new PersonId(Guid.CreateVersion7()), false, [new Instalment(1, first, Money.Cny(90_00))], false, "en", Now);

    private static DateTimeOffset Day(DateOnly day) => new(day.ToDateTime(new TimeOnly(9, 0)), TimeSpan.FromHours(8));

    private async Task Next(Guid pledge, IPledgeEvent fact)
    {
        var stream = await world.Store.ReadStream(pledge, 0, Ct);
        var appended = Assert.IsType<AppendResult.Appended>(await world.Store.Append([new StreamChange(pledge, "test", stream.Version, [fact])], EventMetadata.None, Ct));
        await world.Passed("pledges", appended.Position);
    }

    private async Task<List<string>> Noted(Guid pledge, DateTimeOffset at)
    {
        await Mails.Note(at, Ct);
        return [.. (await Mails.Of(pledge, Ct)).Select(mail => mail.Kind).Order(StringComparer.Ordinal)];
    }

    private async Task<int> Mends(Guid pledge, DateTimeOffset at) => (await Noted(pledge, at)).Count(kind => kind == "card_mend");

    private async Task<List<Guid>> Sent(DateTimeOffset at)
    {
        var sent = new List<Guid>();
        await Mails.HandOver(some => { sent.AddRange(some.Select(mail => mail.PledgeId)); return Task.CompletedTask; }, 1_000, at, Ct);
        return sent;
    }

    // A row that is gone and does not come back was not looked for.
    private async Task Forget(Guid pledge)
    {
        await using var command = world.Database.CreateCommand("delete from giving.pledge_mail where pledge_id = $1");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = pledge });
        await command.ExecuteNonQueryAsync(Ct);
    }
}
