using System.Globalization;
using CharityLink.Giving;
using CharityLink.Stripe;

namespace CharityLink.Web.Giving.Payments;

/// <summary>A kept card is charged at Stripe: one call that makes the payment at once, for the charity's own account where it has one.</summary>
internal sealed class ChargeIntent(StripeLine line, StripeMerchants merchants) : IStripePurpose
{
    public string Purpose => CardCharge.Purpose;

    public async ValueTask<StoredCall?> Write(PaymentOrder order, CancellationToken ct)
    {
        var wish = (ChargeCard)order.Wish;
        if (await merchants.Of(order.HolderId, ct) is not { } merchant)
        {
            return null;
        }

        return StripeLine.Store(PaymentIntents.Create(new PaymentIntentCreate
        {
            Amount = wish.Amount.Minor,
            Currency = StripeMoney.Code(wish.Amount.Currency),
            Customer = wish.Card.Customer,
            PaymentMethod = wish.Card.Method,
            AllowedPaymentMethodTypes = [CharityLink.Giving.PaymentMethod.Card],
            Confirm = true,
            OffSession = true,
            PaymentMethodOptions = new() { Card = new CardOptions { StoredCredentialUsage = CardUses.Word(wish.Card.Use) } },
            OnBehalfOf = merchant.OwnAccount,
            TransferData = merchant.OwnAccount is { } account ? new TransferData { Destination = account } : null,
            TransferGroup = wish.DonationId.ToString(),
            Metadata = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [StripeLabels.Operation] = order.OperationId.ToString(), [StripeLabels.Donation] = wish.DonationId.ToString(),
                [StripeLabels.Method] = CharityLink.Giving.PaymentMethod.Card, [StripeLabels.Charge] = "1",
            },
        }));
    }

    public async Task<PaymentAnswer> Send(PaymentOperation operation, CancellationToken ct) =>
        await line.Send(operation, StripeJson.Default.PaymentIntent, Answer, ct) switch
        {
            // The card or whose it was is not there any more: as if the bank had said no for good.
            { Kind: AnswerKind.Refused, More: { } more } gone when more.GetValueOrDefault(StripeLine.Param) is "payment_method" or "customer" =>
                gone with { Kind = AnswerKind.Declined, After = AfterDecline.AskForAnother },
            var answer => answer,
        };

    public Task<PaymentAnswer?> Find(PaymentOperation operation, CancellationToken ct) =>
        line.Find(operation, PaymentIntents.List, StripeLine.Since(operation), intent => intent.Metadata, Answer, ct);

    private static PaymentAnswer Answer(PaymentIntent intent) => intent switch
    {
        { Status: "succeeded" } => new(AnswerKind.Done)
        {
            ObjectId = intent.Id,
            More = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [CardCharge.AmountMinor] = intent.AmountReceived.ToString(CultureInfo.InvariantCulture), [CardCharge.ChargedIn] = StripeMoney.Of(0, intent.Currency).Currency.Code,
            },
        },
        { Status: "processing" } => new(AnswerKind.Processing) { ObjectId = intent.Id },
        { LastPaymentError: { } error } => StripeLine.Declined(error) with { ObjectId = intent.Id },
        // Nobody is there to confirm it.
        { Status: "requires_action" } => new(AnswerKind.Declined) { ObjectId = intent.Id, Reason = "authentication_required", After = AfterDecline.AskToAuthenticate },
        _ => new(AnswerKind.Refused) { ObjectId = intent.Id, Reason = intent.Status },
    };
}

/// <summary>Ends a payment that was declined without the giver.</summary>
internal sealed class ChargeEnd(StripeLine line) : IStripePurpose
{
    private const string Canceled = "canceled";

    public string Purpose => ChargeCancel.Purpose;

    public ValueTask<StoredCall?> Write(PaymentOrder order, CancellationToken ct) =>
        ValueTask.FromResult<StoredCall?>(StripeLine.Store(PaymentIntents.Cancel(((CancelCharge)order.Wish).PaymentId, new CancelReason { CancellationReason = "abandoned" })));

    public Task<PaymentAnswer> Send(PaymentOperation operation, CancellationToken ct) =>
        line.Send(operation, StripeJson.Default.PaymentIntent, intent => new(AnswerKind.Done) { ObjectId = intent.Id }, ct);

    // Named in the call itself: what it was to end is asked for.
    public async Task<PaymentAnswer?> Find(PaymentOperation operation, CancellationToken ct)
    {
        var id = StripeLine.PathOf(operation.Call).Split('/')[3];
        return (await line.Get(PaymentIntents.Get(id), ct)).Status == Canceled ? new(AnswerKind.Done) { ObjectId = id } : null;
    }
}
