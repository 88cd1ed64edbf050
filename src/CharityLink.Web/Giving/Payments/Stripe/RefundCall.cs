using System.Globalization;
using CharityLink.Giving;
using CharityLink.Stripe;

namespace CharityLink.Web.Giving.Payments;

/// <summary>A refund at Stripe: asked for once under the operation's key, found again among the refunds of its payment.</summary>
internal sealed class RefundCall(StripeLine line, StripeMerchants merchants) : IStripePurpose
{
    public string Purpose => RefundPayment.Purpose;

    public async ValueTask<StoredCall?> Write(PaymentOrder order, CancellationToken ct)
    {
        var wish = (GiveBack)order.Wish;
        var labels = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [StripeLabels.Operation] = order.OperationId.ToString(), [StripeLabels.Donation] = wish.DonationId.ToString(), [StripeLabels.Refund] = wish.RefundId.ToString(),
        };
        if (wish.HeldAttempt is { } attempt)
        {
            labels[StripeLabels.Held] = attempt.ToString(CultureInfo.InvariantCulture);
        }

        return await merchants.Of(order.HolderId, ct) is not { } merchant
            ? null
            : StripeLine.Store(CharityLink.Stripe.Refunds.Create(new RefundCreate
            {
                PaymentIntent = wish.PaymentId,
                Amount = wish.Amount.Minor,
                // What was passed on to the charity's own account comes back from there; else the platform would bear it.
                ReverseTransfer = merchant.OwnAccount is null ? null : true,
                Metadata = labels,
            }));
    }

    public Task<PaymentAnswer> Send(PaymentOperation operation, CancellationToken ct) => line.Send(operation, StripeJson.Default.Refund, Answer, ct);

    public Task<PaymentAnswer?> Find(PaymentOperation operation, CancellationToken ct) => line.Find(
        operation, CharityLink.Stripe.Refunds.List, new ListRequest { PaymentIntent = StripeLine.Field(operation.Call, "payment_intent") }, refund => refund.Metadata, Answer, ct);

    /// <summary>How far a refund is, in the domain's words: one that waits for the giver is on its way.</summary>
    public static string StatusOf(CharityLink.Stripe.Refund refund) => refund.Status switch
    {
        "succeeded" or "failed" or "canceled" => refund.Status,
        _ => "pending",
    };

    /// <summary>Why it waits or failed, as Stripe's code; null where Stripe gives none.</summary>
    public static string? WhyOf(CharityLink.Stripe.Refund refund) => refund.FailureReason ?? refund.PendingReason;

    private static PaymentAnswer Answer(CharityLink.Stripe.Refund refund)
    {
        var more = new Dictionary<string, string>(StringComparer.Ordinal) { [RefundPayment.Status] = StatusOf(refund) };
        if (WhyOf(refund) is { } why)
        {
            more[RefundPayment.Why] = why;
        }

        return new(StatusOf(refund) == "pending" ? AnswerKind.Processing : AnswerKind.Done) { ObjectId = refund.Id, More = more };
    }
}

/// <summary>Held money back at Stripe: the same call as a refund, under a purpose of its own.</summary>
internal sealed class HeldCall(RefundCall refunds) : IStripePurpose
{
    public string Purpose => HeldReturn.Purpose;

    public ValueTask<StoredCall?> Write(PaymentOrder order, CancellationToken ct) => refunds.Write(order, ct);

    public Task<PaymentAnswer> Send(PaymentOperation operation, CancellationToken ct) => refunds.Send(operation, ct);

    public Task<PaymentAnswer?> Find(PaymentOperation operation, CancellationToken ct) => refunds.Find(operation, ct);
}
