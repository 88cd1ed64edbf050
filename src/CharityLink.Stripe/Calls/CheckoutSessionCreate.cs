namespace CharityLink.Stripe;

/// <summary>What a hosted page is for.</summary>
public sealed record CheckoutSessionCreate
{
    /// <summary>payment, or setup to keep a card for later.</summary>
    public required string Mode { get; init; }

    /// <summary>Lower case; needed in setup mode, in payment mode the lines say it.</summary>
    public string? Currency { get; init; }

    /// <summary>What is paid; not in setup mode.</summary>
    public IReadOnlyList<CheckoutLine>? LineItems { get; init; }

    /// <summary>Which ways to pay are offered, in this order.</summary>
    public IReadOnlyList<string>? AllowedPaymentMethodTypes { get; init; }

    /// <summary>What single ways to pay need.</summary>
    public PaymentMethodOptions? PaymentMethodOptions { get; init; }

    /// <summary>Off, so that the giver is charged in the currency of the gift and no other.</summary>
    public Switch? AdaptivePricing { get; init; } = new() { Enabled = false };

    /// <summary>A known giver.</summary>
    public string? Customer { get; init; }

    /// <summary>always makes a customer, which a card kept for later needs.</summary>
    public string? CustomerCreation { get; init; }

    /// <summary>The giver's address, filled in for them.</summary>
    public string? CustomerEmail { get; init; }

    /// <summary>What the payment carries; not in setup mode.</summary>
    public CheckoutPaymentData? PaymentIntentData { get; init; }

    /// <summary>What the card set-up carries; only in setup mode.</summary>
    public CheckoutSetupData? SetupIntentData { get; init; }

    /// <summary>Our own id of what is paid for.</summary>
    public string? ClientReferenceId { get; init; }

    /// <summary>Our labels on the page.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>The page's language, such as zh or en.</summary>
    public string? Locale { get; init; }

    /// <summary>donate names the button so.</summary>
    public string? SubmitType { get; init; }

    /// <summary>hosted_page: the giver goes to Stripe's page and comes back.</summary>
    public string UiMode { get; init; } = "hosted_page";

    /// <summary>Where the giver lands afterwards; being there proves nothing about the payment.</summary>
    public string? SuccessUrl { get; init; }

    /// <summary>Where the giver lands who turns back.</summary>
    public string? CancelUrl { get; init; }

    /// <summary>When the page closes: 30 minutes to 24 hours from now.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Members to write out whole in the answer.</summary>
    public IReadOnlyList<string>? Expand { get; init; }
}

/// <summary>One line of what is paid.</summary>
public sealed record CheckoutLine
{
    /// <summary>How many.</summary>
    public required int Quantity { get; init; }

    /// <summary>What one costs.</summary>
    public required CheckoutPrice PriceData { get; init; }
}

/// <summary>What one of a line costs.</summary>
public sealed record CheckoutPrice
{
    /// <summary>Lower case.</summary>
    public required string Currency { get; init; }

    /// <summary>In minor units.</summary>
    public required long UnitAmount { get; init; }

    /// <summary>What it is.</summary>
    public required CheckoutProduct ProductData { get; init; }
}

/// <summary>What a line is called on the page.</summary>
public sealed record CheckoutProduct
{
    /// <summary>In the giver's language.</summary>
    public required string Name { get; init; }

    /// <summary>A line below the name; Stripe refuses an empty one.</summary>
    public string? Description { get; init; }
}

/// <summary>What a payment carries that is made on a hosted page.</summary>
public sealed record CheckoutPaymentData
{
    /// <summary>What the charity sees beside it.</summary>
    public string? Description { get; init; }

    /// <summary>Our labels on the payment.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>The charity's account as merchant of record.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary>Whose balance gets the money.</summary>
    public TransferData? TransferData { get; init; }

    /// <summary>What the platform keeps.</summary>
    public long? ApplicationFeeAmount { get; init; }

    /// <summary>Ties it to transfers made from it.</summary>
    public string? TransferGroup { get; init; }

    /// <summary>off_session keeps the card for a regular gift.</summary>
    public string? SetupFutureUsage { get; init; }
}

/// <summary>What a card set-up carries that is made on a hosted page.</summary>
public sealed record CheckoutSetupData
{
    /// <summary>What the charity sees beside it.</summary>
    public string? Description { get; init; }

    /// <summary>Our labels on the set-up.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>The charity that will charge the card.</summary>
    public string? OnBehalfOf { get; init; }
}
