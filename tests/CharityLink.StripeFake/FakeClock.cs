namespace CharityLink.StripeFake;

/// <summary>Stripe's own clock: it runs with ours until it is set or moved on.</summary>
public sealed class FakeClock : TimeProvider
{
    private DateTimeOffset? standing;
    private TimeSpan ahead;

    /// <summary>Told when time was moved, so that what has become due happens.</summary>
    internal Action? Moved { get; set; }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => standing ?? System.GetUtcNow() + ahead;

    /// <summary>Stops the clock at an instant.</summary>
    public void Set(DateTimeOffset at)
    {
        standing = at;
        Moved?.Invoke();
    }

    /// <summary>Moves the clock on; what becomes due meanwhile happens now.</summary>
    public void Advance(TimeSpan span)
    {
        if (standing is { } at)
        {
            standing = at + span;
        }
        else
        {
            ahead += span;
        }

        Moved?.Invoke();
    }

    internal long Seconds => GetUtcNow().ToUnixTimeSeconds();
}
