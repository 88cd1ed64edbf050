namespace CharityLink.Store;

/// <summary>Wakes those who follow the log when it has grown: at once in this process, by notification from others.</summary>
internal sealed class CommitSignal
{
    private readonly Lock gate = new();
    private TaskCompletionSource grown = New();
    private long latest;

    /// <summary>The last position heard of.</summary>
    public long Latest => Interlocked.Read(ref latest);

    /// <summary>The log reaches this far.</summary>
    public void Reached(long position)
    {
        TaskCompletionSource wake;
        lock (gate)
        {
            if (position <= latest)
            {
                return;
            }

            Interlocked.Exchange(ref latest, position);
            (wake, grown) = (grown, New());
        }

        wake.SetResult();
    }

    /// <summary>Ends when the log is heard to reach past a position, or after a while: hearing is a hint, looking is the truth.</summary>
    public async Task WaitPast(long position, TimeSpan atMost, CancellationToken ct)
    {
        Task wait;
        lock (gate)
        {
            if (latest > position)
            {
                return;
            }

            wait = grown.Task;
        }

        await wait.WaitAsync(atMost, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ct.ThrowIfCancellationRequested();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
