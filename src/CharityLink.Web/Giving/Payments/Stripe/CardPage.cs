using System.Globalization;
using CharityLink.Giving;
using CharityLink.Stripe;
using CharityLink.Web.Hosting;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving.Payments;

/// <summary>The page at Stripe on which a card is left for later; nothing is charged there.</summary>
internal sealed class CardPage(StripeLine line, StripeMerchants merchants, PaymentSettings settings, SiteAddress address) : IStripePurpose
{
    // Where the bank must have asked the giver once, so that a later charge without them has a chance; elsewhere it is asked for large amounts.
    private static readonly string[] AskAlways = ["AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"];

    public string Purpose => CardSetup.Purpose;

    public async ValueTask<StoredCall?> Write(PaymentOrder order, CancellationToken ct) => await merchants.Of(order.HolderId, ct) is { } merchant
        ? StripeLine.Store(CheckoutSessions.Create(Page(order, (SetUpCard)order.Wish, merchant)))
        : null;

    public Task<PaymentAnswer> Send(PaymentOperation operation, CancellationToken ct) => line.Send(operation, StripeJson.Default.CheckoutSession, GiftSession.Answer, ct);

    public Task<PaymentAnswer?> Find(PaymentOperation operation, CancellationToken ct) => GiftSession.Find(line, operation, ct);

    private CheckoutSessionCreate Page(PaymentOrder order, SetUpCard wish, Merchant merchant)
    {
        var language = Language.TryParse(wish.Language, out var known) ? known : Language.Chinese;
        var labels = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [StripeLabels.Operation] = order.OperationId.ToString(), [StripeLabels.Owner] = wish.Owner, [StripeLabels.OwnerId] = wish.OwnerId.ToString(),
            [StripeLabels.Attempt] = wish.Attempt.ToString(CultureInfo.InvariantCulture), [StripeLabels.Keep] = CardUses.Word(wish.Use),
        };
        var back = $"{address.Base}/{language.Tag}{wish.Path}";
        return new CheckoutSessionCreate
        {
            Mode = "setup",
            Currency = StripeMoney.Code(wish.Currency),
            AllowedPaymentMethodTypes = [CharityLink.Giving.PaymentMethod.Card],
            PaymentMethodOptions = new() { Card = new CardOptions { RequestThreeDSecure = AskAlways.Contains(merchant.Country, StringComparer.OrdinalIgnoreCase) || wish.Amount?.Minor >= settings.AskBankFromMinor ? "any" : "automatic" } },
            CustomerCreation = "always",
            SetupIntentData = new CheckoutSetupData { Metadata = labels, OnBehalfOf = merchant.OwnAccount },
            AdaptivePricing = null,
            ClientReferenceId = wish.OwnerId.ToString(),
            Metadata = labels,
            Locale = language.IsChinese ? "zh" : "en",
            SuccessUrl = $"{back}{(back.Contains('?', StringComparison.Ordinal) ? '&' : '?')}back=1",
            CancelUrl = back,
            ExpiresAt = wish.Until,
        };
    }
}

/// <summary>Has Stripe forget a card.</summary>
internal sealed class CardOff(StripeLine line) : IStripePurpose
{
    private const string NoSuchThing = "stripe_resource_missing";

    public string Purpose => CardDetach.Purpose;

    public ValueTask<StoredCall?> Write(PaymentOrder order, CancellationToken ct) =>
        ValueTask.FromResult<StoredCall?>(StripeLine.Store(PaymentMethods.Detach(((DetachCard)order.Wish).Card.Method)));

    public async Task<PaymentAnswer> Send(PaymentOperation operation, CancellationToken ct) =>
        await line.Send(operation, StripeJson.Default.PaymentMethod, method => new(AnswerKind.Done) { ObjectId = method.Id }, ct) switch
        {
            // Forgotten already, by whoever: that is what was wanted.
            { Kind: AnswerKind.Refused } refused => await Find(operation, ct) ?? refused,
            var answer => answer,
        };

    public async Task<PaymentAnswer?> Find(PaymentOperation operation, CancellationToken ct)
    {
        var id = StripeLine.PathOf(operation.Call).Split('/')[3];
        try
        {
            return (await line.Get(PaymentMethods.Get(id), ct)).Customer is null ? new(AnswerKind.Done) { ObjectId = id } : null;
        }
        catch (PaymentNotUnderstoodException none) when (none.Message == NoSuchThing)
        {
            // A card of which there is no record any more needs no forgetting.
            return new(AnswerKind.Done) { ObjectId = id };
        }
    }
}
