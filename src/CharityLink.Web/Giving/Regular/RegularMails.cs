using System.Globalization;
using CharityLink.Giving;
using CharityLink.Store;
using CharityLink.Web.Mail;

namespace CharityLink.Web.Giving.Regular;

/// <summary>Reaction: what a giver is told of a regular gift, once for each fact. The receipt comes with each gift by itself.</summary>
public sealed class RegularMails(MailOutbox outbox, EventStore store, TimeProvider clock) : IReaction
{
    // Reading an old log tells nobody what is long past.
    private static readonly TimeSpan NewsFor = TimeSpan.FromDays(2);

    /// <inheritdoc/>
    public string Name => "regular_mails";

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is IRegularGiftEvent;

    /// <inheritdoc/>
    public async Task React(IReadOnlyList<Recorded> batch, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var since = clock.GetUtcNow() - NewsFor;
        var news = batch.Where(recorded => recorded.At > since).ToList();
        var streams = news.Select(recorded => recorded.StreamId).Distinct().ToList();
        var gifts = await Task.WhenAll(streams.Select(async id =>
            (await store.ReadFacts(id, ct)).Facts.OfType<IRegularGiftEvent>().Aggregate((RegularGift?)null, RegularGift.Evolve)));
        var byId = streams.Zip(gifts).ToDictionary(pair => pair.First, pair => pair.Second);
        await outbox.Note([.. from recorded in news
                              let gift = byId[recorded.StreamId]
                              let mail = Of((IRegularGiftEvent)recorded.Data, gift, recorded)
                              where mail is not null
                              select mail], ct);
    }

    // Paused for three declines and the third decline are one news; an erased giver gets none.
    private static NotedMail? Of(IRegularGiftEvent fact, RegularGift gift, Recorded recorded) => fact switch
    {
        RegularGiftBegan => Note("regular_started", gift, recorded, $"regular.rhythm.{gift.Asked.Calendar.Every}"),
        RegularChargeDeclined { AgainOn: { } again } e => Note("regular_declined", gift, recorded, $"regular.mail.{e.Why.ToString().ToLowerInvariant()}", again),
        RegularGiverReminded { AgainOn: { } again } => Note("regular_declined", gift, recorded, gift.Card is null ? "regular.mail.cardgone" : "regular.mail.reminded", again),
        RegularCardLost when gift is { Card: null, State: RegularState.Running or RegularState.Paused } => Note("regular_card_lost", gift, recorded, null),
        RegularGiftPaused { Why: "declined" } => Note("regular_failed", gift, recorded, null),
        RegularGiftPaused e => Note("regular_paused", gift, recorded, $"regular.mail.paused_{e.Why}"),
        RegularGiftResumed => Note("regular_changed", gift, recorded, "regular.mail.resumed"),
        RegularAmountChanged => Note("regular_changed", gift, recorded, "regular.mail.amount"),
        RegularPeriodSkipped => Note("regular_changed", gift, recorded, "regular.mail.skipped"),
        RegularPeriodsMissed e => Note("regular_missed", gift, recorded, $"regular.mail.{e.Why}", gift.Asked.Calendar.DayOf(e.Upto)),
        RegularGiftStopped { Why: "giver" } when gift.IsFirstPaid => Note("regular_stopped", gift, recorded, null),
        RegularGiftStopped { Why: "cause_over" } e => Note("regular_ended", gift, recorded, null) is var note
            ? note with { Facts = note.Facts with { Path = RegularAddress.Elsewhere(e.Cause), HasKey = false } } : null,
        _ => null,
    };

    private static NotedMail Note(string kind, RegularGift gift, Recorded recorded, string? word, DateOnly? day = null) => new(
        StableId.Beside(recorded.StreamId, string.Create(CultureInfo.InvariantCulture, $"mail {recorded.Version}")), kind, gift.Asked.DonorId, gift.Asked.Language,
        new MailFacts(
            recorded.StreamId, Day: day ?? gift.Asked.Calendar.DayOf(gift.NextPeriod), Path: RegularAddress.Of(recorded.StreamId), HasKey: true, Word: word)
            .Of(gift.Amount).To(gift.Asked.Cause));
}
