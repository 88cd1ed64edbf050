using System.Text.Json.Serialization;

namespace CharityLink.Stripe;

/// <summary>Money passed from the platform's balance to a charity's.</summary>
public sealed record Transfer : IStripeObject
{
    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <summary>In minor units.</summary>
    public required long Amount { get; init; }

    /// <summary>What was taken back so far.</summary>
    public long AmountReversed { get; init; }

    /// <summary>Lower case.</summary>
    public required string Currency { get; init; }

    /// <summary>The charity's account.</summary>
    [JsonConverter(typeof(ReferenceReader<Account>))]
    public Reference<Account>? Destination { get; init; }

    /// <summary>What it took from the balance.</summary>
    [JsonConverter(typeof(ReferenceReader<BalanceTransaction>))]
    public Reference<BalanceTransaction>? BalanceTransaction { get; init; }

    /// <summary>Ties it to the payments it passes on, and finds it again when an answer was lost.</summary>
    public string? TransferGroup { get; init; }

    /// <summary>Our labels on it.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>Whether real money moved.</summary>
    public bool Livemode { get; init; }
}

/// <summary>A transfer taken back, in whole or in part.</summary>
public sealed record TransferReversal : IStripeObject
{
    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <summary>In minor units.</summary>
    public required long Amount { get; init; }

    /// <summary>Lower case.</summary>
    public required string Currency { get; init; }

    /// <summary>The transfer it takes back from.</summary>
    [JsonConverter(typeof(ReferenceReader<Transfer>))]
    public Reference<Transfer>? Transfer { get; init; }

    /// <summary>What it put into the balance.</summary>
    [JsonConverter(typeof(ReferenceReader<BalanceTransaction>))]
    public Reference<BalanceTransaction>? BalanceTransaction { get; init; }

    /// <summary>Our labels on it.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Created { get; init; }
}
