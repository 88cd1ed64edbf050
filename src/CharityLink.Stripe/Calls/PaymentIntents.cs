namespace CharityLink.Stripe;

/// <summary>Calls about payments.</summary>
public static class PaymentIntents
{
    /// <summary>Starts a payment; with Confirm also makes it.</summary>
    public static StripeCall<PaymentIntent> Create(PaymentIntentCreate request) =>
        Call.Post("/v1/payment_intents", request, StripeJson.Default.PaymentIntentCreate, StripeJson.Default.PaymentIntent);

    /// <summary>Reads one payment.</summary>
    public static StripeCall<PaymentIntent> Get(string id, params IReadOnlyList<string> expand) =>
        Call.Get($"/v1/payment_intents/{Call.Id(id)}", StripeJson.Default.PaymentIntent, expand);

    /// <summary>Makes a payment, with the giver there or not.</summary>
    public static StripeCall<PaymentIntent> Confirm(string id, PaymentIntentConfirm request) =>
        Call.Post($"/v1/payment_intents/{Call.Id(id)}/confirm", request, StripeJson.Default.PaymentIntentConfirm, StripeJson.Default.PaymentIntent);

    /// <summary>Ends a payment that is not made yet, so that it never will be.</summary>
    public static StripeCall<PaymentIntent> Cancel(string id, CancelReason request) =>
        Call.Post($"/v1/payment_intents/{Call.Id(id)}/cancel", request, StripeJson.Default.CancelReason, StripeJson.Default.PaymentIntent);

    /// <summary>Finds payments again, by customer and time.</summary>
    public static StripeCall<StripeList<PaymentIntent>> List(ListRequest request) =>
        Call.List("/v1/payment_intents", request, StripeJson.Default.ListRequest, StripeJson.Default.StripeListPaymentIntent);
}

/// <summary>A payment to start.</summary>
public sealed record PaymentIntentCreate
{
    /// <summary>In minor units.</summary>
    public required long Amount { get; init; }

    /// <summary>Lower case.</summary>
    public required string Currency { get; init; }

    /// <summary>Who pays.</summary>
    public string? Customer { get; init; }

    /// <summary>With which card.</summary>
    public string? PaymentMethod { get; init; }

    /// <summary>Which ways to pay are taken.</summary>
    public IReadOnlyList<string>? AllowedPaymentMethodTypes { get; init; }

    /// <summary>What single ways to pay need.</summary>
    public PaymentMethodOptions? PaymentMethodOptions { get; init; }

    /// <summary>Makes the payment at once.</summary>
    public bool? Confirm { get; init; }

    /// <summary>True when the giver is not there to confirm with the bank.</summary>
    public bool? OffSession { get; init; }

    /// <summary>off_session keeps the card for later.</summary>
    public string? SetupFutureUsage { get; init; }

    /// <summary>Where the giver comes back to from the bank.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>What the charity sees beside it.</summary>
    public string? Description { get; init; }

    /// <summary>The charity's account as merchant of record.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary>Whose balance gets the money.</summary>
    public TransferData? TransferData { get; init; }

    /// <summary>What the platform keeps.</summary>
    public long? ApplicationFeeAmount { get; init; }

    /// <summary>Ties it to transfers made from it.</summary>
    public string? TransferGroup { get; init; }

    /// <summary>Our labels on it, the operation's id among them: by it a lost answer is found again.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>Members to write out whole in the answer.</summary>
    public IReadOnlyList<string>? Expand { get; init; }
}

/// <summary>A payment to make.</summary>
public sealed record PaymentIntentConfirm
{
    /// <summary>With which card.</summary>
    public string? PaymentMethod { get; init; }

    /// <summary>True when the giver is not there.</summary>
    public bool? OffSession { get; init; }

    /// <summary>Where the giver comes back to from the bank.</summary>
    public string? ReturnUrl { get; init; }
}

/// <summary>Why a payment or set-up is ended.</summary>
public sealed record CancelReason
{
    /// <summary>abandoned, duplicate, requested_by_customer or, for payments only, fraudulent.</summary>
    public string? CancellationReason { get; init; }
}
