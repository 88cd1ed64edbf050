using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;

namespace CharityLink.Tests.Giving.Offline;

/// <summary>Batches from the first count to the totals, on PostgreSQL.</summary>
public sealed class BatchTests(GivingWorld world) : IClassFixture<GivingWorld>
{
    private static readonly DateOnly _today = Pledge.DayOf(TimeProvider.System.GetUtcNow());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Counted_twice_it_is_given_and_a_cheque_when_the_bank_says_so()
    {
        var (cause, station) = (await world.Cause("440703"), await Station());
        var (one, two) = (Worker(station), Worker(station));
        var ask = Ask(cause, station) with { CollectedOn = _today.AddDays(-3) };
        Assert.True((await world.Send(ask, one)).IsDone);
        Assert.Equal(["batch_same_person"], Codes(await world.Send(Confirm(ask), one)));
        Assert.Equal(["batch_count_differs"], Codes(await world.Send(Confirm(ask, 99_00), two)));
        Assert.Equal(0, (await Raised(cause)).Gifts);

        var confirmed = await world.Send(Confirm(ask), two);
        Assert.True(confirmed.IsDone);
        Assert.True((await world.Send(Confirm(ask), two)).IsDone);
        await world.Passed("gift_totals", confirmed.Position);
        Assert.Equal((70_00L, 2L), (await Raised(cause)) is var raised ? (raised.RaisedMinor, raised.Gifts) : default);
        var cash = Assert.Single((await Facts(Batch.LineOf(ask.BatchId, 0))).OfType<DonationPaid>());
        Assert.Equal(("cash", 10_00L, _today.AddDays(-3)), (cash.Method, cash.Amount.Minor, cash.ArrivedOn));

        var officer = Officer(station);
        var cleared = await world.Send(new SettleCheque(Guid.CreateVersion7(), ask.BatchId, Batch.LineOf(ask.BatchId, 2), true, _today.AddDays(-1), TimeProvider.System.GetUtcNow()), officer);
        Assert.True(cleared.IsDone);
        await world.Passed("gift_totals", cleared.Position);
        Assert.Equal(100_00, (await Raised(cause)).RaisedMinor);
        Assert.Equal(_today.AddDays(-1), Assert.Single((await Facts(Batch.LineOf(ask.BatchId, 2))).OfType<DonationPaid>()).ArrivedOn);
        await world.Passed("batches", cleared.Position);
        var row = Assert.Single(await world.Get<BatchList>().List(new Sight([], [station]), null, null, 10, Ct));
        Assert.Equal(("confirmed", 3, 0, 100_00L), (row.State, row.Lines, row.ChequesOpen, row.TotalMinor));
    }

    [Fact]
    public async Task A_cheque_that_bounces_is_no_gift()
    {
        var (cause, station) = (await world.Cause("440703"), await Station());
        var ask = Ask(cause, station);
        await world.Send(ask, Worker(station));
        await world.Send(Confirm(ask), Worker(station));
        var outcome = await world.Send(new SettleCheque(Guid.CreateVersion7(), ask.BatchId, Batch.LineOf(ask.BatchId, 2), false, _today, TimeProvider.System.GetUtcNow()), Officer(station));
        await world.Passed("donations", outcome.Position);
        await world.Passed("gift_totals", outcome.Position);
        Assert.Equal("declined", (await world.Get<DonationList>().Find(Batch.LineOf(ask.BatchId, 2), Ct))?.State);
        Assert.Equal(70_00, (await Raised(cause)).RaisedMinor);
    }

    [Fact]
    public async Task A_cheque_for_who_is_suspended_stays_open_until_that_is_lifted()
    {
        var (cause, station) = (await world.Cause("440703"), await Station());
        var ask = Ask(cause, station);
        await world.Send(ask, Worker(station));
        await world.Send(Confirm(ask), Worker(station));
        SettleCheque Cleared() => new(Guid.CreateVersion7(), ask.BatchId, Batch.LineOf(ask.BatchId, 2), true, _today, TimeProvider.System.GetUtcNow());

        await world.Then(cause.HolderId, new OrganisationSuspended(cause.HolderId, "An inquiry."));
        await Suspended(cause, true);
        var refused = await world.Send(Cleared(), Officer(station));
        Assert.Equal(("payee_suspended", "on"), Assert.Single(refused.Refusals) is var why ? (why.Code, why.Field) : default);
        Assert.Empty((await Facts(Batch.LineOf(ask.BatchId, 2))).OfType<DonationPaid>());

        await world.Then(cause.HolderId, new OrganisationResumed(cause.HolderId));
        await Suspended(cause, false);
        Assert.True((await world.Send(Cleared(), Officer(station))).IsDone);
        Assert.Single((await Facts(Batch.LineOf(ask.BatchId, 2))).OfType<DonationPaid>());
    }

