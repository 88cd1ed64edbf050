using CharityLink.Kernel;
using CharityLink.Store;

namespace CharityLink.Giving;

/// <summary>Money of a payment goes back the way it came.</summary>
/// <param name="PaymentId">The provider's id of the payment.</param>
/// <param name="HeldAttempt">Which try it is to send held money back; null for a refund of a gift.</param>
public sealed record GiveBack(Guid DonationId, Guid RefundId, string PaymentId, Money Amount, int? HeldAttempt = null) : IPaymentWish;

/// <summary>Purpose: a refund that was started, through the provider that took the payment. A refund found in the provider's console names no payment, and is not asked for again.</summary>
public sealed class RefundPayment : IPaymentPurpose
{
    /// <summary>The purpose's name.</summary>
    public const string Purpose = "refund";

    /// <summary>Under this name an answer says how far the refund is.</summary>
    public const string Status = "status";

    /// <summary>Under this name an answer says why it waits or failed.</summary>
    public const string Why = "why";

    /// <inheritdoc/>
    public string Name => Purpose;

    /// <inheritdoc/>
    public PaymentOrder? Plan(Recorded fact) => fact.Data is RefundStarted { Route: Refund.ByProvider, PaymentId: { } payment } e
        ? new(
            e.Gift.Provider, Purpose, e.RefundId, 1, e.Gift.Cause.HolderId, fact.At, new GiveBack(e.DonationId, e.RefundId, payment, e.Amount), StreamId: e.DonationId)
        : null;

    /// <inheritdoc/>
    public IReadOnlyList<ICommand> Conclude(PaymentOperation operation, PaymentAnswer answer)
    {
        var (refund, gift) = (operation.AggregateId, operation.StreamId ?? throw new InvalidOperationException("A refund stands on a gift's stream."));
        return answer.Kind switch
        {
            AnswerKind.Refused or AnswerKind.Declined => [RecordRefundResult.Of(gift, refund, null, "failed", answer.Reason ?? "refused")],
            _ => [RecordRefundResult.Of(gift, refund, answer.ObjectId, answer.More?.GetValueOrDefault(Status) ?? "pending", answer.More?.GetValueOrDefault(Why))],
        };
    }
}
