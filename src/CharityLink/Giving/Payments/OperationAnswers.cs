using System.Collections.Concurrent;

namespace CharityLink.Giving;

/// <summary>Lets pages wait for operations: what this node sends is told at once, and one question every moment asks for all others that wait.</summary>
public sealed class OperationAnswers
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private const int LookMost = 1_000;
    private readonly ConcurrentDictionary<Guid, Waiting> waiting = new();
    private readonly Lock gate = new();
    private readonly PaymentOperations operations;
    private readonly TimeProvider clock;
    private readonly Gathering<Guid> looking;
    private bool isLooking;

    /// <summary>Over the rows of all operations.</summary>
    public OperationAnswers(PaymentOperations operations, TimeProvider clock)
    {
        (this.operations, this.clock) = (operations, clock);
        looking = new(LookMost, async ids => TellAll(await operations.Find([.. ids], CancellationToken.None)));
    }

    /// <summary>The operation once it has ended, or as it is when the time is over; null when it is not even written down.</summary>
    public async Task<PaymentOperation?> Wait(Guid id, TimeSpan atMost, CancellationToken ct)
    {
        var place = waiting.AddOrUpdate(id, _ => new Waiting(1), (_, there) => there with { Pages = there.Pages + 1 });
        try
        {
            // What is there already is known at once; what comes later is told.
            await looking.Add(id);
            Look();
            return await place.Ended.Task.WaitAsync(atMost, clock, ct);
        }
        catch (TimeoutException)
        {
            return (await operations.Find([id], ct)).SingleOrDefault();
        }
        finally
        {
            Leave(id);
        }
    }

    /// <summary>Something is known of an operation.</summary>
    internal void Tell(PaymentOperation operation)
    {
        if (operation.HasEnded && waiting.TryGetValue(operation.Id, out var place))
        {
            place.Ended.TrySetResult(operation);
        }
    }

    private void TellAll(IReadOnlyList<PaymentOperation> found)
    {
        foreach (var operation in found)
        {
            Tell(operation);
        }
    }

    private void Leave(Guid id)
    {
        while (waiting.TryGetValue(id, out var there))
        {
            if (there.Pages > 1 ? waiting.TryUpdate(id, there with { Pages = there.Pages - 1 }, there) : waiting.TryRemove(KeyValuePair.Create(id, there)))
            {
                return;
            }
        }
    }

    private void Look()
    {
        lock (gate)
        {
            if (isLooking)
            {
                return;
            }

            isLooking = true;
        }

        using var alone = ExecutionContext.SuppressFlow();
        _ = Task.Run(LookOn);
    }

    // Goes on for as long as anybody waits. A database that is away is asked again; the pages have their own time limit.
    private async Task LookOn()
    {
        while (true)
        {
            var ids = waiting.Where(one => !one.Value.Ended.Task.IsCompleted).Select(one => one.Key).Take(LookMost).ToList();
            lock (gate)
            {
                if (ids.Count == 0 && waiting.IsEmpty)
                {
                    isLooking = false;
                    return;
                }
            }

            try
            {
                TellAll(ids.Count == 0 ? [] : await operations.Find(ids, CancellationToken.None));
            }
            catch (Exception away) when (away is Npgsql.NpgsqlException or TimeoutException)
            {
                // Asked again below.
            }

            await Task.Delay(LookEvery, clock);
        }
    }

    private sealed record Waiting(int Pages)
    {
        public TaskCompletionSource<PaymentOperation> Ended { get; init; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
