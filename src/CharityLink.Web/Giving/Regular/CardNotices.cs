using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Web.Mail;
using CharityLink.Workers;

namespace CharityLink.Web.Giving.Regular;

/// <summary>Tells givers in time that the card of their regular gift expires soon; once for each card.</summary>
internal sealed class CardNotices(RegularList regulars, MailOutbox outbox, TimeProvider clock, ILogger<CardNotices> log)
    : RecurringWork("notices about cards", Every, clock, log, Every)
{
    private const int PerRoundMax = 1_000;
    private const int DaysAhead = 30;
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>One round; what was noted before is not noted again.</summary>
    public async Task Work(CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime);
        for (long after = 0; ;)
        {
            var rows = await regulars.Expiring(today, today.AddDays(DaysAhead), after, PerRoundMax, ct);
            await outbox.Note([.. rows.Select(Notice)], ct);
            if (rows.Count < PerRoundMax)
            {
                return;
            }

            after = rows[^1].Position;
        }
    }

    /// <inheritdoc/>
    protected override Task Round(CancellationToken ct) => Work(ct);

    private static NotedMail Notice(RegularRow row) => new(
        StableId.Beside(row.Id, $"mail card {row.CardExpiresOn:yyyy-MM}"), "regular_card", new PersonId(row.DonorId), row.Language,
        new MailFacts(row.Id, Program: row.ProgramId, Site: row.SiteId, Project: row.ProjectId, Page: row.PageId, Day: row.CardExpiresOn, Path: RegularAddress.Of(row.Id), HasKey: true).Of(row.Amount));
}
