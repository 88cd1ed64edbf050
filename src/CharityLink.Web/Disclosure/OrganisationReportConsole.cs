using CharityLink.Disclosure;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Store;
using CharityLink.Web.Network;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Disclosure;

/// <summary>IMP-2 in the console: what an organisation makes public for itself.</summary>
internal static class OrganisationReportConsole
{
    private const int RowsMax = 300;
    private static readonly Role[] _officers = [Role.FederationOfficer, Role.CharityOfficer];

    public static void MapOrganisationReportConsole(this SiteRoutes site)
    {
        site.Console.MapGet("/organisations/{id:guid}/reports", (HttpContext http, Guid id, [AsParameters] Sources from, string? done, CancellationToken ct) =>
            One(http, id, from, null, null, [], done, ct)).ForStaff();
        site.Console.MapPost("/organisations/{id:guid}/reports/{act}", Act).ForRoles(_officers);
    }

    private static async Task<IResult> Act(HttpContext http, Guid id, string act, [AsParameters] Sources from, IMediator mediator, CancellationToken ct)
    {
        var form = http.Request.Form;
        var (command, report, kind) = (Posted.Id(form, "command"), Posted.Id(form, "id"), form["kind"].ToString());
        var (zh, en, now) = (form["text_zh"].ToString(), form["text_en"].ToString(), from.Clock.GetUtcNow());
        var year = TypedText.Number(form["year"].ToString());
        var wrong = new List<Refusal>();
        ICommand? wish = act switch
        {
            "event" when TypedText.NeededDay(form["happened_on"].ToString(), "happened_on", wrong) is { } day => new RecordMajorEvent(command, id, report, kind, day, zh, en, now),
            "publish" => new PublishOrganisationReport(command, id, report, kind, kind == "major_event" ? null : year, kind == "major_event" ? Posted.Reference(form["event"].ToString()) : null, zh, en, null, now),
            _ => null,
        };
        if (wish is null && act != "event")
        {
            return Results.NotFound();
        }

        var outcome = wish is null ? Outcome.Refused(wrong) : await mediator.Send(wish, ct);
        if (!outcome.IsDone)
        {
            return await One(http, id, from, form, act, outcome.Refusals, null, ct);
        }

        return Page.Go(http, outcome, $"/console/organisations/{id}/reports?done={act}");
    }

    private static async Task<IResult> One(
        HttpContext http, Guid id, Sources from, IFormCollection? typed, string? refused, IReadOnlyList<Refusal> refusals, string? done, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Duties.Name, from.Organisations.Name);
        var caller = http.Caller();
        if (await from.Organisations.Find(id, ct) is not { } row || !(caller.MayRead(row.Code) || caller.Appointments.Any(held => held.OrganisationId == id)))
        {
            return Results.NotFound();
        }

        var (today, duties, reports) = (from.Clock.Today(), from.Duties.OfOrganisation(id, RowsMax, ct), from.Duties.ReportsOf(id, ct));
        await Task.WhenAll(duties, reports);
        return Page.Show<OrganisationReportConsolePage>(http, new
        {
            Row = row, Duties = (await duties).Where(duty => duty.FromOn <= today).ToList(), Reports = await reports, Today = today, Typed = typed, Refused = refused, Refusals = refusals,
            MayAct = caller.May<PublishOrganisationReport>(row.Code, id), Notice = Page.Notice(http, "report.done", done),
        }, Page.Status(refusals));
    }

    /// <summary>Where the pages' rows come from.</summary>
    internal sealed record Sources(DutyCalendar Duties, OrganisationDirectory Organisations, ReadModelHost ReadModels, TimeProvider Clock);
}
