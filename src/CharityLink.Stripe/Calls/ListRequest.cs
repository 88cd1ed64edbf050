namespace CharityLink.Stripe;

/// <summary>A stretch of time, both ends optional.</summary>
public sealed record TimeRange
{
    /// <summary>At or after.</summary>
    public DateTimeOffset? Gte { get; init; }

    /// <summary>Before.</summary>
    public DateTimeOffset? Lt { get; init; }
}

/// <summary>Which part of a list is wanted; each list takes the filters that Stripe documents for it and refuses others.</summary>
public sealed record ListRequest
{
    /// <summary>Those made in this time.</summary>
    public TimeRange? Created { get; init; }

    /// <summary>Those of this customer.</summary>
    public string? Customer { get; init; }

    /// <summary>Those of this payment.</summary>
    public string? PaymentIntent { get; init; }

    /// <summary>Those of this charge.</summary>
    public string? Charge { get; init; }

    /// <summary>Those of this group: how a transfer is found again whose answer was lost.</summary>
    public string? TransferGroup { get; init; }

    /// <summary>Those to this account.</summary>
    public string? Destination { get; init; }

    /// <summary>Those that this payout paid out.</summary>
    public string? Payout { get; init; }

    /// <summary>Those of this object.</summary>
    public string? Source { get; init; }

    /// <summary>Those of this kind.</summary>
    public string? Type { get; init; }

    /// <summary>Events of these kinds, at most twenty.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    /// <summary>False: only events that some endpoint has not taken.</summary>
    public bool? DeliverySuccess { get; init; }

    /// <summary>Those with this status.</summary>
    public string? Status { get; init; }

    /// <summary>How many a page; 1 to 100, ten when not said.</summary>
    public int? Limit { get; init; }

    /// <summary>Those older than this one.</summary>
    public string? StartingAfter { get; init; }

    /// <summary>Those newer than this one.</summary>
    public string? EndingBefore { get; init; }

    /// <summary>Members to write out whole, such as data.balance_transaction.</summary>
    public IReadOnlyList<string>? Expand { get; init; }
}
