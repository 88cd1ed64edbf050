namespace CharityLink.Web.Tests.Support;

/// <summary>The site's clock in a test: right until it is put forward, so that no test has to wait.</summary>
public sealed class MovableClock : TimeProvider
{
    private TimeSpan _ahead;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _ahead;

    /// <summary>Puts it forward.</summary>
    public void Advance(TimeSpan by) => _ahead += by;
}
