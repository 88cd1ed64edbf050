using CharityLink.Giving;
using CharityLink.Store;

namespace CharityLink.Web.Giving.Abuse;

/// <summary>Reaction: many small cards declined in a short time look like somebody who tries out stolen ones. Raises the alarm; the gates hear of it by themselves.</summary>
internal sealed class CardTestingWatch(AbuseSettings settings, GiftWatch watch, SystemCommands commands, TimeProvider clock) : IReaction
{
    /// <summary>The kind of the alert.</summary>
    public const string Alert = "card_testing";

    private const int GiftsMax = 100_000;

    private readonly Dictionary<Guid, (Guid Cause, string Provider, DateTimeOffset At)> small = [];
    private readonly Dictionary<Guid, Queue<DateTimeOffset>> declined = [];

    public string Name => "card_testing_watch";

    public bool Heeds(object fact) => fact is DonationStarted { Card: null } or PaymentDeclined;

    public async Task React(IReadOnlyList<Recorded> batch, CancellationToken ct)
    {
        var oldest = clock.GetUtcNow() - settings.Window;
        foreach (var recorded in batch.Where(recorded => recorded.At >= oldest))
        {
            switch (recorded.Data)
            {
                // A kept card that is charged on its day was tried out long ago: many of those may fail in one morning.
                case DonationStarted { Card: null, Amount.Minor: var fen } e when fen <= settings.SmallMinor && (e.Cause.ProjectId ?? e.Cause.ProgramId) is { } cause:
                    Remember(e.DonationId, cause, e.Provider, recorded.At, oldest);
                    break;
                case PaymentDeclined e when small.TryGetValue(e.DonationId, out var gift):
                    watch.Declined(e.DonationId);
                    await Count(gift.Cause, gift.Provider, recorded.At, ct);
                    break;
            }
        }
    }

    private void Remember(Guid gift, Guid cause, string provider, DateTimeOffset at, DateTimeOffset oldest)
    {
        if (small.Count >= GiftsMax)
        {
            foreach (var id in small.Where(pair => pair.Value.At < oldest).Select(pair => pair.Key).ToList())
            {
                small.Remove(id);
            }
        }

        if (small.Count < GiftsMax)
        {
            small[gift] = (cause, provider, at);
        }
    }

    private async Task Count(Guid cause, string provider, DateTimeOffset at, CancellationToken ct)
    {
        var times = declined.TryGetValue(cause, out var known) ? known : declined[cause] = new();
        times.Enqueue(at);
        while (times.TryPeek(out var first) && first < at - settings.Window)
        {
            times.Dequeue();
        }

        if (times.Count < settings.DeclinesPerCause)
        {
            return;
        }

        times.Clear();
        watch.Alarm(cause.ToString(), at + settings.AlarmFor);
        // One alert for one spell, however often it flares up again.
        var spell = at.UtcTicks / Math.Max(1, settings.AlarmFor.Ticks);
        await commands.Send(RaisePaymentAlert.Of(Alert, provider, $"{cause} {spell}", cause, "small_cards_declined"), ct);
    }
}
