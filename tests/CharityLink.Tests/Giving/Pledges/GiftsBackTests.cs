using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Projects;

namespace CharityLink.Tests.Giving.Pledges;

/// <summary>Money that kept a promise goes back: the promise, its list, its totals and its mails follow, on PostgreSQL.</summary>
public sealed class GiftsBackTests(GivingWorld world) : IClassFixture<GivingWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task Refunded_in_part_whole_and_come_back_again()
    {
        var (cause, promise) = await Promised();
        var gift = await Kept(cause, promise, 90_00);
        Assert.Equal(("kept", 90_00L, new Pledged(90_00, 90_00, 1), 0L), await At(cause, promise));

        await Refund(gift, "re_1", 30_00, "succeeded");
        Assert.Equal(("confirmed", 60_00L, new Pledged(90_00, 60_00, 1), 30_00L), await At(cause, promise));
        await Refund(gift, "re_2", 60_00, "succeeded");
        await Refund(gift, "re_2", 60_00, "succeeded");
        Assert.Equal(("confirmed", 0L, new Pledged(90_00, 0, 1), 90_00L), await At(cause, promise));
        // One mail says so, and no reminder comes beside it.
        Assert.Equal(["reopened"], await Mails(promise));
        Assert.Equal(["reopened"], await Mails(promise));

        await Refund(gift, "re_2", 60_00, "failed");
        Assert.Equal(("confirmed", 60_00L, new Pledged(90_00, 60_00, 1), 30_00L), await At(cause, promise));
        Assert.True((await world.Send(new CancelPledge(Guid.CreateVersion7(), promise.PledgeId))).IsDone);
        Assert.Equal(("cancelled", 60_00L, new Pledged(60_00, 60_00, 1), 0L), await At(cause, promise));
        await Refund(gift, "re_3", 60_00, "succeeded");
        Assert.Equal(("returned", 0L, new Pledged(0, 0, 1), 0L), await At(cause, promise));
    }

    [Fact]
    public async Task A_second_gift_takes_the_place_of_the_first_and_nobody_is_written_to()
    {
        var (cause, promise) = await Promised();
        var (first, second) = (await Kept(cause, promise, 90_00), await Kept(cause, promise, 50_00));
        Assert.Equal(("kept", 90_00L, new Pledged(90_00, 90_00, 1), 0L), await At(cause, promise));
        await Refund(first, "re_1", 40_00, "succeeded");
        await Refund(first, "re_1", 40_00, "succeeded");
        Assert.Equal(("kept", 90_00L, new Pledged(90_00, 90_00, 1), 0L), await At(cause, promise));
        Assert.Empty(await Mails(promise));

        // Ten of the second are left for the other fifty.
        await Refund(first, "re_2", 50_00, "succeeded");
        Assert.Equal(("confirmed", 50_00L, new Pledged(90_00, 50_00, 1), 40_00L), await At(cause, promise));
        Assert.Single(await Mails(promise), "reopened");
        await Refund(second, "re_3", 50_00, "succeeded");
        Assert.Equal(("confirmed", 0L, new Pledged(90_00, 0, 1), 90_00L), await At(cause, promise));
    }

    [Fact]
    public async Task A_lost_dispute_opens_it_once_however_often_it_is_reported()
    {
        var (cause, promise) = await Promised();
        var gift = await Kept(cause, promise, 30_00);
        foreach (var status in new[] { "needs_response", "lost", "lost" })
        {
            Assert.True((await world.Send(new RecordDispute(Guid.CreateVersion7(), gift, "dp_1", status, Money.Cny(30_00), "fraudulent", null), Caller.System)).IsDone);
        }

        Assert.Equal(("confirmed", 0L, new Pledged(90_00, 0, 1), 90_00L), await At(cause, promise));
        Assert.Single((await world.Store.ReadStream(promise.PledgeId, 0, Ct)).Events, one => one.Data is PledgeGiftReturned);
    }

    [Fact]
    public async Task What_should_not_have_been_asked_for_is_not_asked_for_again()
    {
        var (cause, promise) = await Promised();
        var gift = await Kept(cause, promise, 30_00);
        var refund = Guid.CreateVersion7();
        Assert.True((await world.Send(new AskRefund(Guid.CreateVersion7(), gift, refund, Money.Cny(30_00), "minor_not_ratified"))).IsDone);
        var officer = new Caller(Guid.CreateVersion7(), CallerKind.Account, [new Appointment(Role.CharityOfficer, cause.HolderId, cause.Division)]);
        Assert.Empty((await world.Send(new ApproveRefund(Guid.CreateVersion7(), gift, refund, CharityLink.Giving.Refund.ByProvider, Now), officer)).Refusals);
        await world.Passed("refund_starter", await world.Store.ReadEnd(Ct));
        Assert.True((await world.Send(RecordRefundResult.Of(gift, refund, "re_9", "succeeded", null), Caller.System)).IsDone);
        Assert.Equal(("returned", 0L, new Pledged(0, 0, 1), 0L), await At(cause, promise));
        Assert.DoesNotContain("due", await Mails(promise), StringComparer.Ordinal);
    }

    [Fact]
    public async Task For_a_project_that_is_over_nothing_is_waited_for()
    {
        var (cause, promise) = await Promised();
        var gift = await Kept(cause, promise, 30_00);
        await world.Then(cause.ProjectId.GetValueOrDefault(), new ProjectEnded(cause.ProjectId.GetValueOrDefault(), Now, Money.Cny(30_00), 1, true, "deadline"));
        while ((await world.Get<CauseBook>().Find(CauseChoice.Of(cause), Ct)).Project is { State: ProjectState.Live })
        {
            // The memory of causes may be a second old.
            await Task.Delay(20, Ct);
        }

        await Refund(gift, "re_1", 30_00, "succeeded");
        Assert.Equal(("returned", 0L, new Pledged(0, 0, 1), 0L), await At(cause, promise));
    }

    private async Task<(GiftCause Cause, MakePledge Promise)> Promised()
    {
        var cause = await world.Project(Now.AddDays(200));
        var promise = new MakePledge(
            Guid.CreateVersion7(), Guid.CreateVersion7(), CauseChoice.Of(cause), Money.Cny(90_00), new PersonId(Guid.CreateVersion7()), false,
            new PledgeSchedule("once", 1, Pledge.DayOf(Now)), false, "en", Now);
        Assert.Empty((await world.Send(promise)).Refusals);
        Assert.Empty((await world.Send(new ConfirmPledge(Guid.CreateVersion7(), promise.PledgeId, Now))).Refusals);
        return (cause, promise);
    }

    private async Task<Guid> Kept(GiftCause cause, MakePledge promise, long fen)
    {
        var gift = GivingWorld.Asking(cause, fen) with { PledgeId = promise.PledgeId };
        Assert.Empty((await world.Send(gift)).Refusals);
        await world.Passed("pledge_keeper", (await world.Send(GivingWorld.Paying(gift.DonationId))).Position);
        return gift.DonationId;
    }

    private async Task Refund(Guid gift, string id, long fen, string result) =>
        Assert.Empty((await world.Send(new RecordForeignRefund(Guid.CreateVersion7(), gift, id, Money.Cny(fen), result, null), Caller.System)).Refusals);

    // The list, the totals of its project, and what the directory of projects shows as still promised.
    private async Task<(string State, long Kept, Pledged Total, long Open)> At(GiftCause cause, MakePledge promise)
    {
        await world.Passed("pledge_keeper", await world.Store.ReadEnd(Ct));
        var end = await world.Store.ReadEnd(Ct);
        foreach (var model in (string[])["pledges", "pledge_totals", "projects"])
        {
            await world.Passed(model, end);
        }

        var row = Assert.Single(await world.Get<PledgeList>().OfDonors([promise.DonorId], 9, Ct));
        var facts = (await world.Store.ReadStream(promise.PledgeId, 0, Ct)).Events.Select(one => (IPledgeEvent)one.Data);
        Assert.Equal(row.State, facts.Aggregate((Pledge?)null, Pledge.Evolve)?.State.ToString().ToLowerInvariant());
        await using var open = world.Database.CreateCommand("select pledged_minor from projects where project_id = $1");
        open.Parameters.Add(new() { Value = cause.ProjectId.GetValueOrDefault() });
        return (row.State, row.FulfilledMinor, await world.Get<PledgeTotals>().Of(GiftTotals.Project, cause.ProjectId.ToString() ?? "", Ct), (long)(await open.ExecuteScalarAsync(Ct) ?? -1L));
    }

    private async Task<IReadOnlyList<string>> Mails(MakePledge promise)
    {
        await world.Get<PledgeMails>().Note(Now, Ct);
        return [.. (await world.Get<PledgeMails>().Of(promise.PledgeId, Ct)).Where(mail => mail.NeedlessAt is null).Select(mail => mail.Kind)];
    }
}
