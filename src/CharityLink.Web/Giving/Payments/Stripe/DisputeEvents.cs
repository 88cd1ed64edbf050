using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Stripe;

namespace CharityLink.Web.Giving.Payments;

/// <summary>What Stripe tells about payments that a giver's bank questions. Each is read as it is now, with all that it moved: order and repetition change nothing.</summary>
internal sealed class DisputeEvents(StripeDisputes disputes) : IStripeEvents
{
    public IReadOnlyCollection<string> Types { get; } =
    [
        "charge.dispute.created", "charge.dispute.updated", "charge.dispute.closed", "charge.dispute.funds_withdrawn", "charge.dispute.funds_reinstated",
    ];

    public async Task<IReadOnlyList<ICommand>> Understand(StripeEvent happened, CancellationToken ct) => happened.ObjectId is { } id ? await disputes.Of(id, ct) : [];
}

/// <summary>Reads disputes at Stripe as they are now, and says what they mean to the gifts they belong to.</summary>
internal sealed class StripeDisputes(StripeLine line)
{
    // A dispute carries no label of ours; the payment does. The charge says whether it was passed on.
    private static readonly string[] Whole = ["payment_intent", "charge"];
    private static readonly string[] Ends = ["won", "lost", "warning_closed", "prevented"];

    /// <summary>What one dispute says: that it is, what it moved, and how it ended; in this order, so that what is lost is what was taken.</summary>
    public async Task<IReadOnlyList<ICommand>> Of(string id, CancellationToken ct)
    {
        var dispute = await line.Get(Disputes.Get(id, Whole), ct);
        if (dispute.PaymentIntent is not { Value: { } payment } || payment.Metadata.Id(StripeLabels.Donation) is not { } gift)
        {
            return [];
        }

        var questioned = StripeMoney.Of(dispute.Amount, dispute.Currency);
        var hasEnded = Ends.Contains(dispute.Status, StringComparer.Ordinal);
        ICommand Report(string status) => new RecordDispute(
            StableId.Beside(gift, $"{dispute.Id}:{status}:{dispute.Amount}:{dispute.EvidenceDetails?.DueBy:O}"), gift, dispute.Id, status, questioned, dispute.Reason,
            dispute.EvidenceDetails?.DueBy, payment.Id);

        return
        [
            Report(!hasEnded ? dispute.Status : dispute.Status == "warning_closed" ? "warning_under_review" : "under_review"),
            .. dispute.BalanceTransactions.Select(booking => Funds(gift, payment.Id, dispute, booking, questioned)),
            .. hasEnded ? [Report(dispute.Status)] : Array.Empty<ICommand>(),
        ];
    }

    // Amounts are the booking's own; what of the gift it was stands in the gift's currency.
    private static RecordDisputeFunds Funds(Guid gift, string payment, CharityLink.Stripe.Dispute dispute, BalanceTransaction booking, Money questioned)
    {
        var isWithdrawn = booking.Amount < 0;
        var moved = StripeMoney.Of(Math.Abs(booking.Amount), booking.Currency);
        return new(
            StableId.Beside(gift, $"dispute {booking.Id}"), gift, dispute.Id, booking.Id, isWithdrawn, moved.Currency == questioned.Currency ? moved : questioned, moved,
            StripeMoney.Of(isWithdrawn ? booking.Fee : -booking.Fee, booking.Currency), payment, dispute.Charge?.Value?.Transfer?.Id);
    }
}
