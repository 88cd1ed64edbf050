using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>One movement from an account to another, in the books of one organisation.</summary>
/// <param name="Kind">What caused it: together with <paramref name="Id"/> and <paramref name="Part"/> it is booked once.</param>
/// <param name="Debit">The account that gains.</param>
/// <param name="Credit">The account that gives.</param>
public sealed record Posting(
    string Kind, string Id, int Part, Guid HolderId, string Debit, string Credit, Money Amount, Guid? DonationId, Guid? ProjectId)
{
    /// <summary>The same with a positive amount: a negative one runs the other way.</summary>
    public Posting Upright() => Amount.Minor < 0 ? this with { Debit = Credit, Credit = Debit, Amount = Amount with { Minor = checked(-Amount.Minor) } } : this;
}

/// <summary>What each fact means in the books. Pure, and each fact by itself: whatever order reports come in, the balances end the same.</summary>
public static class Postings
{
    /// <summary>The movements of a fact; none for facts that move nothing.</summary>
    public static IEnumerable<Posting> Of(object fact) => All(fact).Where(posting => posting.Amount.Minor != 0).Select(posting => posting.Upright());

    private static IEnumerable<Posting> All(object fact) => fact switch
    {
        DonationPaid e => [Of(Gift(e), e.DonationId, "gift", $"{e.DonationId}", 0, Accounts.Received(Gift(e)), Accounts.CharityPayable, e.Amount)],
        GoodsGiven e => [new("goods", $"{e.GoodsId}", 0, e.Cause.HolderId, Accounts.Goods, Accounts.GoodsPayable, e.Value, null, e.Cause.ProjectId)],
        RefundStarted e => [Of(e.Gift, e.DonationId, "refund_started", $"{e.RefundId}", 0, Accounts.CharityPayable, Accounts.RefundPayable, e.Amount)],
        RefundCompleted e => [Of(e.Gift, e.DonationId, "refund_completed", $"{e.RefundId}", 0, Accounts.RefundPayable, PaidFrom(e.Gift, e.Route), e.Amount)],
        RefundFailed e =>
        [
            Of(e.Gift, e.DonationId, "refund_failed", $"{e.RefundId}", 0, Accounts.RefundPayable, Accounts.CharityPayable, e.Amount),
            Of(e.Gift, e.DonationId, "refund_failed", $"{e.RefundId}", 1, PaidFrom(e.Gift, e.Route), Accounts.RefundPayable, e.Amount with { Minor = e.AfterCompletion ? e.Amount.Minor : 0 }),
        ],
        PaymentSettled e => Settled(e),
        DisputeFundsWithdrawn e => Disputed(e.Gift, e.DonationId, "dispute_withdrawn", e.TransactionId, e.Moved, e.Amount, e.Cost),
        DisputeFundsReinstated e => Disputed(e.Gift, e.DonationId, "dispute_reinstated", e.TransactionId, Less(e.Moved), Less(e.Amount), Less(e.Cost)),
        DisputeClosed e => [Of(e.Gift, e.DonationId, "dispute_lost", e.DisputeId, 0, Accounts.CharityPayable, Accounts.DisputeHold, e.Lost)],
        PaymentHeld { Cause: { } cause } e => [Stands(cause, e.DonationId, "held", e.PaymentId, 0, Accounts.Pending(e.Provider), Accounts.Suspense, e.Received)],
        HeldReturnStarted e => [Held(e, e.Held, "held_return_started", e.Attempt, 0, Accounts.Suspense, Accounts.RefundPayable)],
        HeldReturned e => [Held(e, e.Held, "held_returned", e.Attempt, 0, Accounts.RefundPayable, Accounts.Pending(e.Held.Provider))],
        HeldReturnFailed e =>
        [
            Held(e, e.Held, "held_return_failed", e.Attempt, 0, Accounts.RefundPayable, Accounts.Suspense),
            .. e.AfterCompletion ? [Held(e, e.Held, "held_return_failed", e.Attempt, 1, Accounts.Pending(e.Held.Provider), Accounts.RefundPayable)] : Array.Empty<Posting>(),
        ],
        HeldReturnedByHand e => [Held(e, e.Held, "held_by_hand", 1, 0, Accounts.Suspense, Accounts.Bank)],
        // Only what was held is lost: what it owes to its purposes never rose by it.
        HeldDisputeClosed e => [Stands(e.Held.Cause, e.DonationId, "held_dispute_lost", e.DisputeId, 0, Accounts.Suspense, Accounts.DisputeHold, e.Lost)],
        HeldCounted e => [Held(e, e.Held, "held_counted", 1, 0, Accounts.Suspense, Accounts.Pending(e.Held.Provider))],
        BookingUnexplained e =>
        [
            Alone("unexplained", e.TransactionId, 0, Settlement.Nobody, Accounts.Pending(e.Provider), Accounts.Suspense, e.Gross),
            Alone("unexplained", e.TransactionId, 1, Settlement.Nobody, Accounts.ProcessorFee, Accounts.Pending(e.Provider), e.Cost),
        ],
        // What came back from the bank before is still available.
        RemittancePaid e => e.Shares.SelectMany((share, i) => new[]
        {
            Alone("payout", e.RemittanceId, 2 * i, share.HolderId, Accounts.Available(e.Provider), Accounts.Pending(e.Provider), share.Amount with { Minor = share.IsAgain ? 0 : share.Amount.Minor }),
            Alone("payout", e.RemittanceId, (2 * i) + 1, share.HolderId, Accounts.Bank, Accounts.Available(e.Provider), share.Amount),
        }),
        RemittanceFailed e => e.Shares.Select((share, i) => Alone("payout_failed", e.RemittanceId, i, share.HolderId, Accounts.Available(e.Provider), Accounts.Bank, share.Amount)),
        _ => [],
    };

