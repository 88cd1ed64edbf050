using System.Text.Json.Serialization;

namespace CharityLink.Stripe;

/// <summary>A card network's word that a payment was probably not its owner's, before any dispute.</summary>
public sealed record FraudWarning : IStripeObject
{
    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <summary>The payment it is about.</summary>
    [JsonConverter(typeof(ReferenceReader<Charge>))]
    public Reference<Charge>? Charge { get; init; }

    /// <summary>What the network suspects, such as made_with_stolen_card.</summary>
    public string? FraudType { get; init; }

    /// <summary>When it was told.</summary>
    public DateTimeOffset Created { get; init; }
}
