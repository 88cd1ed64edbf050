using System.Text.Json.Serialization;

namespace CharityLink.Stripe;

/// <summary>A hosted page on which a giver pays, or leaves a card for later.</summary>
public sealed record CheckoutSession : IStripeObject
{
    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <summary>payment or setup.</summary>
    public required string Mode { get; init; }

    /// <summary>open, complete or expired.</summary>
    public string? Status { get; init; }

    /// <summary>paid, unpaid or no_payment_required: the page may be complete while the payment is still under way.</summary>
    public required string PaymentStatus { get; init; }

    /// <summary>Where to send the giver; null once the page is closed.</summary>
    public string? Url { get; init; }

    /// <summary>What is paid in all; null in setup mode. Compared with the gift before it counts.</summary>
    public long? AmountTotal { get; init; }

    /// <summary>The currency that the giver is charged in, lower case.</summary>
    public string? Currency { get; init; }

    /// <summary>Who pays; null until known.</summary>
    [JsonConverter(typeof(ReferenceReader<Customer>))]
    public Reference<Customer>? Customer { get; init; }

    /// <summary>The payment; null in setup mode and before the giver paid.</summary>
    [JsonConverter(typeof(ReferenceReader<PaymentIntent>))]
    public Reference<PaymentIntent>? PaymentIntent { get; init; }

    /// <summary>The card set-up; null in payment mode.</summary>
    [JsonConverter(typeof(ReferenceReader<SetupIntent>))]
    public Reference<SetupIntent>? SetupIntent { get; init; }

    /// <summary>Our own id of what is paid for.</summary>
    public string? ClientReferenceId { get; init; }

    /// <summary>What the giver typed; null before.</summary>
    public CustomerDetails? CustomerDetails { get; init; }

    /// <summary>Our labels on it.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>When the page closes by itself.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>Whether real money moves.</summary>
    public bool Livemode { get; init; }
}

/// <summary>What a giver typed on the hosted page.</summary>
public sealed record CustomerDetails
{
    /// <summary>Their mail address.</summary>
    public string? Email { get; init; }

    /// <summary>Their name.</summary>
    public string? Name { get; init; }
}
