using Microsoft.Extensions.Logging;
using Npgsql;

namespace CharityLink.Store;

/// <summary>Tells other nodes that the log has grown: outside the append's transaction, and many appends in one notification.</summary>
/// <remarks>A NOTIFY inside the append would make every commit queue for the notification lock.</remarks>
internal sealed class Announcer(NpgsqlDataSource database, CommitSignal signal, ILogger log)
{
    /// <summary>The channel nodes listen on.</summary>
    public const string Channel = "charitylink_events";

    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMilliseconds(25);

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
                    if (signal.Latest > announced)
                    {
                        announced = signal.Latest;
                        notify.Parameters[0].Value = announced.ToString(System.Globalization.CultureInfo.InvariantCulture);
                        await notify.ExecuteNonQueryAsync(stop);
                    }

                    await Task.Delay(AtMostEvery, stop);
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

    private static async Task<NpgsqlCommand> Prepare(NpgsqlConnection connection, CancellationToken ct)
    {
        // Notifications vanish in a crash anyway: waiting for the disk would only cost the appends a flush each.
        await using (var relax = new NpgsqlCommand("set synchronous_commit = off", connection))
        {
            await relax.ExecuteNonQueryAsync(ct);
        }

        var notify = new NpgsqlCommand($"select pg_notify('{Channel}', $1)", connection)
        {
            Parameters = { new() { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text, Value = "" } },
        };
        await notify.PrepareAsync(ct);
        return notify;
    }
}
