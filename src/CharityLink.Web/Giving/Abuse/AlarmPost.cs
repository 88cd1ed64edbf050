using CharityLink.Giving;
using CharityLink.Workers;

namespace CharityLink.Web.Giving.Abuse;

/// <summary>Brings alarms to every node's gate: one question every few seconds, whatever the traffic.</summary>
internal sealed class AlarmPost(PaymentAlerts alerts, GiftWatch watch, AbuseSettings settings, TimeProvider clock, ILogger<AlarmPost> log)
    : RecurringWork("alarms", LookEvery, clock, log)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    private const int AlarmsMax = 1_000;

    /// <summary>Looks once.</summary>
    public async Task Look(CancellationToken ct)
    {
        foreach (var alert in await alerts.Since(CardTestingWatch.Alert, Clock.GetUtcNow() - settings.AlarmFor, AlarmsMax, ct))
        {
            watch.Alarm($"{alert.AboutId}", new DateTimeOffset(alert.RaisedAt, TimeSpan.Zero) + settings.AlarmFor);
        }
    }

    /// <inheritdoc/>
    protected override Task Round(CancellationToken ct) => Look(ct);
}
