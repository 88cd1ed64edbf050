using CharityLink.Disclosure;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Network;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Web.Network;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Disclosure;

/// <summary>IMP-2 in the console: what is owed, writing and correcting reports.</summary>
internal static class ReportConsole
{
    private static readonly Role[] _officers = [Role.FederationOfficer, Role.CharityOfficer];

    public static void MapReportConsole(this SiteRoutes site)
    {
        site.Console.MapGet("/disclosures", Calendar).ForStaff();
        site.Console.MapGet("/projects/{id:guid}/reports", (HttpContext http, Guid id, [AsParameters] Sources from, string? done, CancellationToken ct) =>
            One(http, id, from, null, null, [], done, ct)).ForStaff();
        site.Console.MapPost("/projects/{id:guid}/reports/{act}", Act).ForRoles(_officers);
        site.MapOrganisationReportConsole();
    }

    private static async Task<IResult> Calendar(HttpContext http, [AsParameters] Sources from, string? state, string? page, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Duties.Name);
        var (caller, today, number, overdue) = (http.Caller(), from.Clock.Today(), Paging.Number(page), state == "overdue");
        IReadOnlyList<string> within = Areas.Of(caller) is { } areas ? [.. areas.Select(area => area.Prefix + "%")] : ["%"];
        var (rows, counts) = (from.Duties.Open(within, today, overdue, number, Paging.Size, ct), from.Duties.Count(within, today, ct));
        await Task.WhenAll(rows, counts);
        return Page.Show<DutyConsolePage>(http, new { Duties = await rows, Counts = await counts, Today = today, OverdueOnly = overdue, Number = number });
    }

    private static async Task<IResult> Act(HttpContext http, Guid id, string act, [AsParameters] Sources from, IMediator mediator, CancellationToken ct)
    {
        var form = ReportForm.Read(http.Request.Form);
        var (wish, wrong) = form.Wish(act, id, from.Clock.GetUtcNow());
        if (wish is null && wrong.Count == 0)
        {
            return Results.NotFound();
        }

        var outcome = wish is null ? Outcome.Refused(wrong) : await mediator.Send(wish, ct);
        if (!outcome.IsDone)
        {
            return await One(http, id, from, form, act, outcome.Refusals, null, ct);
        }

        return Page.Go(http, outcome, $"/console/projects/{id}/reports?done={act}");
    }

    private static async Task<IResult> One(
        HttpContext http, Guid id, Sources from, ReportForm? form, string? refused, IReadOnlyList<Refusal> refusals, string? done, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Duties.Name, from.Projects.Name, from.Totals.Name, from.Delivery.Name);
        var caller = http.Caller();
        if (await from.Projects.View(id, ct) is not { } view || !(caller.MayRead(view.Row.Code) || caller.Appointments.Any(held => held.OrganisationId == view.Row.OrganiserId)))
        {
            return Results.NotFound();
        }

        var (reports, duties, totals) = (from.Duties.ReportsOf(id, ct), from.Duties.OfProject(id, ct), from.Totals.Of(GiftTotals.Project, id.ToString(), ct));
        var (helpers, delivery) = (Helpers(id, from, ct), from.Delivery.Find(id, ct));
        await Task.WhenAll(reports, duties, totals, helpers, delivery);
        var today = from.Clock.Today();
        var began = view.Row.OpenedAt is { } opened ? WorkingDays.China.DayOf(opened) : today;
        return Page.Show<ReportConsolePage>(http, new
        {
            view.Row, Reports = await reports, Duties = (await duties).Where(duty => duty.FromOn <= today).ToList(), Today = today,
            Fresh = ReportForm.New(began, today, Money.Cny((await totals).RaisedMinor), (await delivery)?.Spent ?? Money.Cny(0)), Typed = form, Refused = refused, Refusals = refusals,
            Helpers = await helpers,
            MayAct = caller.May<PublishReport>(view.Row.Code, view.Row.OrganiserId ?? view.Row.ProposerId),
            Notice = Page.Notice(http, "report.done", done),
        }, Page.Status(refusals));
    }

    // By the project's own facts, as the rule sees them: what has to be named is offered to be named.
    private static async Task<IReadOnlyList<ReportHelper>> Helpers(Guid id, Sources from, CancellationToken ct)
    {
        if ((await from.Aggregates.Load<Project, IProjectEvent>(id, ct)).State is not { } project)
        {
            return [];
        }

        var helpers = new List<ReportHelper>();
        if (project.OrganiserId is not null && project.OrganiserId != project.ProposerId)
        {
            var proposer = await from.Organisations.Find(project.ProposerId, ct);
            helpers.Add(new(project.ProposerId, proposer?.NameZh, proposer?.NameEn));
        }

        if (ReportedProject.PartnerOf(project.Plan.Partner) is { } partner)
        {
            helpers.Add(new(partner, project.Plan.Partner?.OrganisationName, null));
        }

        return helpers;
    }

    /// <summary>Where the pages' rows come from.</summary>
    internal sealed record Sources(
        Aggregates Aggregates, DutyCalendar Duties, ProjectDirectory Projects, OrganisationDirectory Organisations, GiftTotals Totals, DeliveryBook Delivery, ReadModelHost ReadModels, TimeProvider Clock);
}

/// <summary>Somebody a report has to name: who carries the work out for the organiser, and a partner.</summary>
/// <param name="NameZh">Null for a partner who is a person: the name stands on paper, not here.</param>
public sealed record ReportHelper(Guid Id, string? NameZh, string? NameEn)
{
    /// <summary>The name in a language; null for a person.</summary>
    public string? Name(Language lang) => NameZh is null ? null : Show.Name(NameZh, NameEn ?? NameZh, lang);
}
