using CharityLink.Giving;
using CharityLink.Stripe;
using CharityLink.Web.Hosting;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving.Payments;

/// <summary>A gift's payment page at Stripe: one amount, one currency, one way to pay, for the charity's own account where it has one.</summary>
internal sealed class GiftSession(StripeLine line, StripeMerchants merchants, MethodTable methods, CauseBook causes, SiteAddress address) : IStripePurpose
{
    public string Purpose => GiftPayment.Purpose;

    public async ValueTask<StoredCall?> Write(PaymentOrder order, CancellationToken ct)
    {
        var wish = (PayGift)order.Wish;
        // What was offered on the form may have been taken back since.
        if (await merchants.Of(order.HolderId, ct) is not { } merchant
            || methods.Offers(StripeProvider.ProviderName, merchant, wish.Amount.Currency).FirstOrDefault(one => one.Method.Name == wish.Method) is not { } offer
            || offer.Check(wish.Amount) is not null)
        {
            return null;
        }

        var offered = await causes.Find(wish.Cause, ct);
        return StripeLine.Store(CheckoutSessions.Create(Page(order, wish, merchant, offered)));
    }

    public Task<PaymentAnswer> Send(PaymentOperation operation, CancellationToken ct) =>
        line.Send(operation, StripeJson.Default.CheckoutSession, Answer, ct);

    public Task<PaymentAnswer?> Find(PaymentOperation operation, CancellationToken ct) => Find(line, operation, ct);

    /// <summary>The page that an operation opened, whatever for; null when there is none.</summary>
    public static Task<PaymentAnswer?> Find(StripeLine line, PaymentOperation operation, CancellationToken ct) =>
        line.Find(operation, CheckoutSessions.List, StripeLine.Since(operation), session => session.Metadata, Answer, ct);

    /// <summary>Where the giver goes now.</summary>
    public static PaymentAnswer Answer(CheckoutSession session) => new(AnswerKind.Done)
    {
        ObjectId = session.Id,
        Step = session.Url is { } url ? new GiverStep(GiverStepKind.Go, url, session.ExpiresAt) : null,
    };

    private CheckoutSessionCreate Page(PaymentOrder order, PayGift wish, Merchant merchant, CauseOffer offered)
    {
        var language = Language.TryParse(wish.Language, out var known) ? known : Language.Chinese;
        var labels = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [StripeLabels.Operation] = order.OperationId.ToString(), [StripeLabels.Donation] = wish.DonationId.ToString(), [StripeLabels.Method] = wish.Method,
        };
        if (wish.KeepCardFor is { } use)
        {
            labels[StripeLabels.Keep] = CardUses.Word(use);
        }

        var gift = $"{address.Base}/{language.Tag}/gifts/{wish.DonationId}";
        return new CheckoutSessionCreate
        {
            Mode = "payment",
            LineItems =
            [
                new CheckoutLine
                {
                    Quantity = 1,
                    PriceData = new CheckoutPrice
                    {
                        Currency = StripeMoney.Code(wish.Amount.Currency),
                        UnitAmount = wish.Amount.Minor,
                        ProductData = new CheckoutProduct { Name = Texts.In(language)["payment.line", CauseName.Of(offered, language)] },
                    },
                },
            ],
            AllowedPaymentMethodTypes = [wish.Method],
            PaymentMethodOptions = wish.Method == CharityLink.Giving.PaymentMethod.WechatPay ? new() { WechatPay = new WechatPayOptions { Client = "web" } } : null,
            PaymentIntentData = new CheckoutPaymentData
            {
                Metadata = labels,
                TransferGroup = wish.DonationId.ToString(),
                OnBehalfOf = merchant.OwnAccount,
                TransferData = merchant.OwnAccount is { } account ? new TransferData { Destination = account } : null,
                SetupFutureUsage = wish.KeepCardFor is null ? null : "off_session",
            },
            // A card that is kept needs somebody at Stripe whose it is.
            CustomerCreation = wish.KeepCardFor is null ? null : "always",
            ClientReferenceId = wish.DonationId.ToString(),
            Metadata = labels,
            Locale = language.IsChinese ? "zh" : "en",
            SubmitType = wish.Method == CharityLink.Giving.PaymentMethod.Card ? "donate" : null,
            SuccessUrl = $"{gift}?back=1",
            CancelUrl = gift,
            ExpiresAt = wish.Until,
        };
    }
}
