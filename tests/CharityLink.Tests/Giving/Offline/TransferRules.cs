using CharityLink.Giving;
using CharityLink.Kernel;

namespace CharityLink.Tests.Giving.Offline;

using Told = Scenario<TransferAccounts, ITransferAccountEvent>;
using Came = Scenario<Arrival, IArrivalEvent>;

/// <summary>Accounts that givers are told, and transfers that arrive there.</summary>
public sealed class TransferRules
{
    private static readonly Guid _holder = StartRules.Id(5);
    private static readonly Guid _id = StartRules.Id(6);
    private static readonly Guid _first = StartRules.Id(7);
    private static readonly Guid _second = StartRules.Id(8);
    private static readonly DateTimeOffset _noon = new(2026, 10, 3, 4, 0, 0, TimeSpan.Zero);
    private static readonly TransferAccountEntered _entered = new(_holder, _id, StartRules.Id(9), "江门市慈善会", "农业银行", "44110001040001234", _first);
    private static readonly TransferAccountConfirmed _confirmed = new(_holder, _id, _second);
    private static readonly EnterTransferAccount _enter = new(StartRules.Id(100), _holder, _id, StartRules.Id(9), " 江门市慈善会 ", "4411 0001 0400 01234");
    private static readonly TransferArrived _arrived = new(_id, _holder, DivisionCode.Parse("440703"), "T1", Money.Cny(100_00), new(2026, 10, 3), null, null, Arrival.NoReference, _first);

    [Fact]
    public void An_account_that_two_people_saw_is_typed_in_with_its_whole_number() =>
        Told.Given().When(state => TransferAccounts.Decide(state, _enter, "1234", "农业银行", _first)).Then(_entered);

    [Fact]
    public void An_account_nobody_confirmed_or_with_other_last_digits_is_refused()
    {
        Told.Given().When(state => TransferAccounts.Decide(state, _enter, null, null, _first)).RefusedAt("account_unknown", "account");
        Told.Given().When(state => TransferAccounts.Decide(state, _enter, "1235", "农业银行", _first)).RefusedAt("account_number_differs", "number");
        Told.Given(_entered).When(state => TransferAccounts.Decide(state, _enter with { Payee = "另一个" }, "1234", "农业银行", _first)).Refused("account_id_reused");
        Told.Given(_entered).When(state => TransferAccounts.Decide(state, _enter, "1234", "农业银行", _first)).Nothing();
        Assert.Equal(["account_number_malformed"], (_enter with { Number = "1234567" }).Validate().Select(why => why.Code), StringComparer.Ordinal);
        Assert.Equal(["text_missing"], (_enter with { Payee = " " }).Validate().Select(why => why.Code), StringComparer.Ordinal);
        Assert.Empty((_enter with { Number = "12345678" }).Validate());
    }

    [Fact]
    public void A_second_person_types_the_number_again()
    {
        Verdict<ITransferAccountEvent> Confirm(Guid? by, string number, params ITransferAccountEvent[] before) =>
            Told.Given(before).When(state => TransferAccounts.Decide(state, new ConfirmTransferAccount(StartRules.Id(101), _holder, _id, number), by));
        Confirm(_second, "44110001040001234", _entered).Then(_confirmed);
        Confirm(_first, "44110001040001234", _entered).Refused("confirmer_entered_it");
        Confirm(_second, "44110001040001235", _entered).RefusedAt("account_typed_differently", "number_again");
        Confirm(_second, "1", _entered, _confirmed).Nothing();
        Confirm(_second, "44110001040001234").Refused("account_unknown");
        Confirm(_second, "44110001040001234", _entered, new TransferAccountWithdrawn(_holder, _id, _first)).Refused("account_unknown");
    }

