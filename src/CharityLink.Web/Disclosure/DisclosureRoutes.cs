using CharityLink.Disclosure;
using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Network;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Web.Disclosure.Reminders;
using CharityLink.Web.Network;
using CharityLink.Web.Site;
using CharityLink.Workers;

namespace CharityLink.Web.Disclosure;

/// <summary>IMP-2 in public: the calendar of duties of a place, of an organisation, and a project's reports as data.</summary>
public static class DisclosureRoutes
{
    private const int RowsMax = 300;

    /// <summary>Reminders of what is owed, by mail.</summary>
    public static IServiceCollection AddDutyReminders(this IServiceCollection services) => services
        .AddSingleton<Answerable>().AddSingleton<ReminderBook>().AddSingleton<Mail.IMailKind, ReminderKind>().AddWork<ReminderPost>();

    /// <summary>Adds the pages.</summary>
    public static void MapDisclosure(this SiteRoutes site)
    {
        site.Public.MapGet("/disclosures", Calendar);
        site.Public.MapGet("/organisations/{id:guid}/disclosures", Organisation);
        site.Public.MapGet("/projects/{id:guid}/reports.json", Json);
        site.MapReportConsole();
    }

    /// <summary>The day it is in Jiangmen, by which lateness is told.</summary>
    internal static DateOnly Today(this TimeProvider clock) => WorkingDays.China.DayOf(clock.GetUtcNow());

    private static async Task<IResult> Calendar(HttpContext http, [AsParameters] Sources from, string? division, string? state, string? page, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Duties.Name);
        if (!string.IsNullOrEmpty(division) && !(DivisionCode.TryParse(division, out var asked) && from.Divisions.Find(asked) is not null))
        {
            return Results.NotFound();
        }

        var place = DivisionCode.TryParse(division, out var code) ? code : from.Divisions.City.Code;
        var (today, number, overdue) = (from.Clock.Today(), Paging.Number(page), state == "overdue");
        var within = DutyCalendar.Within(place);
        var (rows, counts) = (from.Duties.Open(within, today, overdue, number, Paging.Size, ct), from.Duties.Count(within, today, ct));
        await Task.WhenAll(rows, counts);
        return Page.Show<CalendarPage>(http, new
        {
            Duties = await rows, Counts = await counts, Today = today, Path = from.Divisions.PathTo(place), Places = from.Divisions.ChildrenOf(place), Division = place.Value,
            OverdueOnly = overdue, Number = number,
        });
    }

    private static async Task<IResult> Organisation(HttpContext http, Guid id, [AsParameters] Sources from, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Duties.Name, from.Organisations.Name);
        if (await from.Organisations.Find(id, ct) is not { } row)
        {
            return Results.NotFound();
        }

        var (today, duties, reports) = (from.Clock.Today(), from.Duties.OfOrganisation(id, RowsMax, ct), from.Duties.ReportsOf(id, ct));
        await Task.WhenAll(duties, reports);
        return Page.Show<OrganisationReportsPage>(http, new
        {
            Row = row, Path = from.Divisions.PathTo(row.Code), Duties = (await duties).Where(duty => duty.FromOn <= today).ToList(), Reports = await reports, Today = today,
        });
    }

    private static async Task<IResult> Json(HttpContext http, Guid id, [AsParameters] Sources from, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Duties.Name);
        return await from.Projects.Find(id, ct) is { IsPublic: true } ? Results.Json((await from.Duties.ReportsOf(id, ct)).Select(row => new
        {
            row.ReportId, row.Kind, row.FromOn, row.UntilOn, Raised = row.Of(row.RaisedMinor)?.Amount, Spent = row.Of(row.SpentMinor)?.Amount, row.Currency, row.TextZh, row.TextEn,
            row.PublishedOn, row.Corrects, row.Note, row.EntryReference, row.EnteredOn,
        })) : Results.NotFound();
    }

    /// <summary>Where the pages' rows come from.</summary>
    internal sealed record Sources(
        DutyCalendar Duties, ProjectDirectory Projects, OrganisationDirectory Organisations, Divisions Divisions, ReadModelHost ReadModels, TimeProvider Clock);
}
