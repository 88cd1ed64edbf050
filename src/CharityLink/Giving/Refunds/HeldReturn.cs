using CharityLink.Kernel;
using CharityLink.Store;

namespace CharityLink.Giving;

/// <summary>Purpose: held money back through the provider that took it.</summary>
public sealed class HeldReturn : IPaymentPurpose
{
    /// <summary>The purpose's name.</summary>
    public const string Purpose = "held";

    /// <inheritdoc/>
    public string Name => Purpose;

    /// <summary>A held payment as an aggregate of its own: the provider's ids are no ids of ours.</summary>
    public static Guid IdOf(Guid donationId, string paymentId) => StableId.Beside(donationId, $"held:{paymentId}");

    /// <inheritdoc/>
    public PaymentOrder? Plan(Recorded fact) => fact.Data is HeldReturnStarted { By: not null } e
        ? new(
            e.Held.Provider, Purpose, IdOf(e.DonationId, e.PaymentId), e.Attempt, e.Held.Cause.HolderId, fact.At,
            new GiveBack(e.DonationId, IdOf(e.DonationId, e.PaymentId), e.PaymentId, e.Held.Amount, e.Attempt), StreamId: e.DonationId)
        : null;

    /// <inheritdoc/>
    public IReadOnlyList<ICommand> Conclude(PaymentOperation operation, PaymentAnswer answer)
    {
        var gift = operation.StreamId ?? throw new InvalidOperationException("Held money stands on a gift's stream.");
        return answer.Kind is AnswerKind.Refused or AnswerKind.Declined
            ? [RecordHeldResult.Of(gift, operation.AggregateId, operation.Attempt, null, "failed", answer.Reason ?? "refused")]
            : [RecordHeldResult.Of(
                gift, operation.AggregateId, operation.Attempt, answer.ObjectId, answer.More?.GetValueOrDefault(RefundPayment.Status) ?? "pending", answer.More?.GetValueOrDefault(RefundPayment.Why))];
    }
}
