namespace CharityLink.Stripe;

/// <summary>A charity's own account at Stripe, connected to the platform.</summary>
public sealed record Account : IStripeObject
{
    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <summary>The merchant's country, which decides what may be collected and how.</summary>
    public string? Country { get; init; }

    /// <summary>The currency that arrives at the bank, lower case.</summary>
    public string? DefaultCurrency { get; init; }

    /// <summary>True when gifts can be charged in its name.</summary>
    public bool ChargesEnabled { get; init; }

    /// <summary>True when money can go to its bank.</summary>
    public bool PayoutsEnabled { get; init; }

    /// <summary>True when the charity has answered Stripe's questions.</summary>
    public bool DetailsSubmitted { get; init; }

    /// <summary>What each way to pay is allowed: active, inactive or pending, by Stripe's name of it.</summary>
    public IReadOnlyDictionary<string, string>? Capabilities { get; init; }

    /// <summary>What Stripe still asks for.</summary>
    public AccountRequirements? Requirements { get; init; }

    /// <summary>Our labels on it.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}

/// <summary>What Stripe still asks an account for.</summary>
public sealed record AccountRequirements
{
    /// <summary>What is needed now.</summary>
    public IReadOnlyList<string>? CurrentlyDue { get; init; }

    /// <summary>What is late, so that something is switched off.</summary>
    public IReadOnlyList<string>? PastDue { get; init; }

    /// <summary>Why the account is switched off; null while it is not.</summary>
    public string? DisabledReason { get; init; }
}

/// <summary>A page of Stripe's on which a charity answers its questions; good once and for minutes.</summary>
public sealed record AccountLink
{
    /// <summary>Where to send the charity's person.</summary>
    public required string Url { get; init; }

    /// <summary>When the link dies.</summary>
    public DateTimeOffset ExpiresAt { get; init; }
}
