using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>What a bank's question does to a gift: pure. Reports may come twice, late and in any order; the end is the same.</summary>
public static class DisputeRules
{
    private const string Lost = "lost";

    /// <summary>Opened, changed, decided. Money moves only by <see cref="Decide(Donation?, RecordDisputeFunds)"/>.</summary>
    public static Decision<IDonationEvent> Decide(Donation? donation, RecordDispute ask)
    {
        if (Questioned(donation, ask.PaymentId) is not { } about)
        {
            return new Refusal(donation is null ? "donation_unknown" : "donation_not_paid");
        }

        var known = donation!.Back.Disputes.GetValueOrDefault(ask.DisputeId); // Its payment was found.
        if (known?.Outcome is not null)
        {
            return [];
        }

        if (ask.Amount.Currency != about.Paid.Amount.Currency || ask.Amount.Minor <= 0 || ask.Amount > about.Paid.Amount)
        {
            return new Refusal("dispute_amount_wrong");
        }

        var ends = ask.Status is "won" or Lost or "warning_closed" or "prevented";

        var isInquiry = ask.Status.StartsWith("warning_", StringComparison.Ordinal) || (ends && known?.IsInquiry == true && ask.Status != Lost);
        var opened = new DisputeOpened(donation.Id, ask.DisputeId, ask.Amount, ask.Reason, isInquiry, ask.EvidenceBy, about.Held?.PaymentId);
        List<IDonationEvent> facts = [];
        // A dispute never turns back into a question: such a report is an old one.
        if (known is null || (!ends && (known.Amount, known.IsInquiry, known.EvidenceBy) != (opened.Amount, opened.IsInquiry, opened.EvidenceBy) && (known.IsInquiry || !isInquiry)))
        {
            facts.Add(opened);
        }

        if (ends)
        {
            var gone = ask.Status == Lost ? known?.Withdrawn is { Minor: > 0 } taken ? taken : ask.Amount : about.Paid.Amount with { Minor = 0 };
            facts.Add(about.Held is { } held
                ? new HeldDisputeClosed(donation.Id, held.PaymentId, ask.DisputeId, held.Money, ask.Status, gone)
                : new DisputeClosed(donation.Id, ask.DisputeId, donation.Paid, ask.Status, gone));
        }

        return new(facts, []);
    }

    /// <summary>Each of the provider's bookings counts once.</summary>
    public static Decision<IDonationEvent> Decide(Donation? donation, RecordDisputeFunds ask)
    {
        if (Questioned(donation, ask.PaymentId) is not { } about)
        {
            return new Refusal(donation is null ? "donation_unknown" : "donation_not_paid");
        }

        var known = donation!.Back.Disputes.GetValueOrDefault(ask.DisputeId);
        if (known?.Transactions.Contains(ask.TransactionId) == true)
        {
            return [];
        }

        if (ask.Moved.Currency != about.Paid.Amount.Currency || ask.Moved.Minor <= 0 || ask.Amount.Minor <= 0 || ask.Cost.Currency != ask.Amount.Currency)
        {
            return new Refusal("dispute_amount_wrong");
        }

        IDonationEvent moved = ask.IsWithdrawn
            ? new DisputeFundsWithdrawn(donation.Id, ask.DisputeId, ask.TransactionId, about.Paid, ask.Moved, ask.Amount, ask.Cost, ask.PassedBy)
            : new DisputeFundsReinstated(donation.Id, ask.DisputeId, ask.TransactionId, about.Paid, ask.Moved, ask.Amount, ask.Cost, ask.PassedBy);
        // The booking may come before the report.
        return known is null ? [new DisputeOpened(donation.Id, ask.DisputeId, ask.Moved, "", false, null, about.Held?.PaymentId), moved] : [moved];
    }

