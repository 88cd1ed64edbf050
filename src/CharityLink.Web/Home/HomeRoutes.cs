using CharityLink.Giving;
using CharityLink.Network;
using CharityLink.Programs;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Web.Projects;
using CharityLink.Web.Site;

namespace CharityLink.Web.Home;

/// <summary>The front door.</summary>
public static class HomeRoutes
{
    private const int ProgramsMax = 12;

    /// <summary>Adds the home page, and the ways to it and to the console in the visitor's language.</summary>
    public static void MapHome(this SiteRoutes site, IEndpointRouteBuilder app)
    {
        ArgumentNullException.ThrowIfNull(site);
        app.MapGet("/", (HttpContext http) => TypedResults.LocalRedirect(http.Url("/"))).ForAnyone();
        app.MapGet("/console", (HttpContext http) => TypedResults.LocalRedirect(http.Url("/console"))).ForAnyone();
        site.Public.MapGet("/", Home);
    }

    private static async Task<IResult> Home(
        HttpContext http, Divisions divisions, ProgramDirectory programs, GiftTotals totals, PledgeTotals pledges, TeaserShelf projects, ReadModelHost readModels, CancellationToken ct)
    {
        await readModels.CaughtUp(http, totals.Name, pledges.Name, "projects");
        var counties = divisions.ChildrenOf(divisions.City.Code).Where(county => !county.IsStatisticalArea).ToList();
        var offered = (await programs.List(new ProgramFilter(State: "active"), 1, ProgramsMax, ct)).Rows;
        var teasers = projects.Of(new ProjectFilter(), "", ct);
        var byPlace = await totals.OfMany(GiftTotals.Division, [divisions.City.Code.Value, .. counties.Select(c => c.Code.Value)], ct);
        var byProgram = await totals.OfMany(GiftTotals.Program, [.. offered.Select(p => p.ProgramId.ToString())], ct);
        var pledged = pledges.OfMany(GiftTotals.Division, [divisions.City.Code.Value, .. counties.Select(c => c.Code.Value)], ct);
        var ofPrograms = await pledges.OfMany(GiftTotals.Program, [.. offered.Select(p => p.ProgramId.ToString())], ct);
        return Page.Show<HomePage>(http, new { divisions.City, Counties = counties, Programs = offered, ByPlace = byPlace, ByProgram = byProgram, PledgedByPlace = await pledged, PledgedByProgram = ofPrograms, Projects = await teasers });
    }
}
