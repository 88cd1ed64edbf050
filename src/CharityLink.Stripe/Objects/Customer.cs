namespace CharityLink.Stripe;

/// <summary>Who pays, as Stripe keeps them. Stripe answers with it also after it was deleted.</summary>
public sealed record Customer : IStripeObject
{
    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <summary>True when only the id is left.</summary>
    public bool Deleted { get; init; }

    /// <summary>Where Stripe may write to.</summary>
    public string? Email { get; init; }

    /// <summary>The name on receipts of Stripe's.</summary>
    public string? Name { get; init; }

    /// <summary>Our labels on them.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>When they were made; not there once deleted.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>Whether for real money; not there once deleted.</summary>
    public bool? Livemode { get; init; }
}
