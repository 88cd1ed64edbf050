namespace CharityLink.Store;

/// <summary>Writes everything that waits in one commit. While one batch is on its way the next one gathers; nobody waits for company.</summary>
/// <remarks>
/// There is no writing thread: a caller who finds a writer idle takes the lead and carries off whatever waits, its own append
/// among it. So an append alone goes straight to the socket, and under load a leader's place is kept for as long as there is work.
/// </remarks>
internal sealed class GroupCommit : IAsyncDisposable
{
    // Bounded, so that a database that is down is met with refusals and not with memory.
    private const int WaitingMax = 20_000;

    // How late a caller may hear that its time is up. One look at all costs less than a timer for each.
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    // So many must wait before another writer sets out beside one that is under way: below this one fuller batch costs less than two.
    private const int Enough = 96;

    private static readonly TimeSpan PartingTime = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Queue<PendingAppend> waiting = [];
    private readonly EventStoreOptions options;
    private readonly Stack<BatchWriter> idle;
    private readonly HashSet<AppendBatch> flights = [];
    private readonly Timer watch;
    private int flying;
    private TaskCompletionSource? closed;

    public GroupCommit(EventStoreOptions options, Func<BatchWriter> connect)
    {
        this.options = options;
        idle = new(Enumerable.Range(0, options.Writers).Select(_ => connect()));
        watch = new(_ => FailLate(), null, LookEvery, LookEvery);
    }

    /// <summary>Hands an append in and waits for its answer, within the limit every caller is promised.</summary>
    public async Task<AppendResult> Append(PendingAppend append, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        try
        {
            if (Enter(append) is { } writer)
            {
                // Waiting for the whole batch instead of the own answer spares a change of threads: it is the same moment.
                await Start(writer).WaitAsync(options.AppendAtMost, ct);
            }

            return await append.Answer.WaitAsync(ct);
        }
        catch (TimeoutException late)
        {
            append.Abandon();
            throw new StoreUnavailableException(new StoreUnavailableException().Message, late);
        }
        catch (OperationCanceledException)
        {
            append.Abandon();
            throw;
        }
    }

    /// <summary>Takes no more, writes what waits, and lets the connections go.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (gate)
        {
            closed ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (idle.Count == options.Writers)
            {
                closed.TrySetResult();
            }
        }

        stop.CancelAfter(PartingTime);
        await closed.Task;
        await watch.DisposeAsync();
        while (idle.TryPop(out var writer))
        {
            await writer.DisposeAsync();
        }
    }

    // Into the queue; whoever gets a writer as well must lead.
    private BatchWriter? Enter(PendingAppend append)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed is not null, this);
            if (waiting.Count >= WaitingMax)
            {
                throw new StoreUnavailableException("The event store is overloaded; nothing was written: try again later.");
            }

            waiting.Enqueue(append);
            return FreeWriter();
        }
    }

    private void FailLate()
    {
        lock (gate)
        {
            var oldest = Environment.TickCount64 - (long)options.AppendAtMost.TotalMilliseconds;
            foreach (var append in waiting.Concat(flights.SelectMany(batch => batch.All)).Where(append => append.Since < oldest))
            {
                append.Fail(new StoreUnavailableException());
            }
        }
    }

    private Task Start(BatchWriter writer)
    {
        // The leader writes for everybody: this caller's trace is not theirs.
        using var alone = ExecutionContext.SuppressFlow();
        return Lead(writer);
    }

    private BatchWriter? FreeWriter() =>
        (flying == 0 || waiting.Count >= Enough) && idle.TryPop(out var writer) ? writer : null;

    // Batches of like size keep the database busy with one while those of the other are answered and come back.
    private int Share() => flying > 0 && waiting.Count < Enough ? 0 : Math.Max(Enough, (waiting.Count + flying + 1) / options.Writers);

    // A leader writes one batch, its own append at the head of it; what has gathered meanwhile is nobody's in particular.
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

    private async Task SetOut(BatchWriter writer)
    {
        var batch = new AppendBatch(options.BatchMax);
        if (Refill(batch, writer))
        {
            await WriteOn(batch, writer);
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

    // The next batch, or the writer goes idle: decided under the lock, so that nobody enters unseen in between.
    private bool Refill(AppendBatch batch, BatchWriter writer)
    {
        lock (gate)
        {
            flying -= batch.Appends.Count;
            batch.Refill(waiting, Share());
            flying += batch.Appends.Count;
            if (batch.Appends.Count > 0)
            {
                flights.Add(batch);
                if (FreeWriter() is { } other)
                {
                    _ = Task.Run(() => SetOut(other));
                }

                return true;
            }

            flights.Remove(batch);
            idle.Push(writer);
            if (idle.Count == options.Writers)
            {
                closed?.TrySetResult();
            }

            return false;
        }
    }
}
