using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Programs;

namespace CharityLink.Tests.Giving.Offline;

/// <summary>Promises that are kept in cash, by cheque and by transfers without a reference, on PostgreSQL: as if their giver had paid on the site.</summary>
public sealed class KeptByHandTests(GivingWorld world) : IClassFixture<GivingWorld>
{
    private static readonly PersonId _giver = new(Guid.CreateVersion7());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static DateOnly Today => Pledge.DayOf(Now);

    [Fact]
    public async Task Cash_keeps_a_part_once_and_a_cheque_when_the_bank_says_so()
    {
        var (cause, promise) = await Promised();
        var ask = Ask(cause, new GiftTyped(1, Money.Cny(30_00), null, null, false, Promise: PromiseNumber.Of(promise.PledgeId)), new GiftTyped(2, Money.Cny(70_00), null, null, false, "0012", "农业银行", promise.PledgeId.ToString()));
        Assert.Empty((await world.Send(ask, Officer(cause))).Refusals);
        Assert.Equal(0, (await At(promise)).FulfilledMinor);
        Assert.True((await world.Send(Confirm(ask), Officer(cause))).IsDone);
        Assert.True((await world.Send(Confirm(ask), Officer(cause))).IsDone);
        Assert.Equal(("confirmed", 30_00L, promise.Schedule.FirstOn.AddMonths(1)), await At(promise) is var part ? (part.State, part.FulfilledMinor, part.NextOn) : default);
        var paid = Assert.Single((await Facts(Batch.LineOf(ask.BatchId, 1))).OfType<DonationPaid>());
        Assert.Equal((promise.DonorId, _giver, promise.PledgeId, false, cause.SiteId), (paid.DonorId, paid.GiverId, paid.PledgeId, paid.IsAnonymous, paid.Cause.SiteId));

        Assert.True((await world.Send(new SettleCheque(Guid.CreateVersion7(), ask.BatchId, Batch.LineOf(ask.BatchId, 2), true, Today, Now), Officer(cause))).IsDone);
        Assert.Equal(("kept", 90_00L), await At(promise) is var kept ? (kept.State, kept.FulfilledMinor) : default);
        var position = (await world.Store.ReadStream(promise.PledgeId, 0, Ct)).Events[^1].Position;
        await world.Passed("pledge_totals", position);
        Assert.Equal(new Pledged(90_00, 90_00, 1), await world.Get<PledgeTotals>().Of(GiftTotals.Organisation, cause.HolderId.ToString(), Ct));
        Assert.Equal(["promise_kept"], Codes(await world.Send(Ask(cause, ask.Lines[0]), Officer(cause))));
    }

    [Fact]
    public async Task The_gift_goes_where_the_promise_was_made_to_while_that_takes_gifts()
    {
        var (cause, promise) = await Promised();
        var line = new GiftTyped(1, Money.Cny(30_00), null, null, false, Promise: PromiseNumber.Of(promise.PledgeId));
        Assert.Equal([cause.SiteId, null], await Sites(Ask(cause, line)));
        var other = await world.Cause();
        Assert.Contains(("promise_of_other_cause", "1:promise"), (await world.Send(Ask(cause, line with { Choice = new(other.ProgramId, null, null, null) }), Officer(cause))).Refusals.Select(why => (why.Code, why.Field)));
        await world.Then(cause.ProgramId!.Value, new SiteClosed(cause.ProgramId.Value, cause.SiteId!.Value, "moved")); // Set by the world.
        await Closed(cause);
        Assert.Equal([null, null], await Sites(Ask(cause, line)));

        async Task<IEnumerable<Guid?>> Sites(EnterBatch ask)
        {
            Assert.Empty((await world.Send(ask, Officer(cause))).Refusals);
            return ((BatchEntered)Assert.Single(await Facts(ask.BatchId))).Lines.Select(one => one.Cause.SiteId);
        }
    }

    [Fact]
    public async Task Taken_back_before_the_second_count_it_is_a_gift_without_a_name()
    {
        var (cause, promise) = await Promised();
        var ask = Ask(cause, new GiftTyped(1, Money.Cny(100_00), null, null, false, Promise: PromiseNumber.Of(promise.PledgeId)));
        await world.Send(ask, Officer(cause));
        Assert.True((await world.Send(new CancelPledge(Guid.CreateVersion7(), promise.PledgeId))).IsDone);
        Assert.True((await world.Send(Confirm(ask), Officer(cause))).IsDone);
        Assert.Equal(("cancelled", 0L), await At(promise) is var row ? (row.State, row.FulfilledMinor) : default);
        var paid = Assert.Single((await Facts(Batch.LineOf(ask.BatchId, 1))).OfType<DonationPaid>());
        Assert.Equal((null, null, true), (paid.DonorId, paid.GiverId, paid.IsAnonymous));
    }

