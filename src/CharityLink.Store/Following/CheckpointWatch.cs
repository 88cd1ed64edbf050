using Microsoft.Extensions.Logging;
using Npgsql;

namespace CharityLink.Store;

/// <summary>Looks at the checkpoints while somebody waits for a follower that another node runs: one look for all who wait.</summary>
internal sealed class CheckpointWatch(NpgsqlDataSource database, IReadOnlyDictionary<string, Runner> runners, ILogger log)
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(20);

    private readonly CommitSignal somebody = new();
    private long comers;
    private int waiting;

    /// <summary>Keeps looking while <paramref name="wait"/> lasts.</summary>
    public async Task During(Task wait)
    {
        Interlocked.Increment(ref waiting);
        somebody.Reached(Interlocked.Increment(ref comers));
        try
        {
            await wait;
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    public async Task Run(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                var seen = Interlocked.Read(ref comers);
                while (Volatile.Read(ref waiting) > 0)
                {
                    await Look(stop);
                    await Task.Delay(Every, stop);
                }

                await somebody.WaitPast(seen, TimeSpan.FromMinutes(1), stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Nobody waits for a host that stops.
        }
    }

    private async Task Look(CancellationToken stop)
    {
        try
        {
            foreach (var (name, status) in await Checkpoints.All(database, stop))
            {
                if (runners.TryGetValue(name, out var runner) && !runner.Leads)
                {
                    runner.Progress.Reached(status.Position);
                }
            }
        }
        catch (Exception lost) when (!stop.IsCancellationRequested)
        {
            log.FollowingWaits(lost);
            await Faults.Pause(6, stop);
        }
    }
}
