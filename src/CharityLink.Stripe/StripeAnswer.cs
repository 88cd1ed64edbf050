namespace CharityLink.Stripe;

/// <summary>What is known after a call. Only <see cref="Done"/> and <see cref="Refused"/> are final.</summary>
public enum StripeOutcome
{
    /// <summary>Stripe did it; the value is there.</summary>
    Done,

    /// <summary>Stripe did not do it and never will under this key: a decline, a wrong parameter, a key used twice.</summary>
    Refused,

    /// <summary>Nothing was done, and the same key may be sent again after a while.</summary>
    Busy,

    /// <summary>Stripe does not take our secret key or its rights: nothing was done, and an operator must act.</summary>
    NotAllowed,

    /// <summary>It may or may not have been done: send the same key again within its lifetime, then look the object up.</summary>
    Unknown,

    /// <summary>It was done, but in the other mode than the one configured: an operator must act.</summary>
    WrongMode,
}

/// <summary>How a call ended. A value, because every one of these is to be expected.</summary>
public sealed record StripeAnswer<T>(StripeOutcome Outcome)
{
    /// <summary>What Stripe made or found; there when <see cref="Outcome"/> is Done or WrongMode.</summary>
    public T? Value { get; init; }

    /// <summary>What Stripe said against it; null when the connection failed.</summary>
    public StripeError? Error { get; init; }

    /// <summary>The status of the last answer; null when none came.</summary>
    public int? Status { get; init; }

    /// <summary>Stripe's number for the request, which its support asks for.</summary>
    public string? RequestId { get; init; }

    /// <summary>How long Stripe asked to wait; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>True when Stripe repeated the answer it had kept for this key.</summary>
    public bool Replayed { get; init; }

    /// <summary>How often the call was sent.</summary>
    public int Tries { get; init; }

    /// <summary>The value, where anything else would be a bug.</summary>
    public T Must() => Outcome == StripeOutcome.Done && Value is { } value
        ? value
        : throw new InvalidOperationException($"Stripe did not carry out the call: {Outcome}, {Status}, {Error?.Code ?? Error?.Type}, {RequestId}.");
}