    [Fact]
    public async Task A_number_that_is_none_or_was_never_confirmed_or_that_two_share_finds_nothing()
    {
        var (cause, promise) = await Promised();
        var made = Promise(cause);
        await world.Passed("pledges", (await world.Send(made)).Position);
        var twin = Guid.Parse($"019a0000-0000-7000-8000-{promise.PledgeId.ToString()[^12..]}");
        Assert.Equal(["promise_number_unknown"], await Entered("no number"));
        Assert.Equal(["promise_number_unknown"], await Entered(PromiseNumber.Of(Guid.CreateVersion7())));
        Assert.Equal(["promise_number_unknown"], await Entered(PromiseNumber.Of(made.PledgeId)));
        Assert.Empty(await Entered(PromiseNumber.Of(promise.PledgeId)));
        await Stands(Promise(cause) with { PledgeId = twin });
        Assert.Equal(["promise_number_unknown"], await Entered(PromiseNumber.Of(promise.PledgeId)));

        async Task<string[]> Entered(string number) => Codes(await world.Send(Ask(cause, new GiftTyped(1, Money.Cny(1_00), null, null, false, Promise: number)), Officer(cause)), "1:promise");
    }

    [Fact]
    public async Task A_transfer_without_a_reference_keeps_it_with_its_number_alone()
    {
        var (cause, promise) = await Promised();
        var (other, _) = await Promised();
        await world.Send(new RecordTransfers(Guid.CreateVersion7(), cause.HolderId, [Row("K-1", 30_00), Row("K-2", 60_00)], Now), Officer(cause));
        var assign = Assign("K-1", null, PromiseNumber.Of(promise.PledgeId));
        Assert.Equal(["promise_of_other_cause"], Codes(await world.Send(assign with { CommandId = Guid.CreateVersion7(), Choice = new(other.ProgramId, null, null, null) }, Officer(cause)), "promise"));
        Assert.Equal(["promise_number_unknown"], Codes(await world.Send(assign with { CommandId = Guid.CreateVersion7(), Promise = "1" }, Officer(cause)), "promise"));
        Assert.Empty((await world.Send(assign, Officer(cause))).Refusals);
        Assert.True((await world.Send(assign with { CommandId = Guid.CreateVersion7() }, Officer(cause))).IsDone);
        Assert.Equal(30_00, (await At(promise)).FulfilledMinor);
        var paid = Assert.Single((await Facts(Arrival.GiftOf(assign.TransferId))).OfType<DonationPaid>());
        Assert.Equal((promise.DonorId, _giver, promise.PledgeId, false, cause.SiteId), (paid.DonorId, paid.GiverId, paid.PledgeId, paid.IsAnonymous, paid.Cause.SiteId));

        // Who pays for another is the giver of the gift, and keeps the other's promise.
        Assert.Empty((await world.Send(Assign("K-2", new(cause.ProgramId, null, null, null), PromiseNumber.Of(promise.PledgeId)) with { WithName = true }, Officer(cause))).Refusals);
        Assert.Equal("kept", (await At(promise)).State);
        var named = Assert.Single((await Facts(Arrival.GiftOf(Arrival.IdOf(cause.HolderId, "K-2")))).OfType<DonationPaid>());
        Assert.Equal((Payer("K-2"), null, true), (named.DonorId, named.GiverId, named.IsAnonymous));

        AssignTransfer Assign(string id, CauseChoice? choice, string number) => new(Guid.CreateVersion7(), cause.HolderId, Arrival.IdOf(cause.HolderId, id), null, choice, false, Now, number);
        PersonId Payer(string id) => Arrival.PayerOf(Arrival.IdOf(cause.HolderId, id), cause.HolderId);
        ArrivedTransfer Row(string id, long fen) => new(0, id, Money.Cny(fen), Today, null, Payer(id));
    }

