using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>A provider reports a dispute, or what has become of it. Sent by the platform, as often as it hears of it.</summary>
/// <param name="Status">The provider's word: <c>warning_…</c> only asks; <c>won</c>, <c>lost</c>, <c>warning_closed</c> and <c>prevented</c> end it.</param>
/// <param name="Amount">What is questioned, in the gift's currency: all of it or a part.</param>
/// <param name="PaymentId">The provider's id of the questioned payment; null where it is not known.</param>
[Allow]
public sealed record RecordDispute(
    Guid CommandId, Guid DonationId, string DisputeId, string Status, Money Amount, string Reason, DateTimeOffset? EvidenceBy, string? PaymentId = null) : ICommand;

/// <summary>The provider moved questioned money. Sent by the platform from the provider's booking.</summary>
/// <param name="Moved">In the gift's currency, positive.</param>
/// <param name="Amount">In the currency the provider settles in, positive.</param>
/// <param name="Cost">Taken or given back along with it.</param>
/// <param name="PaymentId">The provider's id of the questioned payment; null where it is not known.</param>
/// <param name="PassedBy">The provider's id of what had passed the payment on to the charity's own account; null where it was not passed on.</param>
[Allow]
public sealed record RecordDisputeFunds(
    Guid CommandId, Guid DonationId, string DisputeId, string TransactionId, bool IsWithdrawn, Money Moved, Money Amount, Money Cost, string? PaymentId = null,
    string? PassedBy = null) : ICommand;

/// <summary>Answers the bank: what shows that the gift was meant. It can be done once.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record AnswerDispute(Guid CommandId, Guid DonationId, string DisputeId, DisputeEvidence Evidence, DateTimeOffset At) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => DonationLocator.Of(DonationId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[]
    {
        PlainText.Check(Evidence.Explanation, "explanation", PlainText.NoteMax, lines: true),
        PlainText.CheckOptional(Evidence.RefundTerms, "refund_terms", PlainText.NoteMax, lines: true),
    }.OfType<Refusal>();
}

/// <summary>The provider did not take an answer. Sent by the platform.</summary>
/// <param name="AnswerId">See <see cref="DisputeAnswer.IdOf"/>.</param>
[Allow]
public sealed record RecordAnswerRefused(Guid CommandId, Guid DonationId, Guid AnswerId, int Attempt, string Reason) : ICommand;

/// <summary>The provider booked a payment or a refund. Sent by the platform from the provider's bookings.</summary>
/// <param name="Kind"><c>charge</c>, <c>refund</c>, <c>refund_failure</c> for one that came back, or <c>passed</c> for what went to the charity's own account, or came back from there.</param>
/// <param name="RefundId">Of a refund: which; null for a payment.</param>
/// <param name="PaymentId">The provider's id of the payment; null where it is not known.</param>
[Allow]
public sealed record RecordSettlement(
    Guid CommandId, Guid DonationId, string TransactionId, string Kind, Guid? RefundId, Money Gross, Money Cost, Money Net, string? PaymentId = null) : ICommand, IValidated
{
    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() =>
        Gross - Cost != Net ? [new Refusal("settlement_does_not_add_up")] : Kind is ProviderBooking.Charge or ProviderBooking.Refund or ProviderBooking.RefundFailure or ProviderBooking.Passed ? [] : [new Refusal("settlement_kind_unknown")];
}
