using Microsoft.Extensions.Options;

namespace CharityLink.Stripe.Tests;

/// <summary>A clock that stands where the test puts it.</summary>
internal sealed class SetClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}

/// <summary>Settings as the test made them.</summary>
internal sealed class FixedOptions(StripeOptions options) : IOptionsMonitor<StripeOptions>
{
    public StripeOptions CurrentValue => options;

    public StripeOptions Get(string? name) => options;

    public IDisposable? OnChange(Action<StripeOptions, string?> listener) => null;
}
