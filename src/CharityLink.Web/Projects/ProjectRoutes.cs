using CharityLink.Disclosure;
using CharityLink.Giving;
using CharityLink.Law;
using CharityLink.Matching;
using CharityLink.Network;
using CharityLink.Programs;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Web.Hosting;
using CharityLink.Web.Giving.Words;
using CharityLink.Web.Projects.Pages;
using CharityLink.Web.Site;

namespace CharityLink.Web.Projects;

/// <summary>PRJ-1: projects in public, where they are found, read, shared and given to.</summary>
public static class ProjectRoutes
{
    /// <summary>Projects on one page of the list.</summary>
    public const int PageSize = 24;

    private const int ProgramsMax = 60;
    private const int VoicesShown = 3;
    private const int PagesShown = 6;
    private static readonly string[] _shown =
        ["projects", "gift_totals", "pledge_totals", "organisations", "programs", "duties", "matches", "delivery", "organisation_credentials", "project_voices", "project_pages", "gift_words", "goods_totals"];

    /// <summary>What other pages need to show a few projects.</summary>
    public static IServiceCollection AddProjectPages(this IServiceCollection services) => services.AddScoped<TeaserShelf>();

    /// <summary>Adds the pages.</summary>
    public static void MapProjects(this SiteRoutes site)
    {
        site.Public.MapGet("/projects", List);
        site.Public.MapGet("/projects/{id:guid}", (HttpContext http, Guid id, [AsParameters] Sources from, CancellationToken ct) => One<ProjectPage>(http, id, from, ct));
        site.Public.MapGet("/projects/{id:guid}/share", (HttpContext http, Guid id, [AsParameters] Sources from, CancellationToken ct) => One<SharePage>(http, id, from, ct));
        site.Public.MapGet("/projects/{id:guid}/poster", (HttpContext http, Guid id, [AsParameters] Sources from, CancellationToken ct) => One<PosterPage>(http, id, from, ct));
    }

    private static async Task<IResult> List(HttpContext http, [AsParameters] Sources from, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, _shown);
        var search = ProjectSearch.Read(http.Request.Query, from.Divisions);
        var (rows, counts) = await from.Book.Search(search.Filter, search.Sort, search.Number, PageSize, ct);
        var programs = (await from.Causes.Programs(ct)).Values.OrderBy(program => program.Division.Value, StringComparer.Ordinal).ThenBy(program => program.NameZh, StringComparer.Ordinal).Take(ProgramsMax);
        return Page.Show<ProjectListPage>(http, new
        {
            Search = search, Rows = rows, Counts = counts, Programs = programs.ToList(), from.Divisions, Now = from.Clock.GetUtcNow(),
        });
    }

    // The page, the poster and the share page tell the same things.
    private static async Task<IResult> One<TPage>(HttpContext http, Guid id, Sources from, CancellationToken ct) where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        await from.ReadModels.CaughtUp(http, _shown);
        if (await from.Projects.View(id, ct) is not { Row: { IsPublic: true } row } view)
        {
            return Results.NotFound();
        }

        var bodies = from.Organisations.FindMany([row.ProposerId, row.OrganiserId ?? row.ProposerId], ct);
        var program = row.ProgramId is { } programId ? from.Programs.Find(programId, ct) : Task.FromResult<ProgramRow?>(null);
        var totals = from.Totals.Of(GiftTotals.Project, id.ToString(), ct);
        var pledged = from.Pledged.Of(GiftTotals.Project, id.ToString(), ct);
        var byCard = from.Pledged.Of(PledgeTotals.ProjectByCard, id.ToString(), ct);
        var (reports, duties, matches) = (from.Duties.ReportsOf(id, ct), from.Duties.OfProject(id, ct), from.Matches.OfProject(id, ct));
        var delivery = from.Delivery.Find(id, ct);
        var entitled = from.Credentials.Summary(row.OrganiserId ?? row.ProposerId, ct);
        var (voices, pages) = (from.Voices.Newest(id, VoicesShown, ct), from.Pages.LiveOf(id, 1, PagesShown, ct));
        var (words, goods) = (from.Words.OfProject(id, ct), from.Goods.Of(GiftTotals.Project, id, ct));
        await Task.WhenAll(bodies, program, totals, pledged, byCard, reports, duties, matches, delivery, entitled, voices, pages, words, goods);
        var now = from.Clock.GetUtcNow();
        var about = new ProjectAbout(
            view, (await bodies).GetValueOrDefault(row.OrganiserId ?? row.ProposerId), (await bodies).GetValueOrDefault(row.ProposerId), await program, await totals,
            from.Divisions.PathTo(row.Code), from.Divisions, now, $"{from.Address.Base}{http.Url($"/projects/{id}")}")
        {
            Pledged = await pledged, ByCard = await byCard, Reports = await reports, Duties = [.. (await duties).Where(duty => duty.FromOn <= WorkingDays.China.DayOf(now))],
            Matches = (await matches).Rows, Pools = (await matches).Pools, Delivery = await delivery, Entitled = await entitled, Voices = await voices, Pages = await pages, Words = await words, Goods = await goods,
        };
        return Page.Show<TPage>(http, new { About = about });
    }

    /// <summary>Where the pages' figures come from.</summary>
    internal sealed record Sources(
        ProjectDirectory Projects, ProjectBook Book, CauseBook Causes, DeliveryBook Delivery, ProgramDirectory Programs, OrganisationDirectory Organisations, CredentialDirectory Credentials, GiftTotals Totals, PledgeTotals Pledged,
        DutyCalendar Duties, Matches Matches, VoiceList Voices, PageShelf Pages, WordsShelf Words, GoodsTotals Goods, Divisions Divisions, ReadModelHost ReadModels, SiteAddress Address, TimeProvider Clock);
}