    [Fact]
    public async Task Sent_back_it_is_typed_in_again_under_its_id()
    {
        var (cause, station) = (await world.Cause("440703"), await Station());
        var ask = Ask(cause, station);
        await world.Send(ask, Worker(station));
        var back = await world.Send(new SendBatchBack(Guid.CreateVersion7(), ask.BatchId, "少十元"), Worker(station));
        await world.Passed("batches", back.Position);
        Assert.Equal("少十元", (await world.Get<BatchList>().Find(new Sight([], [station]), ask.BatchId, Ct))?.Reason);
        var again = await world.Send(ask with { CommandId = Guid.CreateVersion7(), Total = Money.Cny(90_00) }, Worker(station));
        await world.Passed("batches", again.Position);
        Assert.Equal(("entered", 2, null), (await world.Get<BatchList>().Find(new Sight([], [station]), ask.BatchId, Ct)) is { } row ? (row.State, row.Lines, row.Reason) : default);
        Assert.Equal(2, ((BatchEntered)(await Facts(ask.BatchId))[^1]).Lines.Count);
    }

    [Fact]
    public async Task A_batch_typed_in_twice_is_flagged_and_still_taken()
    {
        var (cause, station, other) = (await world.Cause("440703"), await Station(), await Station());
        var first = Again(Ask(cause, station), line => [line[0]]);
        var twin = Again(first);
        EnterBatch[] unlike =
        [
            Again(first) with { CollectorId = other }, Again(first) with { CollectedOn = _today.AddDays(-1) }, Again(first) with { Total = Money.Cny(100_01) }, Again(first, _ => []),
        ];
        await Enter([first, .. unlike]);
        Assert.All(await Task.WhenAll(unlike.Append(first).Select(Flagged)), Assert.False);
        await Enter(twin);
        Assert.Equal([(twin.BatchId, null)], await Alike(first));
        Assert.Equal([(first.BatchId, null)], await Alike(twin));
        Assert.All(await Task.WhenAll(Flagged(first), Flagged(twin)), Assert.True);
        Assert.All(await Task.WhenAll(unlike.Select(Flagged)), Assert.False);
        Assert.True((await world.Send(Confirm(twin), Worker(station))).IsDone);
        Assert.True(await Flagged(first));
        await world.Passed("batches", (await world.Send(new SendBatchBack(Guid.CreateVersion7(), first.BatchId, "重复"), Worker(station))).Position);
        Assert.Equal((0, false, 0, false), ((await Alike(twin)).Length, await Flagged(twin), (await Alike(first)).Length, await Flagged(first)));
    }

    [Fact]
    public async Task A_cheque_typed_in_twice_is_flagged_in_one_batch_or_in_two_and_at_any_station()
    {
        var (cause, station, other) = (await world.Cause("440703"), await Station(), await Station());
        var number = Guid.CreateVersion7().ToString("N");
        var first = Again(Ask(cause, station), _ => [Cheque(1, $"00{number}", "农业银行")]) with { Total = Money.Cny(1_00) };
        var twice = Again(first, _ => [Cheque(1, $"{number}9", "农业银行"), Cheque(2, $"{number}-9", "农业银行")]) with { Total = Money.Cny(2_00) };
        var bank = Again(first, _ => [Cheque(1, number, "工商银行")]) with { Total = Money.Cny(3_00) };
        await Enter(first, twice, bank);
        Assert.Equal([(twice.BatchId, $"{number}-9"), (twice.BatchId, $"{number}9")], (await Alike(twice)).OrderBy(row => row.Cheque, StringComparer.Ordinal));
        Assert.Equal((false, true, false), (await Flagged(first), await Flagged(twice), await Flagged(bank)));

        var elsewhere = Again(first, _ => [Cheque(3, number.ToUpperInvariant(), "农业 银行")]) with { CollectorId = other, Total = Money.Cny(4_00) };
        await Enter(elsewhere);
        Assert.Equal([(first.BatchId, number.ToUpperInvariant())], await Alike(elsewhere, station));
        // Whoever does not see the other station learns that there is one, not where.
        Assert.Equal(new BatchAlike(null, null, null, $"00{number}", "农业银行"), Assert.Single(await world.Get<BatchList>().Alike(new Sight([], [station]), first.BatchId, 9, Ct)));
        Assert.Equal((true, 1), (await Flagged(first), (await world.Get<BatchList>().Alike(new Sight([], [station]), twice.BatchId, 1, Ct)).Count));
        await world.Passed("batches", (await world.Send(new SendBatchBack(Guid.CreateVersion7(), elsewhere.BatchId, "重复"), Worker(other))).Position);
        Assert.False(await Flagged(first));
        Assert.Empty(await Alike(first));

        static GiftTyped Cheque(int line, string number, string bank) => new(line, Money.Cny(1_00), null, null, false, number, bank);
    }

