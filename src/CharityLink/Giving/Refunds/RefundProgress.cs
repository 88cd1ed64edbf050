using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>How a refund that was agreed to goes on: started, on its way, done, or come back. Every step twice is once; an earlier state never overwrites a later one.</summary>
public static class RefundProgress
{
    /// <summary>The receipt is void, so the money is owed to the giver from here; unless it went another way meanwhile (somebody used the provider's console).</summary>
    public static Decision<IDonationEvent> Start(Donation? donation, StartRefund ask) => RefundRules.Find(donation, ask.RefundId) switch
    {
        null => RefundRules.Unknown(donation),
        { State: RefundState.Approved } refund when refund.Amount.Minor > donation!.Back.UnmovedMinor(donation.Amount) => // Its refund was found.
            [new RefundRejected(donation.Id, refund.Id, "gone_meanwhile", null)],
        { State: RefundState.Approved } refund => [Started(donation!, refund)], // Its refund was found.
        { State: RefundState.Requested } => new Refusal("refund_not_approved"),
        _ => [],
    };

    /// <summary>What the provider says. One that it reports done may still come back later.</summary>
    public static Decision<IDonationEvent> Record(Donation? donation, RecordRefundResult ask) => RefundRules.Find(donation, ask.RefundId) switch
    {
        null => RefundRules.Unknown(donation),
        { } refund => Record(donation!, refund, ask.ProviderRefundId, ask.Result, ask.Reason), // Its refund was found.
    };

    /// <summary>A refund made in the provider's console is asked for, agreed to and started at once, since it has happened; known ones only go on.</summary>
    public static Decision<IDonationEvent> Record(Donation? donation, RecordForeignRefund ask)
    {
        if (ask.PaymentId is { } other && donation?.Held.GetValueOrDefault(other) is { State: not HeldState.Counted } held)
        {
            return HeldRules.Record(donation, held, ask);
        }

        // Of another payment than the one that counts nothing of the gift goes back.
        if (donation is null or { IsPaid: false } || !donation.IsPaidBy(ask.PaymentId))
        {
            return new Refusal(donation is null ? "donation_unknown" : "donation_not_paid");
        }

        var id = RecordForeignRefund.IdOf(donation.Id, ask.ProviderRefundId);
        if (donation.Back.Refunds.Values.FirstOrDefault(refund => refund.Id == id || refund.ProviderId == ask.ProviderRefundId) is { } known)
        {
            return Record(donation, known, ask.ProviderRefundId, ask.Result, ask.Reason);
        }

        IMoneyBackEvent[] seen =
        [
            new RefundRequested(donation.Id, id, ask.Amount, RefundCauses.ProviderConsole, null, "provider", null),
            new RefundApproved(donation.Id, id, Refund.ByProvider, null),
            new RefundStarted(donation.Id, id, donation.Paid, ask.Amount, Refund.ByProvider, null, RefundCauses.ProviderConsole),
        ];
        var after = donation with { Back = seen.Aggregate(donation.Back, (back, fact) => back.After(fact)) };
        return new([.. seen, .. Record(after, after.Back.Refunds[id], ask.ProviderRefundId, ask.Result, ask.Reason)], []);
    }

    /// <summary>A bank transfer is entered once it was made, by hand.</summary>
    public static Decision<IDonationEvent> Enter(Donation? donation, EnterRefundTransfer ask, DateOnly today, Decider by)
    {
        var entered = new RefundTransferEntered(ask.DonationId, ask.RefundId, ask.PaidOn, ask.Reference.Trim(), by.AccountId);
        return RefundRules.Find(donation, ask.RefundId) switch
        {
            null => RefundRules.Unknown(donation),
            { Transfer: { } before } when before == entered => [],
            _ when !by.IsOfHolder => new Refusal("refund_not_yours"),
            { State: not RefundState.Started } or { Route: not Refund.ByBankTransfer } => new Refusal("refund_not_by_hand"),
            { Transfer: not null } => new Refusal("refund_transfer_entered"),
            _ when ask.PaidOn > today => new Refusal("date_in_future", "paid_on"),
            _ => [entered],
        };
    }

    /// <summary>Confirmed by somebody else than who entered it.</summary>
    public static Decision<IDonationEvent> Confirm(Donation? donation, ConfirmRefundTransfer ask, Decider by) => RefundRules.Find(donation, ask.RefundId) switch
    {
        null => RefundRules.Unknown(donation),
        { State: RefundState.Completed } when ask.IsSeen => [],
        _ when !by.IsOfHolder => new Refusal("refund_not_yours"),
        { Transfer: null } or { State: not RefundState.Started } => new Refusal("refund_transfer_missing"),
        { Transfer.By: { } entered } when entered == by.AccountId => new Refusal("refund_entered_it"),
        _ when !ask.IsSeen => [new RefundTransferDenied(ask.DonationId, ask.RefundId, (ask.Reason ?? "").Trim(), by.AccountId)],
        { } refund => [new RefundCompleted(ask.DonationId, ask.RefundId, donation!.Paid, refund.Amount, Refund.ByBankTransfer, null, by.AccountId)], // Its refund was found.
    };

    private static Decision<IDonationEvent> Record(Donation donation, Refund refund, string? providerId, string result, string? reason)
    {
        var route = refund.Route ?? Refund.ByProvider;
        return (refund.State, result) switch
        {
            (RefundState.Started, "pending") => refund.ProviderId is null && providerId is not null ? [new RefundPending(donation.Id, refund.Id, providerId, reason)] : [],
            (RefundState.Started, "succeeded") => [new RefundCompleted(donation.Id, refund.Id, donation.Paid, refund.Amount, route, providerId, null)],
            (RefundState.Started or RefundState.Completed, "failed" or "canceled") =>
                [new RefundFailed(donation.Id, refund.Id, donation.Paid, refund.Amount, route, reason ?? result, refund.State == RefundState.Completed)],
            (RefundState.Approved, _) or (RefundState.Requested, _) => new Refusal("refund_not_started"),
            (_, "pending" or "succeeded" or "failed" or "canceled") => [],
            _ => new Refusal("refund_result_unknown"),
        };
    }

    private static RefundStarted Started(Donation donation, Refund refund) =>
        new(donation.Id, refund.Id, donation.Paid, refund.Amount, refund.Route ?? Refund.ByProvider, donation.PaymentId, refund.Cause);
}
