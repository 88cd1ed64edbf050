using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CharityLink.Store;

/// <summary>Hears from other nodes that the log has grown.</summary>
internal sealed class Listener(NpgsqlDataSource database, CommitSignal signal, ILogger log)
{
    // A silent connection may be a dead one: saying something now and then finds out.
    private static readonly TimeSpan ProveAlive = TimeSpan.FromSeconds(30);

    public async Task Run(CancellationToken stop)
    {
        for (var failures = 0; !stop.IsCancellationRequested;)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(stop);
                connection.Notification += Hear;
                await using var listen = new NpgsqlCommand($"listen {Announcer.Channel}", connection);
                for (; ; failures = 0)
                {
                    await listen.ExecuteNonQueryAsync(stop);
                    while (await connection.WaitAsync(ProveAlive, stop))
                    {
                        // Hear has been called.
                    }
                }
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception lost)
            {
                log.AnnouncingWaits(lost);
                await Faults.Pause(failures++, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Hear(object sender, NpgsqlNotificationEventArgs heard)
    {
        if (long.TryParse(heard.Payload, NumberStyles.None, CultureInfo.InvariantCulture, out var position))
        {
            signal.Reached(position);
        }
    }
}
