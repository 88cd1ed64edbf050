using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace CharityLink.Store;

/// <summary>Tells other nodes that the log has grown: outside the append's transaction, many appends in one notification, and only where another node listens.</summary>
/// <remarks>A NOTIFY inside the append would make every commit queue for the notification lock.</remarks>
internal sealed class Announcer(NpgsqlDataSource database, string node, CommitSignal signal, ILogger log)
{
    /// <summary>The channel nodes listen on.</summary>
    public const string Channel = "charitylink_events";

    private const string Announce = $"""
        select pg_notify('{Channel}', $1)
         where exists (select from pg_stat_activity
                        where datname = current_database() and starts_with(application_name, '{Listener.Session}') and application_name <> $2)
        """;

    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMilliseconds(25);

    // As often as a node looks for itself (LogReader.LookAnyway): one that has just come is not told any later than it would find out.
    private static readonly TimeSpan LookForOthers = TimeSpan.FromSeconds(1);

    /// <summary>Announces the newest position whenever this process has appended, until stopped. Losing one is harmless: listeners also look.</summary>
    public async Task Run(CancellationToken stop)
    {
        var (announced, failures) = (0L, 0);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(stop);
                await using var notify = await Prepare(connection, stop);
                for (; ; failures = 0)
                {
                    await signal.WaitPast(announced, TimeSpan.FromMinutes(1), stop);
                    var heard = true;
                    if (signal.Latest > announced)
                    {
                        announced = signal.Latest;
                        notify.Parameters[0].Value = announced.ToString(CultureInfo.InvariantCulture);
                        heard = await notify.ExecuteScalarAsync(stop) is not null;
                    }

                    // A notification costs an append on its way some tenths of a millisecond: not for nobody.
                    await Task.Delay(heard ? AtMostEvery : LookForOthers, stop);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            // Whatever it was: an announcer that gave up would leave other nodes to look by themselves for ever.
            catch (Exception lost)
            {
                log.AnnouncingWaits(lost);
                await Faults.Pause(failures++, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<NpgsqlCommand> Prepare(NpgsqlConnection connection, CancellationToken ct)
    {
        // Notifications vanish in a crash anyway: waiting for the disk would only cost the appends a flush each.
        await using (var relax = new NpgsqlCommand("set synchronous_commit = off; set application_name = 'charitylink announce'", connection))
        {
            await relax.ExecuteNonQueryAsync(ct);
        }

        var notify = new NpgsqlCommand(Announce, connection)
        {
            Parameters = { new() { NpgsqlDbType = NpgsqlDbType.Text, Value = "" }, new() { NpgsqlDbType = NpgsqlDbType.Text, Value = Listener.Session + node } },
        };
        await notify.PrepareAsync(ct);
        return notify;
    }
}