    [Fact]
    public void Givers_are_told_the_wanted_account_else_the_newest()
    {
        var other = _entered with { EntryId = StartRules.Id(10), AccountId = StartRules.Id(11) };
        var newer = _entered with { EntryId = StartRules.Id(12) };
        var state = Told.Given(_entered, _confirmed, other, new TransferAccountConfirmed(_holder, other.EntryId, _second)).State!;
        Assert.Equal(_entered, state.For(_entered.AccountId));
        Assert.Equal(other, state.For(null));
        Assert.Equal(other, state.For(StartRules.Id(99)));
        Assert.Null(Told.Given(_entered).State!.For(null));
        state = Told.Given(_entered, _confirmed, newer, new TransferAccountConfirmed(_holder, newer.EntryId, _second)).State!;
        Assert.Equal(newer, state.For(_entered.AccountId));
        Assert.Equal([newer.EntryId], state.InUse);
    }

    [Fact]
    public void An_account_is_withdrawn_once()
    {
        var withdraw = new WithdrawTransferAccount(StartRules.Id(102), _holder, _id);
        Told.Given(_entered, _confirmed).When(state => TransferAccounts.Decide(state, withdraw, _first)).Then(new TransferAccountWithdrawn(_holder, _id, _first));
        Told.Given(_entered, new TransferAccountWithdrawn(_holder, _id, _first)).When(state => TransferAccounts.Decide(state, withdraw, _first)).Nothing();
        Told.Given().When(state => TransferAccounts.Decide(state, withdraw, _first)).Refused("account_unknown");
        Assert.Null(Told.Given(_entered, _confirmed, new TransferAccountWithdrawn(_holder, _id, _first)).State!.For(null));
    }

    [Fact]
    public void A_transfer_arrives_once_and_with_other_content_somebody_must_look()
    {
        Came.Given().When(state => Arrival.Decide(state, _arrived, null)).Then(_arrived);
        Came.Given().When(state => Arrival.Decide(state, _arrived, _second)).Then(_arrived, new TransferMatched(_id, _second, _first));
        Came.Given(_arrived).When(state => Arrival.Decide(state, _arrived with { OpenBecause = null, By = _second }, _second)).Nothing();
        Came.Given(_arrived).When(state => Arrival.Decide(state, _arrived with { Amount = Money.Cny(99_00) }, null)).Refused("transfer_told_differently");
        Came.Given(_arrived).When(state => Arrival.Decide(state, _arrived with { ArrivedOn = new(2026, 10, 2) }, null)).Refused("transfer_told_differently");
        Came.Given(_arrived).When(state => Arrival.Decide(state, _arrived with { Reference = "RF" }, null)).Refused("transfer_told_differently");
    }

    [Fact]
    public void An_open_transfer_becomes_one_gift_or_goes_back()
    {
        var (matched, marked) = (new TransferMatched(_id, _second, _first), new TransferMarkedForReturn(_id, "wrong", _first));
        Came.Given(_arrived).When(state => Arrival.Match(state, _holder, _second, _first)).Then(matched);
        Came.Given(_arrived, matched).When(state => Arrival.Match(state, _holder, _second, _first)).Nothing();
        Came.Given(_arrived, matched).When(state => Arrival.Match(state, _holder, _first, _first)).Refused("transfer_settled");
        Came.Given(_arrived, marked).When(state => Arrival.Match(state, _holder, _second, _first)).Refused("transfer_settled");
        Came.Given(_arrived).When(state => Arrival.Match(state, _second, _second, _first)).Refused("transfer_unknown");
        Came.Given().When(state => Arrival.Match(state, _holder, _second, _first)).Refused("transfer_unknown");

        var mark = new MarkTransferForReturn(StartRules.Id(103), _holder, _id, " wrong ");
        Came.Given(_arrived).When(state => Arrival.Decide(state, mark, _first)).Then(marked);
        Came.Given(_arrived, marked).When(state => Arrival.Decide(state, mark, _first)).Nothing();
        Came.Given(_arrived, matched).When(state => Arrival.Decide(state, mark, _first)).Refused("transfer_settled");
        Came.Given(_arrived).When(state => Arrival.Decide(state, mark with { HolderId = _first }, _first)).Refused("transfer_unknown");
        Assert.Equal(["text_missing"], (mark with { Reason = "" }).Validate().Select(why => why.Code), StringComparer.Ordinal);
    }

