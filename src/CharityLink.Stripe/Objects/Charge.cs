using System.Text.Json.Serialization;

namespace CharityLink.Stripe;

/// <summary>One try to move a giver's money.</summary>
public sealed record Charge : IStripeObject
{
    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <summary>succeeded, pending or failed.</summary>
    public required string Status { get; init; }

    /// <summary>In minor units.</summary>
    public required long Amount { get; init; }

    /// <summary>What went back so far.</summary>
    public long AmountRefunded { get; init; }

    /// <summary>Lower case.</summary>
    public required string Currency { get; init; }

    /// <summary>True while or after the giver's bank asks the money back.</summary>
    public bool Disputed { get; init; }

    /// <summary>The payment it belongs to.</summary>
    [JsonConverter(typeof(ReferenceReader<PaymentIntent>))]
    public Reference<PaymentIntent>? PaymentIntent { get; init; }

    /// <summary>What it did to the balance, fee included; null until Stripe knows.</summary>
    [JsonConverter(typeof(ReferenceReader<BalanceTransaction>))]
    public Reference<BalanceTransaction>? BalanceTransaction { get; init; }

    /// <summary>What passed it on to a charity's account; null where nothing did.</summary>
    [JsonConverter(typeof(ReferenceReader<Transfer>))]
    public Reference<Transfer>? Transfer { get; init; }

    /// <summary>Why it failed; null when it did not.</summary>
    public string? FailureCode { get; init; }

    /// <summary>Our labels on it.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>Whether real money moved.</summary>
    public bool Livemode { get; init; }
}
