using System.Text.Json;

namespace CharityLink.Stripe;

/// <summary>One line of Stripe's own books: what the ledger is checked against.</summary>
public sealed record BalanceTransaction : IStripeObject
{
    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <summary>charge, refund, adjustment, transfer, payout and others; an unknown one goes to suspense.</summary>
    public required string Type { get; init; }

    /// <summary>Before the fee, in the balance's currency; negative where money leaves.</summary>
    public required long Amount { get; init; }

    /// <summary>What Stripe and the platform keep.</summary>
    public required long Fee { get; init; }

    /// <summary>Amount less fee.</summary>
    public required long Net { get; init; }

    /// <summary>The balance's currency, which need not be the charge's.</summary>
    public required string Currency { get; init; }

    /// <summary>By what the charge's currency was multiplied; null when the two are one.</summary>
    public decimal? ExchangeRate { get; init; }

    /// <summary>The parts of the fee.</summary>
    public IReadOnlyList<FeeDetail> FeeDetails { get; init; } = [];

    /// <summary>pending or available.</summary>
    public required string Status { get; init; }

    /// <summary>What moved: an id, or the object where it was expanded.</summary>
    public JsonElement? Source { get; init; }

    /// <summary>The id of what moved; null for lines of Stripe's own.</summary>
    public string? SourceId => Source switch
    {
        { ValueKind: JsonValueKind.String } id => id.GetString(),
        { ValueKind: JsonValueKind.Object } value => value.GetProperty("id").GetString(),
        _ => null,
    };

    /// <summary>From when on it can be paid out.</summary>
    public DateTimeOffset AvailableOn { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Created { get; init; }
}

/// <summary>One part of a fee.</summary>
public sealed record FeeDetail
{
    /// <summary>In minor units.</summary>
    public long Amount { get; init; }

    /// <summary>Lower case.</summary>
    public string? Currency { get; init; }

    /// <summary>stripe_fee, application_fee, tax and others.</summary>
    public string? Type { get; init; }
}
