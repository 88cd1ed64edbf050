using System.Text;
using CharityLink.Giving;
using CharityLink.Kernel;

namespace CharityLink.Tests.Giving.Offline;

/// <summary>Bank transfers from the reference to the receipt, on PostgreSQL.</summary>
public sealed class TransferTests(GivingWorld world) : IClassFixture<GivingWorld>
{
    private static readonly DateOnly _today = Pledge.DayOf(TimeProvider.System.GetUtcNow());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_arrives_with_the_reference_is_the_gift_and_its_amount_counts()
    {
        var (cause, reference, gift) = await Waiting(await world.Cause());
        Assert.Equal(1, (await Raised(cause)).Gifts + 1);
        var arrived = await Record(cause, Row("T-1", 80_00, reference));
        Assert.True(arrived.IsDone);
        var paid = Assert.Single((await Facts(gift)).OfType<DonationPaid>());
        Assert.Equal((80_00L, "bank_transfer", Arrival.IdOf(cause.HolderId, "T-1")), (paid.Amount.Minor, paid.Provider, paid.AttemptId));
        await world.Passed("donations", arrived.Position);
        Assert.Equal(("paid", 80_00L), (await world.Get<DonationList>().Find(gift, Ct)) is { } row ? (row.State, row.Amount.Minor) : default);
        await world.Passed("gift_totals", arrived.Position);
        Assert.Equal(new Totals(80_00, 1, 1), await Raised(cause));
        await world.Passed("receipt_issuer", arrived.Position);
        Assert.Equal("matched", (await Listed(cause, arrived)).State);
    }

    [Fact]
    public async Task Told_twice_it_counts_once_and_told_otherwise_nothing_is_recorded()
    {
        var (cause, reference, gift) = await Waiting(await world.Cause());
        await Record(cause, Row("T-2", 60_00, reference));
        Assert.True((await Record(cause, Row("t-2", 60_00, reference))).IsDone);
        var outcome = await Record(cause, Row("T-2", 61_00, reference), Row("T-3", 5_00));
        Assert.Equal(["transfer_told_differently"], outcome.Refusals.Select(why => why.Code), StringComparer.Ordinal);
        Assert.Equal(3, (await Facts(gift)).Count);
        Assert.Equal(0, (await world.Store.ReadStream(Arrival.IdOf(cause.HolderId, "T-3"), 0, Ct)).Version);
    }

    [Fact]
    public async Task What_matches_no_gift_stands_open_with_the_reason()
    {
        var (cause, reference, _) = await Waiting(await world.Cause());
        var (other, foreign, _) = await Waiting(await world.Cause());
        var (_, late, lateGift) = await Waiting(cause);
        Assert.Equal(Arrival.NoReference, await Why(Row("O-1", 1_00)));
        Assert.Equal(Arrival.UnknownReference, await Why(Row("O-2", 1_00, TransferReference.Of(Guid.CreateVersion7(), 0))));
        Assert.Equal(Arrival.OtherHolder, await Why(Row("O-3", 1_00, foreign)));
        Assert.Equal(Arrival.WrongCheck, await Why(Row("O-4", 1_00, Mistyped(reference)) with { Line = 2 }));
        Assert.True((await Record(cause, Row("O-5", 1_00, reference))).IsDone);
        Assert.Equal(Arrival.PaidAlready, await Why(Row("O-6", 1_00, reference)));
        var far = TimeProvider.System.GetUtcNow().AddDays(15);
        var outcome = await Record(cause, far, Row("O-7", 1_00, late) with { ArrivedOn = Pledge.DayOf(far) });
        Assert.Equal(Arrival.TooLate, (await Listed(cause, outcome, "O-7")).OpenBecause);
        Assert.DoesNotContain(await Facts(lateGift), fact => fact is DonationPaid);

        async Task<string?> Why(ArrivedTransfer row) => (await Listed(cause, await Record(cause, row), row.TransactionId)).OpenBecause;
    }

    [Fact]
    public async Task The_last_day_still_counts()
    {
        var (cause, reference, gift) = await Waiting(await world.Cause());
        var last = TimeProvider.System.GetUtcNow().AddDays(14);
        Assert.True((await Record(cause, last, Row("L-1", 1_00, reference) with { ArrivedOn = _today.AddDays(14) })).IsDone);
        Assert.Contains(await Facts(gift), fact => fact is DonationPaid);
    }

