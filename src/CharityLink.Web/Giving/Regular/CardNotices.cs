using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Store;
using CharityLink.Web.Mail;
using Npgsql;

namespace CharityLink.Web.Giving.Regular;

/// <summary>Tells givers in time that the card of their regular gift expires soon; once for each card.</summary>
internal sealed partial class CardNotices(RegularList regulars, MailOutbox outbox, TimeProvider clock, ILogger<CardNotices> log) : BackgroundService
{
    private const int PerRoundMax = 1_000;
    private const int DaysAhead = 30;
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>One round; what was noted before is not noted again.</summary>
    public async Task Work(CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
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
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Every, clock, stoppingToken);
                await Work(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception away) when (away is NpgsqlException or TimeoutException or StoreUnavailableException)
            {
                Later(log, away);
            }
        }
    }

    private static NotedMail Notice(RegularRow row) => new(
        StableId.Beside(row.Id, $"mail card {row.CardExpiresOn:yyyy-MM}"), "regular_card", new PersonId(row.DonorId), row.Language,
        new MailFacts(row.Id, Program: row.ProgramId, Site: row.SiteId, Project: row.ProjectId, Page: row.PageId, Day: row.CardExpiresOn, Path: RegularAddress.Of(row.Id), HasKey: true).Of(row.Amount));

    [LoggerMessage(Level = LogLevel.Warning, Message = "Notices about cards wait for the next round")]
    private static partial void Later(ILogger log, Exception fault);
}
