namespace CharityLink.Stripe;

/// <summary>Money on its way from the balance to the bank.</summary>
public sealed record Payout : IStripeObject
{
    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <summary>pending, in_transit, paid, failed or canceled; one that was paid may still fail.</summary>
    public required string Status { get; init; }

    /// <summary>In minor units.</summary>
    public required long Amount { get; init; }

    /// <summary>Lower case.</summary>
    public required string Currency { get; init; }

    /// <summary>completed once it is said what it paid out.</summary>
    public string? ReconciliationStatus { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Created { get; init; }
}
