using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CharityLink.Store;

/// <summary>Keeps read models and reactions following the log: one node at a time each, checkpoint and rows in one transaction.</summary>
public sealed class ReadModelHost : BackgroundService
{
    private readonly EventStore store;
    private readonly NpgsqlDataSource database;
    private readonly ILogger<ReadModelHost> log;
    private readonly LogReader pages;
    private readonly Dictionary<string, Runner> runners;
    private readonly CheckpointWatch watch;
    private readonly QuietCheckpoints quiet;

    /// <summary>Nothing runs before the host is started.</summary>
    public ReadModelHost(
        EventStore store, NpgsqlDataSource database, IEnumerable<IReadModel> models, IEnumerable<IReaction> reactions, ILogger<ReadModelHost> log)
    {
        ArgumentNullException.ThrowIfNull(store);
        (this.store, this.database, this.log) = (store, database, log);
        pages = new LogReader(database, store.Types, store.Signal, log);
        quiet = new QuietCheckpoints(database, log);
        runners = models.Select(model => (IFollower)new ModelFollower(model, pages, database, log))
            .Concat(reactions.Select(reaction => new ReactionFollower(reaction, log)))
            .ToDictionary(follower => follower.Name, follower => new Runner(follower, pages, quiet, database, log), StringComparer.Ordinal);
        watch = new CheckpointWatch(database, runners, log);
    }

    /// <summary>Waits until a read model has carried in everything up to a position. False when it has not by then, or has stopped.</summary>
    public async Task<bool> WaitFor(string name, long position, TimeSpan atMost, CancellationToken ct)
    {
        var runner = runners.TryGetValue(name, out var known) ? known : throw new ArgumentException($"There is no follower '{name}'.", nameof(name));
        var started = Stopwatch.GetTimestamp();
        while (runner.Progress.Latest < position)
        {
            var left = atMost - Stopwatch.GetElapsedTime(started);
            if (left <= TimeSpan.Zero || runner.Status.State == FollowerStates.Stopped)
            {
                return false;
            }

            // In slices, because another node may take the follower over meanwhile.
            var slice = left < TimeSpan.FromMilliseconds(100) ? left : TimeSpan.FromMilliseconds(100);
            var wait = runner.Progress.WaitPast(position - 1, slice, ct);
            await (runner.Leads ? wait : watch.During(wait));
        }

        return true;
    }

    /// <summary>Where everything stands, for health pages and the console.</summary>
    public async Task<IReadOnlyList<FollowerStatus>> Status(CancellationToken ct)
    {
        Dictionary<string, FollowerStatus> stored;
        try
        {
            stored = await Checkpoints.All(database, ct);
        }
        catch (Exception lost) when (Faults.IsPassing(lost))
        {
            return [.. runners.Values.Select(runner => runner.Status with { State = FollowerStates.Retrying })];
        }

        return [.. runners.Values.Select(runner => Merged(runner, stored.GetValueOrDefault(runner.Name)))];
    }

    /// <summary>Makes a read model again from the first event beside the old, and swaps it in. Returns when it is in service.</summary>
    public async Task Rebuild(string name, CancellationToken ct)
    {
        var number = await Checkpoints.AskRebuild(database, name, ct)
            ?? throw new ArgumentException($"There is no read model '{name}'.", nameof(name));
        while (true)
        {
            var (over, error) = await Checkpoints.Rebuilt(database, name, number, ct);
            if (over)
            {
                if (error is not null)
                {
                    throw new InvalidOperationException($"{name} could not be made again: {error}");
                }

                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), ct);
        }
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(
        () => Task.WhenAll([
            pages.Run(stoppingToken),
            new Listener(database, store.Node, store.Signal, log).Run(stoppingToken),
            watch.Run(stoppingToken),
            quiet.Run(stoppingToken),
            .. runners.Values.Select(runner => runner.Run(stoppingToken)),
        ]),
        CancellationToken.None);

    // What another node runs is known by its checkpoint; that it has stopped matters more than that it is elsewhere.
    private static FollowerStatus Merged(Runner runner, FollowerStatus? stored)
    {
        var here = runner.Status;
        return runner.Leads || stored is null ? here
            : stored.State == FollowerStates.Stopped ? stored
            : stored with { State = here.State, Error = here.Error };
    }
}
