namespace CharityLink.Giving;

/// <summary>Lets many callers share one statement: whatever gathers while one is on its way goes with the next. Alone, nobody waits for company.</summary>
internal sealed class Gathering<T>(int most, Func<IReadOnlyList<T>, Task> carry)
{
    private readonly Lock gate = new();
    private List<(T Item, TaskCompletionSource Done)> waiting = [];
    private bool isCarrying;

    /// <summary>Hands something in; returns when the statement that held it has ended, and throws what that threw.</summary>
    public Task Add(T item)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            waiting.Add((item, done));
            if (isCarrying)
            {
                return done.Task;
            }

            isCarrying = true;
        }

        // Works for everybody: the trace of the one who came first is not theirs.
        using var alone = ExecutionContext.SuppressFlow();
        return Task.WhenAll(done.Task, Task.Run(Drain));
    }

    private async Task Drain()
    {
        while (Take() is { Count: > 0 } batch)
        {
            try
            {
                await carry([.. batch.Select(one => one.Item)]);
                batch.ForEach(one => one.Done.SetResult());
            }
            catch (Exception fault)
            {
                // Each is told; what they make of it is theirs.
                batch.ForEach(one => one.Done.SetException(fault));
            }
        }
    }

    private List<(T Item, TaskCompletionSource Done)> Take()
    {
        lock (gate)
        {
            if (waiting.Count == 0)
            {
                isCarrying = false;
                return [];
            }

            var batch = waiting.Count <= most ? waiting : waiting[..most];
            waiting = waiting.Count <= most ? [] : waiting[most..];
            return batch;
        }
    }
}
