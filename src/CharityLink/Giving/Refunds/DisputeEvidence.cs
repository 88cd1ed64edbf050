using CharityLink.Kernel;
using CharityLink.Store;

namespace CharityLink.Giving;

/// <summary>What an organisation tells a bank that questions a gift. Written without names: who gave, the provider knows itself.</summary>
/// <param name="Explanation">Why the gift was meant, and what it was for.</param>
/// <param name="RefundTerms">What the giver was told about giving back; null where that does not matter.</param>
public sealed record DisputeEvidence(string Explanation, string? RefundTerms);

/// <summary>An organisation's answer to a bank is handed in, once.</summary>
public sealed record HandInEvidence(Guid DonationId, string DisputeId, GiftCause Cause, DisputeEvidence Evidence) : IPaymentWish;

/// <summary>Purpose: the answer to a dispute, through the provider that reported it. What becomes of the dispute is told by notifications.</summary>
public sealed class DisputeAnswer : IPaymentPurpose
{
    /// <summary>The purpose's name.</summary>
    public const string Purpose = "dispute";

    /// <inheritdoc/>
    public string Name => Purpose;

    /// <summary>A dispute as an aggregate of its own: the provider's ids are no ids of ours.</summary>
    public static Guid IdOf(Guid donationId, string disputeId) => StableId.Beside(donationId, $"dispute:{disputeId}");

    /// <inheritdoc/>
    public PaymentOrder? Plan(Recorded fact) => fact.Data is DisputeAnswered { Gift: { } gift, Evidence: { } evidence } e
        ? new(
            gift.Provider, Purpose, IdOf(e.DonationId, e.DisputeId), e.Attempt, gift.Cause.HolderId, fact.At,
            new HandInEvidence(e.DonationId, e.DisputeId, gift.Cause, evidence), StreamId: e.DonationId)
        : null;

    /// <inheritdoc/>
    public IReadOnlyList<ICommand> Conclude(PaymentOperation operation, PaymentAnswer answer)
    {
        var gift = operation.StreamId ?? throw new InvalidOperationException("A dispute stands on a gift's stream.");
        return answer.Kind is AnswerKind.Refused or AnswerKind.Declined
            ? [new RecordAnswerRefused(StableId.Beside(operation.Id, "refused"), gift, operation.AggregateId, operation.Attempt, answer.Reason ?? "refused")]
            : [];
    }
}
