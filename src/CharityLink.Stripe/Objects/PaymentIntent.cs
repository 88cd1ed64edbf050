using System.Text.Json.Serialization;

namespace CharityLink.Stripe;

/// <summary>One payment through all its tries.</summary>
public sealed record PaymentIntent : IStripeObject
{
    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <summary>requires_payment_method, requires_confirmation, requires_action, processing, requires_capture, canceled or succeeded.</summary>
    public required string Status { get; init; }

    /// <summary>What is to be paid, in minor units.</summary>
    public required long Amount { get; init; }

    /// <summary>What was paid.</summary>
    public long AmountReceived { get; init; }

    /// <summary>Lower case.</summary>
    public required string Currency { get; init; }

    /// <summary>Who pays; null when unknown.</summary>
    [JsonConverter(typeof(ReferenceReader<Customer>))]
    public Reference<Customer>? Customer { get; init; }

    /// <summary>With what; null before one is chosen and after one failed.</summary>
    [JsonConverter(typeof(ReferenceReader<PaymentMethod>))]
    public Reference<PaymentMethod>? PaymentMethod { get; init; }

    /// <summary>The last try to move money; null before the first.</summary>
    [JsonConverter(typeof(ReferenceReader<Charge>))]
    public Reference<Charge>? LatestCharge { get; init; }

    /// <summary>Why the last try failed; null when it did not.</summary>
    public StripeError? LastPaymentError { get; init; }

    /// <summary>What the giver must do next; null when nothing.</summary>
    public NextAction? NextAction { get; init; }

    /// <summary>Why it was cancelled; null unless it was.</summary>
    public string? CancellationReason { get; init; }

    /// <summary>Ties a payment to the transfers made from it.</summary>
    public string? TransferGroup { get; init; }

    /// <summary>Our labels on it.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>Whether real money moves.</summary>
    public bool Livemode { get; init; }
}

/// <summary>A step the giver must take outside our pages.</summary>
public sealed record NextAction
{
    /// <summary>The kind of step, such as redirect_to_url.</summary>
    public required string Type { get; init; }

    /// <summary>Where to send the giver; null for steps of other kinds.</summary>
    public RedirectToUrl? RedirectToUrl { get; init; }
}

/// <summary>The bank's page.</summary>
public sealed record RedirectToUrl
{
    /// <summary>Its address.</summary>
    public string? Url { get; init; }

    /// <summary>Where the giver comes back to.</summary>
    public string? ReturnUrl { get; init; }
}