    // The fee is known only now. A difference between what the gift says and what the provider booked is shown, not explained away.
    private static IEnumerable<Posting> Settled(PaymentSettled e)
    {
        var at = Accounts.Pending(e.Gift.Provider);
        Posting Part(int part, string debit, string credit, Money amount) => Of(e.Gift, e.DonationId, "settled", e.TransactionId, part, debit, credit, amount);
        return e.Kind == ProviderBooking.Passed
            ? [Part(0, Accounts.ProcessorFee, at, e.Cost), Part(1, at, Accounts.Own(e.Gift.Provider), e.Gross)]
            : e.Gross.Currency == e.Moved.Currency
            ? [Part(0, Accounts.ProcessorFee, at, e.Cost), Part(1, at, Accounts.Suspense, e.Gross - e.Moved)]
            : [Part(0, Accounts.ProcessorFee, at, e.Cost), Part(1, Accounts.FxClearing, at, e.Moved), Part(2, at, Accounts.FxClearing, e.Gross)];
    }

    // The hold stands in the gift's currency, so that it can be let go whatever the provider settles in.
    private static IEnumerable<Posting> Disputed(PaidGift gift, Guid donationId, string kind, string id, Money moved, Money amount, Money fee)
    {
        var at = Accounts.Pending(gift.Provider);
        Posting Part(int part, string debit, string credit, Money money) => Of(gift, donationId, kind, id, part, debit, credit, money);
        return moved.Currency == amount.Currency
            ? [Part(0, Accounts.DisputeHold, at, moved), Part(1, Accounts.DisputeFee, at, fee), Part(2, Accounts.Suspense, at, amount - moved)]
            : [Part(0, Accounts.DisputeHold, Accounts.FxClearing, moved), Part(1, Accounts.DisputeFee, at, fee), Part(2, Accounts.FxClearing, at, amount)];
    }

    private static Posting Held(IHeldEvent e, HeldMoney held, string kind, int attempt, int part, string debit, string credit) => Stands(
        held.Cause, DonationOf(e), kind, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{e.PaymentId}:{attempt}"), part, debit, credit, held.Amount);

    private static Guid DonationOf(IHeldEvent fact) => fact switch
    {
        HeldReturnStarted e => e.DonationId,
        HeldReturned e => e.DonationId,
        HeldReturnFailed e => e.DonationId,
        HeldCounted e => e.DonationId,
        HeldReturnedByHand e => e.DonationId,
        _ => throw new InvalidOperationException("Every fact about held money names its gift."),
    };

    private static Posting Stands(GiftCause cause, Guid donationId, string kind, string id, int part, string debit, string credit, Money amount) =>
        new(kind, id, part, cause.HolderId, debit, credit, amount, donationId, cause.ProjectId);

    private static Posting Alone(string kind, string id, int part, Guid holder, string debit, string credit, Money amount) =>
        new(kind, id, part, holder, debit, credit, amount, null, null);

    private static PaidGift Gift(DonationPaid e) => new(e.Cause, e.Amount, e.DonorId, e.GiverId, e.Provider, e.Method);

    private static string PaidFrom(PaidGift gift, string route) => route == Refund.ByBankTransfer ? Accounts.Bank : Accounts.Received(gift);

    private static Money Less(Money amount) => amount with { Minor = checked(-amount.Minor) };

    private static Posting Of(PaidGift gift, Guid donationId, string kind, string id, int part, string debit, string credit, Money amount) =>
        new(kind, id, part, gift.Cause.HolderId, debit, credit, amount, donationId, gift.Cause.ProjectId);
}
