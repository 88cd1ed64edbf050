using System.Globalization;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Stripe;

namespace CharityLink.Web.Giving.Payments;

/// <summary>
/// What Stripe tells about money that goes back. None of it is final (a refund that was done may still come back), so each is read as it
/// is now: order and repetition change nothing. One without our label was made in Stripe's own console.
/// </summary>
internal sealed class RefundEvents(StripeRefunds refunds) : IStripeEvents
{
    public IReadOnlyCollection<string> Types { get; } = ["refund.created", "refund.updated", "refund.failed", "charge.refunded"];

    public async Task<IReadOnlyList<ICommand>> Understand(StripeEvent happened, CancellationToken ct) => happened switch
    {
        { ObjectId: not { } } => [],
        { Type: "charge.refunded" } => await refunds.OfCharge(happened.ObjectId, ct),
        _ => await refunds.Of(happened.ObjectId, ct),
    };
}

/// <summary>Reads refunds at Stripe as they are now, and says what they mean to the gifts they belong to.</summary>
internal sealed class StripeRefunds(StripeLine line)
{
    // Whose it is stands on the payment where it does not stand on the refund.
    private static readonly string[] Whole = ["payment_intent"];

    /// <summary>One refund.</summary>
    public async Task<IReadOnlyList<ICommand>> Of(string id, CancellationToken ct) =>
        Of(await line.Get(CharityLink.Stripe.Refunds.Get(id, Whole), ct)) is { } ours ? [ours.Report] : [];

    /// <summary>All of a charge: the event that names it does not say which one is new.</summary>
    public async Task<IReadOnlyList<ICommand>> OfCharge(string charge, CancellationToken ct)
    {
        var found = new List<ICommand>();
        await foreach (var refund in line.All(CharityLink.Stripe.Refunds.List, new ListRequest { Charge = charge, Expand = [.. Whole.Select(member => $"data.{member}")] }, ct))
        {
            if (Of(refund) is { } ours)
            {
                found.Add(ours.Report);
            }
        }

        return found;
    }

    /// <summary>Whose a refund is, with what it says of itself; null for one that is none of our gifts'. One that was read without its payment needs a second question.</summary>
    public async Task<RefundOfOurs?> Whose(CharityLink.Stripe.Refund refund, CancellationToken ct) =>
        refund.Metadata.Id(StripeLabels.Refund) is null && refund.PaymentIntent is { Value: null }
            ? Of(await line.Get(CharityLink.Stripe.Refunds.Get(refund.Id, Whole), ct)) : Of(refund);

    private static RefundOfOurs? Of(CharityLink.Stripe.Refund refund)
    {
        var (status, why) = (RefundCall.StatusOf(refund), RefundCall.WhyOf(refund));
        return (refund.Metadata.Id(StripeLabels.Donation), refund.Metadata.Id(StripeLabels.Refund)) is ({ } gift, { } ours)
            ? new(
                gift, ours, refund.PaymentIntent?.Id, refund.Metadata?.GetValueOrDefault(StripeLabels.Held) is { } attempt
                    ? RecordHeldResult.Of(gift, ours, int.Parse(attempt, CultureInfo.InvariantCulture), refund.Id, status, why)
                    : RecordRefundResult.Of(gift, ours, refund.Id, status, why))
            : refund.PaymentIntent is { Value: { } payment } && payment.Metadata.Id(StripeLabels.Donation) is { } other
                ? new(
                    other, RecordForeignRefund.IdOf(other, refund.Id), payment.Id,
                    RecordForeignRefund.Of(other, payment.Id, refund.Id, StripeMoney.Of(refund.Amount, refund.Currency), status, why))
                : null;
    }
}

/// <summary>A refund of one of our gifts, and the command that says how far it is.</summary>
internal sealed record RefundOfOurs(Guid Gift, Guid RefundId, string? PaymentId, ICommand Report);
