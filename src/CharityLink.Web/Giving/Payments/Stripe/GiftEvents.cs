using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Stripe;

namespace CharityLink.Web.Giving.Payments;

/// <summary>What Stripe tells about gifts paid on its pages. Signed and final, so nothing is looked up; what is not ours carries no label of ours and means nothing.</summary>
internal sealed class GiftEvents : IStripeEvents
{
    private const string Paid = "paid";

    public IReadOnlyCollection<string> Types { get; } =
    [
        "checkout.session.completed", "checkout.session.async_payment_succeeded", "checkout.session.async_payment_failed", "checkout.session.expired",
        "payment_intent.succeeded", "payment_intent.payment_failed",
    ];

    public Task<IReadOnlyList<ICommand>> Understand(StripeEvent happened, CancellationToken ct) => Task.FromResult<IReadOnlyList<ICommand>>(
        (happened.Type.StartsWith("checkout", StringComparison.Ordinal) ? OfPage(happened) : OfPayment(happened)) is { } command ? [command] : []);

    private static ICommand? OfPage(StripeEvent happened) => happened.About(StripeJson.Default.CheckoutSession) switch
    {
        { Mode: "payment" } page when page.Metadata.Id(StripeLabels.Donation) is { } donation && page.Metadata.Id(StripeLabels.Operation) is { } operation => happened.Type switch
        {
            "checkout.session.expired" => RecordUnpaid.Of(donation, operation, StripeProvider.ProviderName, PaymentResult.Abandoned, ""),
            "checkout.session.async_payment_failed" => RecordUnpaid.Of(donation, operation, StripeProvider.ProviderName, PaymentResult.Declined, RecordUnpaid.AfterAll),
            // Complete but unpaid: the wallet or the bank takes its time and will tell.
            _ when page is { PaymentStatus: Paid, PaymentIntent.Id: { } payment } => RecordPayment.Of(
                donation, operation, StripeProvider.ProviderName, payment, MethodOf(page.Metadata), StripeMoney.Of(page.AmountTotal ?? 0, page.Currency)),
            _ => null,
        },
        _ => null,
    };

    private static ICommand? OfPayment(StripeEvent happened) => happened.About(StripeJson.Default.PaymentIntent) switch
    {
        { } payment when payment.Metadata.Id(StripeLabels.Donation) is { } donation && payment.Metadata.Id(StripeLabels.Operation) is { } operation => happened.Type switch
        {
            "payment_intent.succeeded" => RecordPayment.Of(
                donation, operation, StripeProvider.ProviderName, payment.Id, MethodOf(payment.Metadata), StripeMoney.Of(payment.AmountReceived, payment.Currency)),
            // Without a page there is nothing to go on trying on: see ChargeEvents.
            _ when payment.Metadata?.ContainsKey(StripeLabels.Charge) == true => null,
            // One try on a page that stays open: it is named by the charge that failed.
            _ => RecordUnpaid.OfTry(
                donation, StripeProvider.ProviderName, payment.LatestCharge?.Id ?? happened.Id,
                payment.LastPaymentError?.DeclineCode ?? payment.LastPaymentError?.Code ?? "declined"),
        },
        _ => null,
    };

    private static string MethodOf(IReadOnlyDictionary<string, string>? labels) => labels?.GetValueOrDefault(StripeLabels.Method) ?? CharityLink.Giving.PaymentMethod.Card;
}
