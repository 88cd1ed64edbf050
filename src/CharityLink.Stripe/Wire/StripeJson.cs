using System.Text.Json.Serialization;

namespace CharityLink.Stripe;

/// <summary>How every request and answer is written and read: generated at build time, so nothing is found by reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(Wire.UnixTime)])]
[JsonSerializable(typeof(CheckoutSession))]
[JsonSerializable(typeof(PaymentIntent))]
[JsonSerializable(typeof(SetupIntent))]
[JsonSerializable(typeof(Customer))]
[JsonSerializable(typeof(Deleted))]
[JsonSerializable(typeof(PaymentMethod))]
[JsonSerializable(typeof(Charge))]
[JsonSerializable(typeof(Refund))]
[JsonSerializable(typeof(Dispute))]
[JsonSerializable(typeof(Account))]
[JsonSerializable(typeof(AccountLink))]
[JsonSerializable(typeof(Transfer))]
[JsonSerializable(typeof(TransferReversal))]
[JsonSerializable(typeof(BalanceTransaction))]
[JsonSerializable(typeof(Balance))]
[JsonSerializable(typeof(FraudWarning))]
[JsonSerializable(typeof(StripeEvent))]
[JsonSerializable(typeof(StripeList<CheckoutSession>))]
[JsonSerializable(typeof(StripeList<PaymentIntent>))]
[JsonSerializable(typeof(StripeList<SetupIntent>))]
[JsonSerializable(typeof(StripeList<Customer>))]
[JsonSerializable(typeof(StripeList<PaymentMethod>))]
[JsonSerializable(typeof(StripeList<Charge>))]
[JsonSerializable(typeof(StripeList<Refund>))]
[JsonSerializable(typeof(StripeList<Dispute>))]
[JsonSerializable(typeof(StripeList<Account>))]
[JsonSerializable(typeof(StripeList<Transfer>))]
[JsonSerializable(typeof(StripeList<TransferReversal>))]
[JsonSerializable(typeof(StripeList<BalanceTransaction>))]
[JsonSerializable(typeof(StripeList<StripeEvent>))]
[JsonSerializable(typeof(CheckoutSessionCreate))]
[JsonSerializable(typeof(PaymentIntentCreate))]
[JsonSerializable(typeof(PaymentIntentConfirm))]
[JsonSerializable(typeof(SetupIntentCreate))]
[JsonSerializable(typeof(CancelReason))]
[JsonSerializable(typeof(CustomerFields))]
[JsonSerializable(typeof(RefundCreate))]
[JsonSerializable(typeof(DisputeUpdate))]
[JsonSerializable(typeof(AccountCreate))]
[JsonSerializable(typeof(AccountLinkCreate))]
[JsonSerializable(typeof(TransferCreate))]
[JsonSerializable(typeof(TransferReversalCreate))]
[JsonSerializable(typeof(Payout))]
[JsonSerializable(typeof(ListRequest))]
public sealed partial class StripeJson : JsonSerializerContext;

/// <summary>The same for what no caller sees.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(Wire.UnixTime)])]
[JsonSerializable(typeof(AttachTo))]
[JsonSerializable(typeof(ExpandOnly))]
[JsonSerializable(typeof(StripeErrorBody))]
internal sealed partial class OwnJson : JsonSerializerContext;
