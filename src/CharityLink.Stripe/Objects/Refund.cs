using System.Text.Json.Serialization;

namespace CharityLink.Stripe;

/// <summary>Money on its way back to a giver.</summary>
public sealed record Refund : IStripeObject
{
    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <summary>pending, requires_action, succeeded, failed or canceled.</summary>
    public string? Status { get; init; }

    /// <summary>In minor units.</summary>
    public required long Amount { get; init; }

    /// <summary>Lower case.</summary>
    public required string Currency { get; init; }

    /// <summary>The payment that goes back.</summary>
    [JsonConverter(typeof(ReferenceReader<PaymentIntent>))]
    public Reference<PaymentIntent>? PaymentIntent { get; init; }

    /// <summary>The charge that goes back.</summary>
    [JsonConverter(typeof(ReferenceReader<Charge>))]
    public Reference<Charge>? Charge { get; init; }

    /// <summary>What it took from the balance; null until Stripe knows.</summary>
    [JsonConverter(typeof(ReferenceReader<BalanceTransaction>))]
    public Reference<BalanceTransaction>? BalanceTransaction { get; init; }

    /// <summary>What a failed refund put back into the balance; null unless it failed.</summary>
    [JsonConverter(typeof(ReferenceReader<BalanceTransaction>))]
    public Reference<BalanceTransaction>? FailureBalanceTransaction { get; init; }

    /// <summary>Why it failed; null unless it did.</summary>
    public string? FailureReason { get; init; }

    /// <summary>Why it waits: charge_pending, insufficient_funds or processing.</summary>
    public string? PendingReason { get; init; }

    /// <summary>Why it was asked for.</summary>
    public string? Reason { get; init; }

    /// <summary>Our labels on it.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Created { get; init; }
}