    /// <summary>Answered once, while the bank waits.</summary>
    public static Decision<IDonationEvent> Decide(Donation? donation, AnswerDispute ask, Decider by) => donation?.Back.Disputes.GetValueOrDefault(ask.DisputeId) switch
    {
        null => new Refusal(donation is null ? "donation_unknown" : "dispute_unknown"),
        { IsAnswered: true } => [],
        _ when !by.IsOfHolder => new Refusal("refund_not_yours"),
        { Outcome: not null } => new Refusal("dispute_over"),
        { EvidenceBy: { } until } when ask.At > until => new Refusal("dispute_evidence_late"),
        { } dispute => [new DisputeAnswered(ask.DonationId, ask.DisputeId, by.AccountId, PaidOf(donation!, dispute), Trimmed(ask.Evidence), dispute.Answers + 1)], // Its dispute was found.
    };

    /// <summary>An answer that was not taken is to be given again; one of an earlier try says nothing about a later one.</summary>
    public static Decision<IDonationEvent> Decide(Donation? donation, RecordAnswerRefused ask) =>
        donation?.Back.Disputes.Values.FirstOrDefault(dispute => DisputeAnswer.IdOf(donation.Id, dispute.Id) == ask.AnswerId) switch
        {
            null => new Refusal(donation is null ? "donation_unknown" : "dispute_unknown"),
            { IsAnswered: true } dispute when dispute.Answers == ask.Attempt => [new DisputeAnswerRefused(ask.DonationId, dispute.Id, ask.Attempt, ask.Reason)],
            _ => [],
        };

    /// <summary>A booking of the provider, each once. A difference to what the gift says is kept as it is: the books show it in suspense.</summary>
    public static Decision<IDonationEvent> Decide(Donation? donation, RecordSettlement ask) => donation switch
    {
        null => new Refusal("donation_unknown"),
        _ when donation.Back.Settled.Contains(ask.TransactionId) => [],
        // Whatever the gift is, its receiver is the same: what was passed on says nothing of the gift itself.
        _ when ask.Kind == ProviderBooking.Passed => (donation.IsPaid ? donation.Paid : donation.Held.Values.FirstOrDefault()?.AsPaid) is { } gift
            ? [new PaymentSettled(donation.Id, ask.TransactionId, ask.Kind, gift, ask.Gross, ask.Gross, ask.Cost, ask.Net)] : new Refusal("donation_not_paid"),
        _ when ask.PaymentId is { } payment && donation.Held.GetValueOrDefault(payment) is { State: not HeldState.Counted } held =>
            [new PaymentSettled(donation.Id, ask.TransactionId, ask.Kind, held.AsPaid, ask.Kind == "refund" ? held.Money.Amount with { Minor = -held.Money.Amount.Minor } : held.Money.Amount, ask.Gross, ask.Cost, ask.Net)],
        { IsPaid: false } => new Refusal("donation_not_paid"),
        _ when !donation.IsPaidBy(ask.PaymentId) => new Refusal("donation_not_paid"),
        _ when ask.Kind == "charge" => [new PaymentSettled(donation.Id, ask.TransactionId, ask.Kind, donation.Paid, donation.Amount, ask.Gross, ask.Cost, ask.Net)],
        _ when ask.RefundId is { } id && RefundRules.Find(donation, id) is { } refund =>
            [new PaymentSettled(donation.Id, ask.TransactionId, ask.Kind, donation.Paid, donation.Amount with { Minor = ask.Kind == "refund" ? -refund.Amount.Minor : refund.Amount.Minor }, ask.Gross, ask.Cost, ask.Net)],
        _ => new Refusal("refund_unknown"),
    };

    // What is questioned: a payment that is held, or the one that counts.
    private static (PaidGift Paid, Held? Held)? Questioned(Donation? donation, string? paymentId) =>
        paymentId is not null && donation?.Held.GetValueOrDefault(paymentId) is { State: not HeldState.Counted } held ? (held.AsPaid, held)
        : donation is { IsPaid: true } && donation.IsPaidBy(paymentId) ? (donation.Paid, null)
        : null;

    private static PaidGift PaidOf(Donation donation, Dispute dispute) => dispute.HeldPaymentId is { } id ? donation.Held[id].AsPaid : donation.Paid;

    private static DisputeEvidence Trimmed(DisputeEvidence evidence) =>
        new(evidence.Explanation.Trim(), string.IsNullOrWhiteSpace(evidence.RefundTerms) ? null : evidence.RefundTerms.Trim());
}
