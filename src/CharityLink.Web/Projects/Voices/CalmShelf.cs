using CharityLink.Disclosure;
using CharityLink.Kernel;
using CharityLink.Projects;

namespace CharityLink.Web.Projects.Voices;

/// <summary>What a giver sees of a project before paying: when it began, what came of it, what money came and went, and who reported last.</summary>
/// <param name="Spent">Null where nothing was reported yet.</param>
/// <param name="LastReport">The day of the last report; null where there is none yet.</param>
public sealed record CalmFactsOf(Guid Project, DateTimeOffset? Began, Money Raised, Money Goal, Money? Spent, UpdateRow? LastUpdate, DateOnly? LastReport);

/// <summary>Finds them.</summary>
internal sealed class CalmShelf(ProjectDirectory projects, VoiceList voices, DutyCalendar disclosure, DeliveryBook delivery)
{
    /// <summary>The facts of a project, or null when there is no such project in public.</summary>
    public async Task<CalmFactsOf?> Of(Guid project, CancellationToken ct)
    {
        var (row, said, told, done) = (projects.Find(project, ct), voices.UpdatesOf(project, 1, 1, ct), disclosure.ReportsOf(project, ct), delivery.Find(project, ct));
        await Task.WhenAll(row, said, told, done);
        var reports = await told;
        // What was written down receipt by receipt is newer than any report.
        var spent = await done is { Spendings.IsEmpty: false } book ? book.Spent : reports.Select(report => report.Of(report.SpentMinor)).LastOrDefault(known => known is not null);
        return await row is { IsPublic: true } found
            ? new(project, found.OpenedAt, found.Raised, found.Goal, spent, (await said).Rows is [var latest, ..] ? latest : null, reports.Count == 0 ? null : reports.Max(report => report.PublishedOn))
            : null;
    }
}