    [Fact]
    public async Task A_number_in_the_remark_is_proposed_and_never_matched()
    {
        var (cause, promise) = await Promised();
        var (_, foreign) = await Promised();
        var second = Promise(cause);
        await Stands(second);
        var number = PromiseNumber.Of(promise.PledgeId);
        await world.Send(
            Read(cause, ("N-1", $"认捐 {number}"), ("N-2", $"{number} {PromiseNumber.Of(second.PledgeId)}"), ("N-3", PromiseNumber.Of(foreign.PledgeId)), ("N-4", "6222 0000 1234"), ("N-5", $"RF00 0000 0000 {number}"), ("N-6", $"{number}/{number}")),
            Officer(cause));
        Assert.Equal(
            [(Arrival.PromiseNamed, promise.PledgeId), (Arrival.NoReference, null), (Arrival.NoReference, null), (Arrival.NoReference, null), (Arrival.WrongCheck, promise.PledgeId), (Arrival.PromiseNamed, promise.PledgeId)],
            await Task.WhenAll(Enumerable.Range(1, 6).Select(async i => Assert.Single(await Facts(Arrival.IdOf(cause.HolderId, $"N-{i}"))) is TransferArrived arrived ? (arrived.OpenBecause, arrived.PledgeId) : default)));
        Assert.Equal(("confirmed", 0L), await At(promise) is var row ? (row.State, row.FulfilledMinor) : default);

        await world.Passed("transfers", await world.Store.ReadEnd(Ct));
        var open = await world.Get<TransferBook>().Arrivals(new Sight([], [cause.HolderId]), "open", null, 9, Ct);
        Assert.Equal(promise.PledgeId, Assert.Single(open, one => one.TransactionId == "N-1").PledgeId);
        Assert.Null(Assert.Single(open, one => one.TransactionId == "N-2").PledgeId);

        // Told again when another promise has that number or none has, it is the same arrival.
        Assert.Empty((await world.Send(Read(cause, ("N-1", "认捐")), Officer(cause))).Refusals);
    }

    private static RecordTransfers Read(GiftCause cause, params (string Id, string Remark)[] rows)
    {
        var file = "transaction,date,amount,remark\n" + string.Concat(rows.Select(row => $"{row.Id},{Today:yyyy-MM-dd},30.00,\"{row.Remark}\"\n"));
        var (read, errors) = StatementFile.Read(System.Text.Encoding.UTF8.GetBytes(file), cause.HolderId, Guid.CreateVersion7());
        Assert.Empty(errors);
        return new(Guid.CreateVersion7(), cause.HolderId, [.. read.Select(row => row.Transfer)], Now);
    }

    private static string[] Codes(Outcome outcome, string? field = null)
    {
        Assert.All(outcome.Refusals, why => Assert.Equal(field ?? why.Field, why.Field));
        return [.. outcome.Refusals.Select(why => why.Code)];
    }

    private static Caller Officer(GiftCause cause) => new(Guid.CreateVersion7(), CallerKind.Account, [new Appointment(Role.CharityOfficer, cause.HolderId, cause.Division)]);

    private static MakePledge Promise(GiftCause cause) => new(
        Guid.CreateVersion7(), Guid.CreateVersion7(), CauseChoice.Of(cause), Money.Cny(90_00), new PersonId(Guid.CreateVersion7()), false,
        new PledgeSchedule("month", 3, Today), false, "en", Now, GiverId: _giver);

    // Taken for the program as a whole: which site it was promised to, the promise knows.
    private static EnterBatch Ask(GiftCause cause, params GiftTyped[] lines) => new(
        Guid.CreateVersion7(), Guid.CreateVersion7(), cause.HolderId, new(cause.ProgramId, null, null, null), "箱 3", Today, Money.Cny(100_00 + (lines.Length == 1 ? 1_00 : 0)), lines, Now);

    private static ConfirmBatch Confirm(EnterBatch ask) => new(Guid.CreateVersion7(), ask.BatchId, ask.Total, Now);

    private async Task<(GiftCause Cause, MakePledge Promise)> Promised()
    {
        var cause = await world.Cause();
        var promise = Promise(cause);
        await Stands(promise);
        return (cause, promise);
    }

    private async Task Stands(MakePledge promise)
    {
        Assert.Empty((await world.Send(promise)).Refusals);
        await world.Passed("pledges", (await world.Send(new ConfirmPledge(Guid.CreateVersion7(), promise.PledgeId, Now))).Position);
    }

    // What came in has been told to the promise, and the list has heard of it.
    private async Task<PledgeRow> At(MakePledge promise)
    {
        await world.Passed("pledge_keeper", await world.Store.ReadEnd(Ct));
        await world.Passed("pledges", await world.Store.ReadEnd(Ct));
        return Assert.Single(await world.Get<PledgeList>().OfDonors([promise.DonorId], 9, Ct));
    }

    // The memory of causes may be a second old.
    private async Task Closed(GiftCause cause)
    {
        while ((await world.Get<CauseBook>().Find(CauseChoice.Of(cause), Ct)).Standing.Refusals.Count == 0)
        {
            await Task.Delay(20, Ct);
        }
    }

    private async Task<IReadOnlyList<object>> Facts(Guid stream) => [.. (await world.Store.ReadStream(stream, 0, Ct)).Events.Select(one => one.Data)];
}