    [Fact]
    public async Task The_receipt_is_of_the_day_the_money_was_there_whenever_it_is_written_down()
    {
        var (cause, reference, gift) = await Waiting(await world.Cause());
        var lastYear = new DateOnly(_today.Year - 1, 12, 31);
        Assert.Equal(["day_long_ago"], (await Record(cause, Row("Y-0", 60_00, reference) with { ArrivedOn = _today.AddYears(-3).AddDays(-1) })).Refusals.Select(why => why.Code), StringComparer.Ordinal);
        Assert.True((await Record(cause, Row("Y-1", 60_00, reference) with { ArrivedOn = lastYear })).IsDone);
        await world.Passed("receipt_issuer", await world.Store.ReadEnd(Ct));
        await world.Passed("receipts", await world.Store.ReadEnd(Ct));
        var receipt = await world.Get<Receipts>().OfDonation(gift, Ct);
        Assert.Equal((lastYear, _today.Year), (receipt is null ? default : Pledge.DayOf(receipt.PaidAt), receipt?.Year));
        var of = new FiscalYear(lastYear.Year, 1);
        Assert.InRange(receipt?.PaidAt ?? default, of.From, of.Until.AddTicks(-1));

        // What is told on its own day keeps its hour.
        var (_, another, today) = await Waiting(cause);
        await Record(cause, Row("Y-2", 60_00, another));
        await world.Passed("receipt_issuer", await world.Store.ReadEnd(Ct));
        await world.Passed("receipts", await world.Store.ReadEnd(Ct));
        var paid = (await world.Store.ReadStream(today, 0, Ct)).Events.Single(recorded => recorded.Data is DonationPaid);
        Assert.Equal(paid.At, (await world.Get<Receipts>().OfDonation(today, Ct))?.PaidAt);
    }

    [Fact]
    public async Task Two_rows_of_one_statement_pay_one_gift_once()
    {
        var (cause, reference, gift) = await Waiting(await world.Cause());
        var outcome = await Record(cause, Row("D-1", 60_00, reference) with { Line = 2 }, Row("D-2", 60_00, reference) with { Line = 3 }, Row("D-1", 60_00, reference) with { Line = 4 });
        Assert.True(outcome.IsDone);
        Assert.Single((await Facts(gift)).OfType<DonationPaid>());
        var second = await Listed(cause, outcome, "D-2");
        Assert.Equal((Arrival.PaidAlready, "open", 1L), (second.OpenBecause, second.State, second.Alike));
        Assert.Equal(["12:amount"], (await Record(cause, Row("D-3", 0) with { Line = 12 })).Refusals.Select(why => why.Field), StringComparer.Ordinal);
    }

