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

        http.Follow(outcome.Position);
        return Page.Go(http, $"/console/projects/{id}/reports?done={act}");
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
        var proposer = from.Organisations.Find(view.Row.ProposerId, ct);
        var delivery = from.Delivery.Find(id, ct);
        await Task.WhenAll(reports, duties, totals, proposer, delivery);
        var today = from.Clock.Today();
        var began = view.Row.OpenedAt is { } opened ? WorkingDays.China.DayOf(opened) : today;
        return Page.Show<ReportConsolePage>(http, new
        {
            view.Row, Reports = await reports, Duties = (await duties).Where(duty => duty.FromOn <= today).ToList(), Today = today,
            Form = form ?? ReportForm.New(began, today, Money.Cny((await totals).RaisedMinor), (await delivery)?.Spent ?? Money.Cny(0)), Refused = refused, Refusals = refusals,
            Helper = view.Row.ProposerId == view.Row.OrganiserId ? null : await proposer,
            MayAct = caller.May<PublishReport>(view.Row.Code, view.Row.OrganiserId ?? view.Row.ProposerId),
            Notice = done is "publish" or "correct" or "entry" or "rescue" ? $"report.done.{done}" : null,
        }, refusals.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    /// <summary>Where the pages' rows come from.</summary>
    internal sealed record Sources(
        DutyCalendar Duties, ProjectDirectory Projects, OrganisationDirectory Organisations, GiftTotals Totals, DeliveryBook Delivery, ReadModelHost ReadModels, TimeProvider Clock);
}
