namespace CharityLink.Store;

/// <summary>Carries what waits over a few connections: alone it goes at once, under load everything that has gathered goes together.</summary>
/// <remarks>
/// There is no thread that waits for work: whoever finds a lane idle sends it off, the own request at the head of the load, so a
/// lone request goes straight to the socket. What has gathered when it returns is carried on without anybody in particular.
/// </remarks>
internal sealed class Lanes<TItem>(int count, Func<ILane<TItem>> make) : IAsyncDisposable
{
    // Bounded, so that a database that is down is met with refusals and not with memory.
    private const int WaitingMax = 20_000;

    private readonly Lock gate = new();
    private readonly Queue<TItem> waiting = [];
    private readonly Stack<ILane<TItem>> idle = new(Enumerable.Range(0, count).Select(_ => make()));
    private TaskCompletionSource? closed;

    /// <summary>Puts a request on its way; it is answered through the item itself. Ends at once, or with the trip if this request set one off.</summary>
    public Task Send(TItem item)
    {
        if (Enter(item) is not { } lane)
        {
            return Task.CompletedTask;
        }

        if (ExecutionContext.IsFlowSuppressed())
        {
            return FirstTrip(lane);
        }

        // The trip is made for everybody: this caller's trace is not theirs.
        using var alone = ExecutionContext.SuppressFlow();
        return FirstTrip(lane);
    }

    /// <summary>Takes no more, carries what waits, and lets the connections go.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (gate)
        {
            closed ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (idle.Count == count)
            {
                closed.TrySetResult();
            }
        }

        await closed.Task;
        while (idle.TryPop(out var lane))
        {
            await lane.DisposeAsync();
        }
    }

    // Into the queue; whoever gets an idle lane as well must send it off.
    private ILane<TItem>? Enter(TItem item)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed is not null, this);
            if (waiting.Count >= WaitingMax)
            {
                throw new StoreUnavailableException("The event store is overloaded; nothing was written: try again later.");
            }

            waiting.Enqueue(item);
            if (!idle.TryPop(out var lane))
            {
                return null;
            }

            lane.Take(waiting);
            return lane;
        }
    }

    private async Task FirstTrip(ILane<TItem> lane)
    {
        if (!await lane.Carry() || More(lane))
        {
            _ = Task.Run(() => GoOn(lane));
        }
    }

    private async Task GoOn(ILane<TItem> lane)
    {
        do
        {
            while (!await lane.Carry())
            {
                await lane.Pause();
            }
        }
        while (More(lane));
    }

    // The next load, or the lane goes idle: decided under the lock, so that nobody enters unseen in between.
    private bool More(ILane<TItem> lane)
    {
        lock (gate)
        {
            if (lane.Take(waiting))
            {
                return true;
            }

            idle.Push(lane);
            if (idle.Count == count)
            {
                closed?.TrySetResult();
            }

            return false;
        }
    }
}
