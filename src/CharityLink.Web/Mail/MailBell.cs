using System.Threading.Channels;

namespace CharityLink.Web.Mail;

/// <summary>Wakes this node's carrier when a mail was noted, so that nobody waits for the next round.</summary>
public sealed class MailBell
{
    private readonly Channel<bool> rings = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>There is something to send.</summary>
    public void Ring() => rings.Writer.TryWrite(true);

    /// <summary>Waits for a ring, or until the time is over.</summary>
    public async Task Wait(TimeSpan atMost, TimeProvider clock, CancellationToken ct)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(rings.Reader.WaitToReadAsync(enough.Token).AsTask(), Task.Delay(atMost, clock, enough.Token));
        await enough.CancelAsync();
        rings.Reader.TryRead(out _);
    }
}
