using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CharityLink.Store;

/// <summary>Runs one follower: leads when it gets the lock, stands by when another node has it, comes back when the database does.</summary>
internal sealed class Runner(IFollower follower, LogReader pages, QuietCheckpoints quiet, NpgsqlDataSource database, ILogger log)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private volatile string state = FollowerStates.Standby;
    private volatile string? error;
    private volatile bool leads;

    public string Name => follower.Name;

    /// <summary>This node runs it, so its progress is known here at once.</summary>
    public bool Leads => leads;

    /// <summary>How far it has come, whichever node runs it.</summary>
    public CommitSignal Progress { get; } = new();

    public FollowerStatus Status => new(Name, follower.Version, state, Progress.Latest, error);

    public async Task Run(CancellationToken stop)
    {
        for (var failures = 0; !stop.IsCancellationRequested;)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(stop);
                await ModelTables.Run(connection, $"{Leadership.Settings} set search_path = read, public", stop);
                await StandBy(connection, stop);
                failures = 0;
                await Lead(connection, stop);
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception lost)
            {
                (state, error) = (FollowerStates.Retrying, PoisonException.Kind(lost));
                log.Retries(lost, Name);
                await Faults.Pause(failures++, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task StandBy(NpgsqlConnection connection, CancellationToken stop)
    {
        while (!await Leadership.TryTake(connection, Name, stop))
        {
            (state, error) = (FollowerStates.Standby, null);
            await Task.Delay(Look, stop);
        }
    }

    private async Task Lead(NpgsqlConnection connection, CancellationToken stop)
    {
        try
        {
            leads = true;
            quiet.Ends(follower);
            if (await Prepare(connection, stop) is { } position)
            {
                log.Leads(Name, position);
                await Follow(position, connection, stop);
            }
        }
        finally
        {
            leads = false;
            await Leadership.Release(connection);
        }

        // A newer program made these tables: leave the lock to it, and look again in a while.
        (state, error) = (FollowerStates.Superseded, null);
        await Task.Delay(Look * 5, stop);
    }

    private async Task<long?> Prepare(NpgsqlConnection connection, CancellationToken stop)
    {
        try
        {
            return await follower.Prepare(connection, report => state = report, stop);
        }
        catch (PoisonException poison)
        {
            // The tables in service are of another version and stay as they are.
            await Stopped(poison, connection, stop);
            await Task.Delay(Timeout.Infinite, stop);
            throw;
        }
    }

    private async Task Follow(long position, NpgsqlConnection connection, CancellationToken stop)
    {
        var (stopped, tended) = (false, Stopwatch.GetTimestamp());
        Reached(position, FollowerStates.CatchingUp);
        while (true)
        {
            try
            {
                if (Stopwatch.GetElapsedTime(tended) >= Look)
                {
                    tended = Stopwatch.GetTimestamp();
                    if (await follower.Tend(connection, stop) is { } exchanged)
                    {
                        (position, stopped) = (exchanged, false);
                        quiet.Ends(follower);
                    }
                }

                if (stopped)
                {
                    await Task.Delay(Look, stop);
                }
                else if (await pages.Next(position, Look, stop) is { } page)
                {
                    var now = page.Events.Count < LogReader.PageMax ? FollowerStates.Live : FollowerStates.CatchingUp;
                    if (quiet.Heeded(follower, position, page) is { } heeded)
                    {
                        await follower.Carry(heeded, now, connection, stop);
                    }

                    Reached(position = page.ReadUpTo, now);
                }
                else
                {
                    Reached(position, FollowerStates.Live);
                }
            }
            catch (PoisonException poison)
            {
                stopped = true;
                await Stopped(poison, connection, stop);
            }
        }
    }

    private void Reached(long position, string now)
    {
        (state, error) = (now, null);
        Progress.Reached(position);
    }

    private async Task Stopped(PoisonException poison, NpgsqlConnection connection, CancellationToken stop)
    {
        (state, error) = (FollowerStates.Stopped, poison.Message);
        log.Stopped(Name, poison.Message, poison.InnerException?.StackTrace);
        await Checkpoints.SaveState(connection, Name, FollowerStates.Stopped, poison.Message, stop);
    }
}
