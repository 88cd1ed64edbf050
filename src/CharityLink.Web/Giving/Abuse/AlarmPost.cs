using CharityLink.Giving;
using CharityLink.Store;
using Npgsql;

namespace CharityLink.Web.Giving.Abuse;

/// <summary>Brings alarms to every node's gate: one question every few seconds, whatever the traffic.</summary>
internal sealed partial class AlarmPost(PaymentAlerts alerts, GiftWatch watch, AbuseSettings settings, TimeProvider clock, ILogger<AlarmPost> log) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    private const int AlarmsMax = 1_000;

    /// <summary>Looks once.</summary>
    public async Task Look(CancellationToken ct)
    {
        foreach (var alert in await alerts.Since(CardTestingWatch.Alert, clock.GetUtcNow() - settings.AlarmFor, AlarmsMax, ct))
        {
            watch.Alarm($"{alert.AboutId}", new DateTimeOffset(alert.RaisedAt, TimeSpan.Zero) + settings.AlarmFor);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Look(stoppingToken);
            }
            catch (Exception lost) when (lost is NpgsqlException or TimeoutException or StoreUnavailableException)
            {
                Waits(log, lost);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(LookEvery, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Gifts: alarms are not heard of for the moment")]
    private static partial void Waits(ILogger log, Exception lost);
}
