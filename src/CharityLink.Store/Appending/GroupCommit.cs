namespace CharityLink.Store;

/// <summary>Writes everything that waits in one commit. While one batch is on its way the next one gathers; nobody waits for company.</summary>
/// <remarks>
/// There is no writing thread: a caller who finds a writer idle takes the lead and carries off whatever waits, its own append
/// among it. So an append alone goes straight to the socket, and under load a leader's place is kept for as long as there is work.
/// </remarks>
internal sealed class GroupCommit : IAsyncDisposable
{
    // How late a caller may hear that its time is up. One look at all costs less than a timer for each.
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan PartingTime = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource stop = new();
    private readonly EventStoreOptions options;
    private readonly AppendQueue queue;
    private readonly Timer watch;

    public GroupCommit(EventStoreOptions options, Func<BatchWriter> connect)
    {
        this.options = options;
        queue = new(options, Enumerable.Range(0, options.Writers).Select(_ => connect()));
        watch = new(_ => queue.FailLate(), null, LookEvery, LookEvery);
    }

    /// <summary>Hands an append in and waits for its answer, within the limit every caller is promised.</summary>
    public async Task<AppendResult> Append(PendingAppend append, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        using var leaving = ct.UnsafeRegister(static (left, by) => ((PendingAppend)left!).Abandon(by), append);
        if (queue.Enter(append) is { } writer)
        {
            // Waiting for the whole batch instead of the own answer spares a change of threads: it is the same moment.
            await Lead(writer, append, ct);
        }

        return await append.Answer;
    }

    /// <summary>Takes no more, writes what waits, and lets the connections go.</summary>
    public async ValueTask DisposeAsync()
    {
        var written = queue.Close();
        stop.CancelAfter(PartingTime);
        await written;
        await watch.DisposeAsync();
        foreach (var writer in queue.Idle)
        {
            await writer.DisposeAsync();
        }
    }

    private async Task Lead(BatchWriter writer, PendingAppend append, CancellationToken ct)
    {
        try
        {
            await Start(writer).WaitAsync(options.AppendAtMost, ct);
        }
        catch (TimeoutException late)
        {
            append.Fail(new StoreUnavailableException(new StoreUnavailableException().Message, late));
        }
    }

    private Task Start(BatchWriter writer)
    {
        // The leader writes for everybody: this caller's trace is not theirs.
        using var alone = ExecutionContext.SuppressFlow();
        return Lead(writer);
    }

    // A leader writes one batch, as a rule its own append among it; what has gathered meanwhile is nobody's in particular.
    private async Task Lead(BatchWriter writer)
    {
        var batch = new AppendBatch(options.BatchMax);
        if (Refill(batch, writer))
        {
            await writer.Write(batch.Appends, stop.Token);
            if (Refill(batch, writer))
            {
                _ = Task.Run(() => WriteOn(batch, writer));
            }
        }
    }

    private async Task WriteOn(AppendBatch batch, BatchWriter writer)
    {
        do
        {
            await writer.Write(batch.Appends, stop.Token);
            // Behind those who have just been answered: most come back with their next append, and a fuller batch costs each less.
            await Task.Yield();
        }
        while (Refill(batch, writer));
    }

    private bool Refill(AppendBatch batch, BatchWriter writer)
    {
        var any = queue.Refill(batch, writer, out var other);
        if (other is not null)
        {
            _ = Task.Run(() => Lead(other));
        }

        return any;
    }
}
