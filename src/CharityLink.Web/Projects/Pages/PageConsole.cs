using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Web.Network;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Projects.Pages;

/// <summary>A project's fundraising pages for its officers: what was reported, what is shown, what was taken off.</summary>
internal static class PageConsole
{
    private const int RowsMax = 500;
    private static readonly Role[] _officers = [Role.FederationOfficer, Role.CharityOfficer];

    public static void MapPageConsole(this SiteRoutes site)
    {
        site.Console.MapGet("/projects/{id:guid}/pages", (HttpContext http, Guid id, [AsParameters] Sources from, string? done, Guid? page, CancellationToken ct) =>
            Show(http, id, page, from, new("", [], null), done, ct)).ForStaff();
        site.Console.MapPost("/projects/{id:guid}/pages/{act}", Act).ForRoles(_officers);
    }

    private static async Task<IResult> Act(HttpContext http, Guid id, string act, [AsParameters] Sources from, IMediator mediator, CancellationToken ct)
    {
        var form = http.Request.Form;
        var (command, page) = (Posted.Id(form, "command"), Posted.Reference(form["page"].ToString()) ?? Guid.Empty);
        ICommand? wish = act switch
        {
            "hide" => new HidePage(command, id, page, form["reason"].ToString()),
            "restore" => new RestorePage(command, id, page),
            "answer" => new AnswerReport(command, id, page, Posted.Reference(form["report"].ToString()) ?? Guid.Empty, form["findings"].ToString()),
            _ => null,
        };
        if (wish is null)
        {
            return Results.NotFound();
        }

        var outcome = await mediator.Send(wish, ct);
        if (!outcome.IsDone)
        {
            return await Show(http, id, page, from, new(act, outcome.Refusals, form), null, ct);
        }

        return Page.Go(http, outcome, $"/console/projects/{id}/pages?page={page}&done={act}");
    }

    private static async Task<IResult> Show(HttpContext http, Guid id, Guid? page, Sources from, Asked asked, string? done, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Pages.Name, from.Projects.Name);
        var caller = http.Caller();
        if (await from.Projects.Find(id, ct) is not { } project
            || !(caller.MayRead(project.Code) || caller.Appointments.Any(held => held.OrganisationId == project.ProposerId || held.OrganisationId == project.OrganiserId)))
        {
            return Results.NotFound();
        }

        var (rows, reports) = (from.Pages.AllOf(id, RowsMax, ct), from.Pages.ReportsOf(id, RowsMax, ct));
        await Task.WhenAll(rows, reports);
        var cards = await from.Shelf.Cards(await rows, ct);
        return Page.Show<PageConsolePage>(http, new
        {
            Project = project, Cards = cards, Reports = await reports, Open = cards.FirstOrDefault(card => card.Row.PageId == page),
            MayAct = caller.May<HidePage>(project.Code, project.OrganiserId ?? project.ProposerId), Refused = asked.Act, asked.Refusals, Typed = asked.Posted,
            Notice = Page.Notice(http, "pages.done", done),
        }, Page.Status(asked.Refusals));
    }

    /// <summary>Where the page's rows come from.</summary>
    internal sealed record Sources(ProjectDirectory Projects, PageList Pages, PageShelf Shelf, ReadModelHost ReadModels);

    /// <summary>A form that was sent back.</summary>
    private sealed record Asked(string Act, IReadOnlyList<Refusal> Refusals, IFormCollection? Posted);
}
