using Microsoft.Extensions.Logging;
using Npgsql;

namespace CharityLink.Store;

/// <summary>How far followers have come that met nothing of theirs: saved by one statement for all of them, in place of a transaction each for every page.</summary>
internal sealed class QuietCheckpoints(NpgsqlDataSource database, ILogger log)
{
    // A node that stands by learns of it this late; a crash makes a follower pass over as much again.
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private readonly Dictionary<string, QuietRun> runs = new(StringComparer.Ordinal);
    private readonly CommitSignal noted = new();
    private long notes;

    /// <summary>What concerns a follower of the page after a position; null when nothing does, which is noted.</summary>
    public LogPage? Heeded(IFollower follower, long after, LogPage page)
    {
        var heeded = page.Only(follower.Heeds);
        if (heeded.Events.Count > 0)
        {
            Ends(follower);
            return heeded;
        }

        lock (gate)
        {
            var since = runs.TryGetValue(follower.Name, out var run) ? run.Since : after;
            runs[follower.Name] = new(follower.Name, follower.Version, since, page.ReadUpTo);
            noted.Reached(++notes);
        }

        return null;
    }

    /// <summary>A follower goes on by itself, or starts anew: what it passed before says nothing of what comes.</summary>
    public void Ends(IFollower follower)
    {
        lock (gate)
        {
            runs.Remove(follower.Name);
        }
    }

    /// <summary>Saves until stopped.</summary>
    public async Task Run(CancellationToken stop)
    {
        for (var (seen, failures) = (0L, 0); !stop.IsCancellationRequested;)
        {
            try
            {
                await noted.WaitPast(seen, TimeSpan.FromMinutes(1), stop);
                (seen, var all) = Noted();
                await Checkpoints.SavePassed(database, all, stop);
                failures = 0;
                await Task.Delay(Every, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception lost)
            {
                log.FollowingWaits(lost);
                await Faults.Pause(failures++, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private (long Notes, IReadOnlyList<QuietRun> Runs) Noted()
    {
        lock (gate)
        {
            return (notes, [.. runs.Values]);
        }
    }
}

/// <summary>From one checkpoint to a position after it there is nothing that concerns a follower.</summary>
internal sealed record QuietRun(string Name, int Version, long Since, long UpTo);