    [Fact]
    public async Task Only_who_works_for_the_station_types_in_and_only_for_causes_of_its_place()
    {
        var (cause, station) = (await world.Cause("440703"), await Station());
        Assert.Equal(["forbidden"], Codes(await world.Send(Ask(cause, station), Worker(Guid.CreateVersion7(), "440705001001"))));
        Assert.Equal(["organisation_unknown"], Codes(await world.Send(Ask(cause, Guid.CreateVersion7()), Caller.System)));
        Assert.Equal(["batch_cause_elsewhere", "batch_cause_elsewhere", "batch_cause_elsewhere"], Codes(await world.Send(Ask(await world.Cause("440705"), station), Worker(station))));
    }

    private static string[] Codes(Outcome outcome) => [.. outcome.Refusals.Select(why => why.Code)];

    private static EnterBatch Ask(GiftCause cause, Guid station)
    {
        var id = Guid.CreateVersion7();
        return new(
            Guid.CreateVersion7(), id, station, new(cause.ProgramId, cause.SiteId, null, null), "箱 3", _today, Money.Cny(100_00),
            [new(1, Money.Cny(60_00), null, Batch.GiverOf(id, 1), false), new(2, Money.Cny(30_00), null, null, false, "0012", "农业银行")], TimeProvider.System.GetUtcNow());
    }

    // The same under another id, as if typed in anew.
    private static EnterBatch Again(EnterBatch ask, Func<IReadOnlyList<GiftTyped>, IReadOnlyList<GiftTyped>>? lines = null) =>
        ask with { CommandId = Guid.CreateVersion7(), BatchId = Guid.CreateVersion7(), Lines = lines?.Invoke(ask.Lines) ?? ask.Lines };

    private static ConfirmBatch Confirm(EnterBatch ask, long counted = 100_00) => new(Guid.CreateVersion7(), ask.BatchId, Money.Cny(counted), TimeProvider.System.GetUtcNow());

    private static Caller Worker(Guid station, string division = "440703103201") =>
        new(Guid.CreateVersion7(), CallerKind.Account, [new Appointment(Role.VillageWorker, station, DivisionCode.Parse(division))]);

    private static Caller Officer(Guid station) => new(Guid.CreateVersion7(), CallerKind.Account, [new Appointment(Role.FederationOfficer, station, DivisionCode.Parse("440703"))]);

    private async Task Enter(params EnterBatch[] asks)
    {
        foreach (var ask in asks)
        {
            var outcome = await world.Send(ask, Worker(ask.CollectorId));
            Assert.True(outcome.IsDone);
            await world.Passed("batches", outcome.Position);
        }
    }

    private async Task<(Guid Id, string? Cheque)[]> Alike(EnterBatch ask, params Guid[] seen) =>
        [.. (await world.Get<BatchList>().Alike(new Sight([], [ask.CollectorId, .. seen]), ask.BatchId, 9, Ct)).Select(row => (row.Id!.Value, row.Cheque))]; // In sight.

    private async Task<bool> Flagged(EnterBatch ask) => (await world.Get<BatchList>().Find(new Sight([], [ask.CollectorId]), ask.BatchId, Ct))!.IsAlike; // Entered.

    private async Task<Guid> Station()
    {
        var id = Guid.CreateVersion7();
        await world.Begin(id, new OrganisationRegistered(id, "工作站", "Station", OrganisationKind.VillageStation, DivisionCode.Parse("440703103201"), null, null, true), new OrganisationVerified(id, "seen"));
        return id;
    }

    // The memory of causes may be a second old.
    private async Task Suspended(GiftCause cause, bool yes)
    {
        while (await world.Get<CauseBook>().Suspended(cause, Ct) is not null != yes)
        {
            await Task.Delay(20, Ct);
        }
    }

    private Task<Totals> Raised(GiftCause cause) => world.Get<GiftTotals>().Of(GiftTotals.Organisation, cause.HolderId.ToString(), Ct);

    private async Task<IReadOnlyList<object>> Facts(Guid gift) => [.. (await world.Store.ReadStream(gift, 0, Ct)).Events.Select(one => one.Data)];
}