    [Fact]
    public void It_went_back_on_a_day_between_its_arrival_and_today()
    {
        var marked = new TransferMarkedForReturn(_id, "wrong", _first);
        var back = new RecordTransferReturn(StartRules.Id(104), _holder, _id, new(2026, 10, 3), "b 1", _noon);
        Came.Given(_arrived, marked).When(state => Arrival.Decide(state, back, _first)).Then(new TransferReturned(_id, new(2026, 10, 3), "B1", _first));
        Came.Given(_arrived, marked).When(state => Arrival.Decide(state, back with { ReturnedOn = new(2026, 10, 4) }, _first)).RefusedAt("day_ahead", "returned_on");
        Came.Given(_arrived, marked).When(state => Arrival.Decide(state, back with { ReturnedOn = new(2026, 10, 2) }, _first)).RefusedAt("transfer_returned_before", "returned_on");
        Came.Given(_arrived).When(state => Arrival.Decide(state, back, _first)).Refused("transfer_not_to_return");
        Came.Given(_arrived, marked, new TransferReturned(_id, new(2026, 10, 3), "B1", _first)).When(state => Arrival.Decide(state, back, _first)).Nothing();
        Came.Given().When(state => Arrival.Decide(state, back, _first)).Refused("transfer_unknown");
    }

    [Fact]
    public void Rows_are_checked_at_their_fields_and_lines()
    {
        RecordTransfers Record(params ArrivedTransfer[] rows) => new(StartRules.Id(105), _holder, rows, _noon);
        var good = new ArrivedTransfer(0, "T1", Money.Cny(1), new(2026, 10, 3), null);
        Assert.Empty(Record(good).Validate());
        Assert.Equal(["csv_empty"], Record().Validate().Select(why => why.Code), StringComparer.Ordinal);
        Assert.Equal(["csv_too_many_rows"], Record([.. Enumerable.Repeat(good, RecordTransfers.RowsMax + 1)]).Validate().Select(why => why.Code), StringComparer.Ordinal);
        Assert.Equal([("day_ahead", "arrived_on")], Record(good with { ArrivedOn = new(2026, 10, 4) }).Validate().Select(why => (why.Code, why.Field)));
        Assert.Equal([("day_ahead", "7:arrived_on")], Record(good with { Line = 7, ArrivedOn = new(2026, 10, 4) }).Validate().Select(why => (why.Code, why.Field)));
        Assert.Equal([("text_missing", "transaction")], Record(good with { TransactionId = " " }).Validate().Select(why => (why.Code, why.Field)));
        Assert.Equal([("reference_wrong_check", "reference")], Record(good with { Reference = "RF0012345678" }).Validate().Select(why => (why.Code, why.Field)));
        Assert.Empty(Record(good with { Line = 7, Reference = "RF0012345678" }).Validate());
        Assert.Equal(Arrival.IdOf(_holder, "ab 1"), Arrival.IdOf(_holder, "AB1"));
        Assert.NotEqual(Arrival.IdOf(_holder, "AB1"), Arrival.IdOf(_first, "AB1"));
    }

    [Fact]
    public void An_amount_that_is_typed_in_has_a_sign_a_currency_and_a_limit()
    {
        var limits = new OfflineLimits { MaxMinor = 10_00 };
        Assert.Null(limits.Check(Money.Cny(10_00), "amount"));
        Assert.Equal("amount_too_large", limits.Check(Money.Cny(10_01), "amount")?.Code);
        Assert.Equal("amount_zero", limits.Check(Money.Cny(0), "amount")?.Code);
        Assert.Equal("currency_not_taken", limits.Check(new Money(1, new Currency("USD")), "amount")?.Code);
        Assert.Equal(20_00, limits.ForTransfers(new GiftLimits { MaxMinor = 20_00 }).MaxMinor);
        Assert.Equal(10_00, limits.ForTransfers(new GiftLimits { MaxMinor = 5_00 }).MaxMinor);
    }
}
