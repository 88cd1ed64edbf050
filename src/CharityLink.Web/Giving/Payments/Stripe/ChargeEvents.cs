using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Stripe;

namespace CharityLink.Web.Giving.Payments;

/// <summary>What Stripe tells later about charges without the giver, and about cards that are kept with a payment.</summary>
internal sealed class ChargeEvents(StripeLine line) : IStripeEvents
{
    public IReadOnlyCollection<string> Types { get; } = ["payment_intent.succeeded", "payment_intent.payment_failed"];

    public async Task<IReadOnlyList<ICommand>> Understand(StripeEvent happened, CancellationToken ct)
    {
        var intent = happened.About(StripeJson.Default.PaymentIntent);
        if (intent?.Metadata.Id(StripeLabels.Donation) is not { } donation || intent.Metadata.Id(StripeLabels.Operation) is not { } operation)
        {
            return [];
        }

        if (happened.Type == "payment_intent.payment_failed")
        {
            return intent.Metadata?.ContainsKey(StripeLabels.Charge) == true ? [Failed(donation, operation, intent)] : [];
        }

        return CardUses.Read(intent.Metadata) is { } use && intent is { Customer.Id: { } customer, PaymentMethod.Id: { } method }
            ? [KeepCard.Of(donation, new SavedCard(StripeProvider.ProviderName, customer, method, use), CardUses.Face(await line.Get(PaymentMethods.Get(method), ct)))]
            : [];
    }

    private static RecordUnpaid Failed(Guid donation, Guid operation, PaymentIntent intent)
    {
        var answer = intent.LastPaymentError is { } error ? StripeLine.Declined(error) : new(AnswerKind.Declined) { Reason = "declined", After = AfterDecline.AskForAnother };
        return RecordUnpaid.OfCharge(donation, operation, StripeProvider.ProviderName, answer.Reason ?? "declined", CardCharge.ClassOf(answer), intent.Id);
    }
}
