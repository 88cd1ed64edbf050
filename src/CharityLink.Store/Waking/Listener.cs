using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CharityLink.Store;

/// <summary>Hears from other nodes that the log has grown.</summary>
internal sealed class Listener(NpgsqlDataSource database, string node, CommitSignal signal, ILogger log)
{
    /// <summary>What the server calls a session that listens, before the name of its node: others see by it that there is somebody to tell.</summary>
    public const string Session = "charitylink listen ";

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
                await using var listen = new NpgsqlCommand($"listen {Announcer.Channel}; set application_name = '{Session}{node}'", connection);
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