    [Fact]
    public async Task An_open_transfer_becomes_a_gift_to_a_cause_of_the_charity_or_the_gift_that_waits()
    {
        var cause = await world.Cause();
        var officer = Staff(cause);
        await Record(cause, Row("A-1", 30_00), Row("A-2", 40_00));
        var (first, second) = (Arrival.IdOf(cause.HolderId, "A-1"), Arrival.IdOf(cause.HolderId, "A-2"));
        var assign = new AssignTransfer(Guid.CreateVersion7(), cause.HolderId, first, null, new(cause.ProgramId, cause.SiteId, null, null), false, TimeProvider.System.GetUtcNow());
        Assert.Equal(["transfer_other_holder"], (await world.Send(assign with { CommandId = Guid.CreateVersion7(), Choice = Choice(await world.Cause()) }, officer)).Refusals.Select(why => why.Code), StringComparer.Ordinal);
        Assert.Equal(["program_unknown"], (await world.Send(assign with { CommandId = Guid.CreateVersion7(), Choice = new(Guid.CreateVersion7(), null, null, null) }, officer)).Refusals.Select(why => why.Code), StringComparer.Ordinal);
        Assert.Equal(["transfer_choice_missing"], (await world.Send(assign with { CommandId = Guid.CreateVersion7(), Choice = null }, officer)).Refusals.Select(why => why.Code), StringComparer.Ordinal);
        Assert.True((await world.Send(assign, officer)).IsDone);
        Assert.Equal(30_00, Assert.Single((await Facts(Arrival.GiftOf(first))).OfType<DonationPaid>()).Amount.Minor);

        var (_, reference, gift) = await Waiting(cause);
        var byReference = assign with { CommandId = Guid.CreateVersion7(), TransferId = second, Choice = null, Reference = TransferReference.Show(reference).ToLowerInvariant() };
        Assert.Equal(["reference_wrong_check"], (await world.Send(byReference with { CommandId = Guid.CreateVersion7(), Reference = Mistyped(reference) }, officer)).Refusals.Select(why => why.Code), StringComparer.Ordinal);
        Assert.Equal(["reference_unknown"], (await world.Send(byReference with { CommandId = Guid.CreateVersion7(), Reference = TransferReference.Of(Guid.CreateVersion7(), 0) }, officer)).Refusals.Select(why => why.Code), StringComparer.Ordinal);
        Assert.True((await world.Send(byReference, officer)).IsDone);
        Assert.Equal(40_00, Assert.Single((await Facts(gift)).OfType<DonationPaid>()).Amount.Minor);
        await Record(cause, Row("A-3", 1_00));
        Assert.Equal(["donation_already_paid"], (await world.Send(byReference with { CommandId = Guid.CreateVersion7(), TransferId = Arrival.IdOf(cause.HolderId, "A-3") }, officer)).Refusals.Select(why => why.Code), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_charity_without_an_account_for_givers_offers_no_transfer_and_nobody_else_records_for_it()
    {
        var cause = await world.Cause();
        Assert.Equal(["transfer_not_offered"], (await world.Send(Ask(cause))).Refusals.Select(why => why.Code), StringComparer.Ordinal);
        Assert.Equal(["transfer_not_offered"], (await world.Send(Ask(cause) with { Gift = GivingWorld.Asking(cause) })).Refusals.Select(why => why.Code), StringComparer.Ordinal);
        Assert.Equal(["forbidden"], (await world.Send(new RecordTransfers(Guid.CreateVersion7(), cause.HolderId, [Row("F-1", 1_00)], TimeProvider.System.GetUtcNow()))).Refusals.Select(why => why.Code), StringComparer.Ordinal);
        Assert.Equal(["organisation_unknown"], (await world.Send(new RecordTransfers(Guid.CreateVersion7(), Guid.CreateVersion7(), [Row("F-1", 1_00)], TimeProvider.System.GetUtcNow()), Caller.System)).Refusals.Select(why => why.Code), StringComparer.Ordinal);
    }

    [Fact]
    public async Task The_same_form_again_waits_once()
    {
        var cause = await world.Cause();
        await Account(cause);
        var ask = Ask(cause);
        Assert.True((await world.Send(ask)).IsDone);
        Assert.True((await world.Send(ask with { CommandId = Guid.CreateVersion7() })).IsDone);
        Assert.Equal(2, (await Facts(ask.Gift.DonationId)).Count);
        Assert.Equal(["donation_not_sandbox"], (await world.Send(GivingWorld.Paying(ask.Gift.DonationId))).Refusals.Select(why => why.Code), StringComparer.Ordinal);
    }

    [Fact]
    public void A_statement_is_read_by_its_headings_in_both_languages()
    {
        var holder = Guid.CreateVersion7();
        var reference = TransferReference.Of(Guid.CreateVersion7(), 0);
        var (rows, errors) = StatementFile.Read(Encoding.UTF8.GetBytes($"\ufeff交易日期,对方户名,收入,附言,交易流水号\n2026-10-03 10:00:00,陈美玲,\"1,200.50\",捐款{TransferReference.Show(reference)},AB 1\n20261003,某公司,,付款,AB2\n"), holder, holder);
        Assert.Empty(errors);
        var row = Assert.Single(rows);
        Assert.Equal((2, "AB 1", 1200_50L, new DateOnly(2026, 10, 3), reference, "陈美玲"), (row.Transfer.Line, row.Transfer.TransactionId, row.Transfer.Amount.Minor, row.Transfer.ArrivedOn, row.Transfer.Reference, row.Payer));
        Assert.Equal(Arrival.PayerOf(Arrival.IdOf(holder, "AB1"), holder), row.Transfer.PayerId);
        Assert.Single(StatementFile.Read("Date,Transaction ID,Amount\n2026/10/3,1,5\n"u8.ToArray(), holder, holder).Rows);
        Assert.Equal(["amount_not_a_number", "day_malformed", "text_missing"], StatementFile.Read("date,transaction,amount\nsoon,,many\n"u8.ToArray(), holder, holder).Errors.Select(error => error.Why.Code), StringComparer.Ordinal);
        Assert.Equal("csv_heading_missing", Assert.Single(StatementFile.Read("date,amount\n"u8.ToArray(), holder, holder).Errors).Why.Code);
        Assert.Equal("csv_empty", Assert.Single(StatementFile.Read("date,transaction,amount\n2026-10-03,1,-5\n"u8.ToArray(), holder, holder).Errors).Why.Code);
        Assert.Equal("csv_not_utf8", Assert.Single(StatementFile.Read([0xd0, 0xde], holder, holder).Errors).Why.Code);
        Assert.Equal("csv_too_large", Assert.Single(StatementFile.Read(new byte[OfflineTable.BytesMax + 1], holder, holder).Errors).Why.Code);
    }

    private static string Mistyped(string reference) => reference[..^1] + (reference[^1] == '9' ? '0' : (char)(reference[^1] + 1));

    private static ArrivedTransfer Row(string id, long fen, string? reference = null) => new(0, id, Money.Cny(fen), _today, reference);

    private static CauseChoice Choice(GiftCause cause) => new(cause.ProgramId, cause.SiteId, null, null);

    private static StartTransfer Ask(GiftCause cause) => new(Guid.CreateVersion7(), GivingWorld.Asking(cause) with { Provider = OfflineMethods.BankTransfer });

    private static Caller Staff(GiftCause cause) => new(Guid.CreateVersion7(), CallerKind.Account, [new Appointment(Role.CharityOfficer, cause.HolderId, cause.Division)]);

    private Task<Outcome> Record(GiftCause cause, params ArrivedTransfer[] rows) => Record(cause, TimeProvider.System.GetUtcNow(), rows);

    private Task<Outcome> Record(GiftCause cause, DateTimeOffset at, params ArrivedTransfer[] rows) =>
        world.Send(new RecordTransfers(Guid.CreateVersion7(), cause.HolderId, rows, at), Staff(cause));

    private async Task Account(GiftCause cause)
    {
        var stream = TransferAccounts.StreamOf(cause.HolderId);
        var entry = StableIdOf(cause.HolderId);
        if ((await world.Store.ReadStream(stream, 0, Ct)).Version == 0)
        {
            await world.Begin(stream, new TransferAccountEntered(cause.HolderId, entry, Guid.CreateVersion7(), "慈善会", "农业银行", "4411000104", null), new TransferAccountConfirmed(cause.HolderId, entry, null));
        }
    }

    private static Guid StableIdOf(Guid holder) => Arrival.IdOf(holder, "account");

    private async Task<(GiftCause Cause, string Reference, Guid Gift)> Waiting(GiftCause cause)
    {
        await Account(cause);
        var ask = Ask(cause);
        var outcome = await world.Send(ask);
        Assert.Empty(outcome.Refusals);
        var awaited = (await Facts(ask.Gift.DonationId)).OfType<TransferAwaited>().Single();
        Assert.Equal(_today.AddDays(14), awaited.Until);
        return (cause, awaited.Reference, ask.Gift.DonationId);
    }

    private async Task<IReadOnlyList<object>> Facts(Guid gift) => [.. (await world.Store.ReadStream(gift, 0, Ct)).Events.Select(one => one.Data)];

    private Task<Totals> Raised(GiftCause cause) => world.Get<GiftTotals>().Of(GiftTotals.Organisation, cause.HolderId.ToString(), Ct);

    private async Task<ArrivalRow> Listed(GiftCause cause, Outcome outcome, string? transaction = null)
    {
        Assert.Empty(outcome.Refusals);
        await world.Passed("transfers", outcome.Position);
        var rows = await world.Get<TransferBook>().Arrivals(new Sight([], [cause.HolderId]), null, null, 50, Ct);
        return rows.First(row => transaction is null || row.TransactionId == transaction);
    }
}
