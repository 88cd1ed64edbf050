using CharityLink.EmbeddedPostgres;

namespace CharityLink.Web.Hosting;

/// <summary>Starts the private database again when it went down under way (killed, out of memory): nobody else looks after it.</summary>
internal sealed partial class ClusterKeeper(DatabaseLocation location, TimeProvider clock, ILogger<ClusterKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(Every, clock);
        while (await ticks.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await location.Revive(stoppingToken))
                {
                    Revived(log);
                }
            }
            catch (PostgresUnavailableException e)
            {
                // A full disk may be emptied, a wrong setting corrected: it is tried for as long as the program runs.
                StillAway(log, e.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The private database was gone and has been started again")]
    private static partial void Revived(ILogger log);

    [LoggerMessage(Level = LogLevel.Error, Message = "The private database is gone and does not start: {Reason}")]
    private static partial void StillAway(ILogger log, string reason);
}
