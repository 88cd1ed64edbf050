using CharityLink.Workers;

namespace CharityLink.Giving;

/// <summary>Wakes the workers of this node when there is something to do; other nodes look by themselves, a little later.</summary>
public sealed class PaymentBell
{
    internal Bell Operations { get; } = new();

    internal Bell Inbox { get; } = new();
}
