using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Web.Hosting;
using CharityLink.Web.Network;
using CharityLink.Web.Projects.Voices;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Projects.Pages;

/// <summary>PRJ-7: pages of persons and teams that raise for a project, opened and changed without an account.</summary>
public static class PageRoutes
{
    /// <summary>Pages in one list.</summary>
    public const int PageSize = 24;

    private const int MembersMax = 200;

    /// <summary>What the pages need beside the domain.</summary>
    public static IServiceCollection AddFundraisingPages(this IServiceCollection services) => services.AddScoped<PageShelf>().AddScoped<PageDesk>();

    /// <summary>Adds the pages.</summary>
    public static void MapFundraisingPages(this SiteRoutes site)
    {
        ArgumentNullException.ThrowIfNull(site);
        site.Public.MapGet("/projects/{id:guid}/pages", List);
        site.Public.MapGet("/projects/{id:guid}/pages/{page:guid}", One);
        site.Forms.MapGet("/projects/{id:guid}/pages/new", (HttpContext http, Guid id, [AsParameters] Sources from, string? team, string? sent, CancellationToken ct) =>
            Ask(http, id, from, PageForm.New(team ?? ""), [], sent is not null, ct));
        site.Forms.MapPost("/projects/{id:guid}/pages/new", Open);
        site.Forms.MapGet("/projects/{id:guid}/pages/{page:guid}/report", (HttpContext http, Guid id, Guid page, [AsParameters] Sources from, string? sent, CancellationToken ct) =>
            Report(http, id, page, from, Guid.CreateVersion7(), null, [], sent is not null, ct));
        site.Forms.MapPost("/projects/{id:guid}/pages/{page:guid}/report", Send);
        site.MapOwnPages();
        site.MapPageConsole();
    }

    private static async Task<IResult> List(HttpContext http, Guid id, [AsParameters] Sources from, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Pages.Name, from.Totals.Name);
        var number = Paging.Number(http.Request.Query["page"]);
        var (project, cards) = (from.Projects.Find(id, ct), from.Shelf.LiveOf(id, number, PageSize, ct));
        await Task.WhenAll(project, cards);
        return await project is { IsPublic: true } row
            ? Page.Show<PagesPage>(http, new { Project = row, Cards = await cards, Number = number, TakesGifts = row.TakesGifts(from.Clock.GetUtcNow()) })
            : Results.NotFound();
    }

    private static async Task<IResult> One(HttpContext http, Guid id, Guid page, [AsParameters] Sources from, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Pages.Name, from.Totals.Name);
        if (await Find(http, id, page, from, ct) is not ({ } project, { } row))
        {
            return Results.NotFound();
        }

        var members = row.Kind == PageKind.Team ? await from.Pages.MembersOf(page, MembersMax, ct) : [];
        var team = row.TeamId is { } id2 ? await from.Pages.Find(id2, ct) : null;
        var cards = await from.Shelf.Cards([row, .. members], ct);
        return Page.Show<OnePage>(http, new
        {
            Project = project, Card = cards[0], Members = cards.Skip(1).ToList(), Team = team is { IsPublic: true } ? team : null,
            TakesGifts = row.IsLive && project.TakesGifts(from.Clock.GetUtcNow()), Address = $"{from.Address.Base}{http.Url($"/projects/{id}/pages/{page}")}",
        });
    }

    private static async Task<IResult> Ask(HttpContext http, Guid id, Sources from, PageForm form, IReadOnlyList<Refusal> refusals, bool isSent, CancellationToken ct)
    {
        if (await from.Projects.Find(id, ct) is not { IsPublic: true } row)
        {
            return Results.NotFound();
        }

        return Page.Show<OpenPagePage>(http, new
        {
            Project = row, Form = form, Teams = await from.Pages.TeamsOf(id, MembersMax, ct), Refusals = refusals, IsSent = isSent, TakesGifts = row.TakesGifts(from.Clock.GetUtcNow()),
        }, Page.Status(refusals));
    }

    private static async Task<IResult> Open(HttpContext http, Guid id, [AsParameters] Sources from, PageDesk desk, CancellationToken ct)
    {
        if (await from.Projects.Find(id, ct) is not { IsPublic: true } row)
        {
            return Results.NotFound();
        }

        var form = PageForm.Read(http.Request.Form);
        var outcome = Trap.Caught(http.Request.Form) ? Outcome.Done(0) : await desk.Open(row, form, http.Language(), ct);
        if (!outcome.IsDone)
        {
            return await Ask(http, id, from, form, outcome.Refusals, false, ct);
        }

        // The mail may be opened at once.
        return Page.Go(http, outcome, $"/projects/{id}/pages/new?sent=1");
    }

    private static async Task<IResult> Report(
        HttpContext http, Guid id, Guid page, Sources from, Guid report, string? text, IReadOnlyList<Refusal> refusals, bool isSent, CancellationToken ct) =>
        await Find(http, id, page, from, ct) is ({ } project, { } row)
            ? Page.Show<ReportPagePage>(
                http, new { Project = project, Row = row, Id = report, Text = text, Refusals = refusals, IsSent = isSent }, Page.Status(refusals))
            : Results.NotFound();

    private static async Task<IResult> Send(HttpContext http, Guid id, Guid page, [AsParameters] Sources from, IMediator mediator, CancellationToken ct)
    {
        var form = http.Request.Form;
        var (report, text) = (Posted.Id(form, "id"), form["report"].ToString());
        var outcome = Trap.Caught(form) ? Outcome.Done(0) : await mediator.Send(new ReportPage(report, page, report, text), ct);
        return outcome.IsDone ? Page.Go(http, $"/projects/{id}/pages/{page}/report?sent=1") : await Report(http, id, page, from, report, text, outcome.Refusals, false, ct);
    }

    private static async Task<(ProjectRow? Project, PageRow? Row)> Find(HttpContext http, Guid id, Guid page, Sources from, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Pages.Name);
        var (project, row) = (from.Projects.Find(id, ct), from.Pages.Find(page, ct));
        await Task.WhenAll(project, row);
        return await project is { IsPublic: true } known && await row is { IsPublic: true } found && found.ProjectId == id ? (known, found) : (null, null);
    }

    /// <summary>Where the pages' rows come from.</summary>
    internal sealed record Sources(
        ProjectDirectory Projects, PageList Pages, PageShelf Shelf, GiftTotals Totals, GiverLink Keys, ReadModelHost ReadModels, SiteAddress Address, TimeProvider Clock);
}
