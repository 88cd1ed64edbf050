namespace CharityLink.Store;

/// <summary>Who waits, who writes, and how what waits is shared among the writers. Every decision is made under one lock, so that nobody enters unseen in between.</summary>
internal sealed class AppendQueue(EventStoreOptions options, IEnumerable<BatchWriter> writers)
{
    // Bounded, so that a database that is down is met with refusals and not with memory.
    private const int WaitingMax = 20_000;

    // Below this, one fuller batch costs less than two.
    private const int Fewest = 32;

    private readonly Lock gate = new();
    private readonly Queue<PendingAppend> waiting = [];
    private readonly Stack<BatchWriter> idle = new(writers);
    private readonly HashSet<AppendBatch> flights = [];
    private int flying;
    private TaskCompletionSource? closed;

    /// <summary>Lets an append wait. Whoever gets a writer as well must set out with it.</summary>
    public BatchWriter? Enter(PendingAppend append)
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

    /// <summary>A writer's next batch, and another writer to send after it if enough is left; false: there is nothing for it, and it is idle again.</summary>
    public bool Refill(AppendBatch batch, BatchWriter writer, out BatchWriter? other)
    {
        lock (gate)
        {
            flying -= batch.Appends.Count;
            batch.Refill(waiting, EnoughWait ? Share : 0);
            flying += batch.Appends.Count;
            if (batch.Appends.Count > 0)
            {
                flights.Add(batch);
                other = FreeWriter();
                return true;
            }

            other = null;
            flights.Remove(batch);
            idle.Push(writer);
            if (idle.Count == options.Writers)
            {
                closed?.TrySetResult();
            }

            return false;
        }
    }

    /// <summary>Tells those whose time is up, wherever their append is.</summary>
    public void FailLate()
    {
        lock (gate)
        {
            var oldest = Environment.TickCount64 - (long)options.AppendAtMost.TotalMilliseconds;
            foreach (var late in waiting.Concat(flights.SelectMany(batch => batch.All)).Where(append => append.Since < oldest))
            {
                late.Fail(new StoreUnavailableException());
            }
        }
    }

    /// <summary>Takes no more; ends when what waits is written and every writer is idle.</summary>
    public Task Close()
    {
        lock (gate)
        {
            closed ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (idle.Count == options.Writers)
            {
                closed.TrySetResult();
            }

            return closed.Task;
        }
    }

    /// <summary>The writers, once closed.</summary>
    public IReadOnlyList<BatchWriter> Idle => [.. idle];

    private BatchWriter? FreeWriter() => EnoughWait && idle.TryPop(out var writer) ? writer : null;

    private bool EnoughWait => flying == 0 || waiting.Count >= Share;

    // Batches of like size keep the database busy with one while those of the other are answered and come back: so many must wait
    // before another writer sets out beside one that is under way, and so many it takes.
    private int Share => Math.Max(Fewest, (waiting.Count + flying + 1) / options.Writers);
}
