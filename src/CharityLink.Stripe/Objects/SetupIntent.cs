using System.Text.Json.Serialization;

namespace CharityLink.Stripe;

/// <summary>A card being kept for a charge that comes later.</summary>
public sealed record SetupIntent : IStripeObject
{
    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <summary>requires_payment_method, requires_confirmation, requires_action, processing, canceled or succeeded.</summary>
    public required string Status { get; init; }

    /// <summary>off_session when the card may be charged without the giver.</summary>
    public required string Usage { get; init; }

    /// <summary>Whose card; null when unknown.</summary>
    [JsonConverter(typeof(ReferenceReader<Customer>))]
    public Reference<Customer>? Customer { get; init; }

    /// <summary>The card; null until one is given.</summary>
    [JsonConverter(typeof(ReferenceReader<PaymentMethod>))]
    public Reference<PaymentMethod>? PaymentMethod { get; init; }

    /// <summary>Why the last try failed; null when it did not.</summary>
    public StripeError? LastSetupError { get; init; }

    /// <summary>What the giver must do next; null when nothing.</summary>
    public NextAction? NextAction { get; init; }

    /// <summary>Our labels on it.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>Whether it is for real money.</summary>
    public bool Livemode { get; init; }
}
