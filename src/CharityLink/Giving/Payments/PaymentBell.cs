using System.Threading.Channels;

namespace CharityLink.Giving;

/// <summary>Wakes the workers of this node when there is something to do; other nodes look by themselves, a little later.</summary>
public sealed class PaymentBell
{
    private readonly Bell operations = new();
    private readonly Bell inbox = new();

    internal Bell Operations => operations;

    internal Bell Inbox => inbox;
}

/// <summary>A bell that is heard once however often it was rung.</summary>
internal sealed class Bell
{
    private readonly Channel<byte> rung = Channel.CreateBounded<byte>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Ring() => rung.Writer.TryWrite(0);

    /// <summary>Returns when it is rung, or after so long.</summary>
    public async Task Wait(TimeSpan atMost, TimeProvider clock, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(atMost, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            await rung.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Nobody rang.
        }
    }
}
