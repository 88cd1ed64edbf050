using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Stripe;

namespace CharityLink.Web.Giving.Payments;

/// <summary>Stripe's own books, and what each line means to our gifts. What moved is read along with the line, so that most of them need no second question.</summary>
internal sealed class StripeBookings(StripeLine line, StripeRefunds refunds, StripeDisputes disputes, StripePayouts payouts)
{
    // A list of Stripe's is read to its end or not at all: six hours are never too long.
    private static readonly TimeSpan Slice = TimeSpan.FromHours(6);

    /// <summary>The lines of a stretch of time.</summary>
    public async IAsyncEnumerable<ProviderBooking> Read(DateTimeOffset from, DateTimeOffset until, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var at = from; at < until; at += Slice)
        {
            var end = at + Slice < until ? at + Slice : until.AddSeconds(1);
            await foreach (var booking in line.All(
                BalanceTransactions.List, new ListRequest { Created = new TimeRange { Gte = at, Lt = end }, Expand = ["data.source"] }, ct))
            {
                yield return Of(booking);
            }
        }
    }

    /// <summary>What the booking of a charge means: the fee of its gift.</summary>
    public static IReadOnlyList<ICommand> OfCharge(BalanceTransaction booking, Charge charge) => charge.Metadata.Id(StripeLabels.Donation) is { } gift
        ? [Settled(booking, gift, ProviderBooking.Charge, null, charge.PaymentIntent?.Id)]
        : [];

    private ProviderBooking Of(BalanceTransaction booking)
    {
        var source = booking.SourceId ?? "";
        Task<IReadOnlyList<ICommand>> Means(CancellationToken ct) => KindOf(booking) switch
        {
            ProviderBooking.Charge when About(booking, StripeJson.Default.Charge) is { } charge => Task.FromResult(OfCharge(booking, charge)),
            ProviderBooking.Refund or ProviderBooking.RefundFailure when About(booking, StripeJson.Default.Refund) is { } refund => OfRefund(booking, refund, ct),
            ProviderBooking.Dispute => disputes.Of(source, ct),
            ProviderBooking.Remittance => payouts.Of(source, ct),
            ProviderBooking.Passed => OfPassed(booking, ct),
            _ => Task.FromResult<IReadOnlyList<ICommand>>([]),
        };

        return new(
            booking.Id, KindOf(booking), booking.SourceId, StripeMoney.Of(booking.Amount, booking.Currency), StripeMoney.Of(booking.Fee, booking.Currency),
            StripeMoney.Of(booking.Net, booking.Currency), booking.Created, Means);
    }

    // A refund made in Stripe's console is made known first: it may be that nobody has told of it.
    private async Task<IReadOnlyList<ICommand>> OfRefund(BalanceTransaction booking, CharityLink.Stripe.Refund refund, CancellationToken ct) =>
        await refunds.Whose(refund, ct) is { } whose
            ? [whose.Report, Settled(booking, whose.Gift, KindOf(booking), whose.RefundId, whose.PaymentId)]
            : [];

    // What passes a payment on carries the payment's group, which is the gift; what takes it back names what passed it on.
    private async Task<IReadOnlyList<ICommand>> OfPassed(BalanceTransaction booking, CancellationToken ct)
    {
        var passed = booking.Type == "transfer_refund"
            ? About(booking, StripeJson.Default.TransferReversal)?.Transfer is { } taken ? await line.Get(Transfers.Get(taken.Id), ct) : null
            : About(booking, StripeJson.Default.Transfer);
        return Guid.TryParse(passed?.TransferGroup, out var gift) ? [Settled(booking, gift, ProviderBooking.Passed, null, null)] : [];
    }

    private static RecordSettlement Settled(BalanceTransaction booking, Guid gift, string kind, Guid? refund, string? payment) => new(
        StableId.Beside(gift, $"settled {booking.Id}"), gift, booking.Id, kind, refund, StripeMoney.Of(booking.Amount, booking.Currency), StripeMoney.Of(booking.Fee, booking.Currency),
        StripeMoney.Of(booking.Net, booking.Currency), payment);

    /// <summary>What a line is in the domain's words. Stripe's own stay as they are where nobody here knows them.</summary>
    public static string KindOf(BalanceTransaction booking) => booking.Type switch
    {
        "charge" or "payment" => ProviderBooking.Charge,
        "refund" or "payment_refund" => ProviderBooking.Refund,
        "refund_failure" or "payment_failure_refund" => ProviderBooking.RefundFailure,
        "adjustment" when booking.SourceId?.StartsWith("dp_", StringComparison.Ordinal) == true || booking.SourceId?.StartsWith("du_", StringComparison.Ordinal) == true => ProviderBooking.Dispute,
        "payout" or "payout_failure" or "payout_cancel" => ProviderBooking.Remittance,
        "transfer" or "transfer_refund" or "transfer_failure" or "transfer_cancel" => ProviderBooking.Passed,
        _ => booking.Type,
    };

    private static T? About<T>(BalanceTransaction booking, JsonTypeInfo<T> type) where T : class =>
        booking.Source is { ValueKind: JsonValueKind.Object } source ? source.Deserialize(type) : null;
}
