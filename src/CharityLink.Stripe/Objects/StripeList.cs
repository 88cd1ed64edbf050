namespace CharityLink.Stripe;

/// <summary>One page of a list, newest first.</summary>
public sealed record StripeList<T>
{
    /// <summary>The objects of this page.</summary>
    public IReadOnlyList<T> Data { get; init; } = [];

    /// <summary>True when older ones follow.</summary>
    public bool HasMore { get; init; }
}

/// <summary>Stripe's word that an object is gone.</summary>
public sealed record Deleted : IStripeObject
{
    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <summary>Always true in an answer.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("deleted")]
    public bool IsDeleted { get; init; }
}
