using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Programs;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Web.Projects;
using CharityLink.Web.Site;

namespace CharityLink.Web.Network;

/// <summary>A place below another, with what its page would say first.</summary>
public sealed record PlaceBelow(Division Division, Totals Totals, Pledged Pledged, long Organisations);

/// <summary>NET-6: the page of every division, drilled down from the city to the village.</summary>
internal static class DivisionRoutes
{
    private const int SitesMax = 60;
    private static readonly string[] _shown = ["gift_totals", "pledge_totals", "organisations", "programs", "projects"];

    public static void MapDivisions(this SiteRoutes site)
    {
        site.Public.MapGet("/divisions", (HttpContext http, Divisions divisions, [AsParameters] PlaceData data, string? all, CancellationToken ct) => Place(http, divisions.City, divisions, data, all, ct));
        site.Public.MapGet("/divisions/{code}", (HttpContext http, string code, Divisions divisions, [AsParameters] PlaceData data, string? all, CancellationToken ct) =>
            DivisionCode.TryParse(code, out var known) && divisions.Find(known) is { } division ? Place(http, division, divisions, data, all, ct) : Task.FromResult(Results.NotFound()));
    }

    private static async Task<IResult> Place(HttpContext http, Division division, Divisions divisions, PlaceData data, string? all, CancellationToken ct)
    {
        await data.ReadModels.CaughtUp(http, _shown);
        var children = divisions.ChildrenOf(division.Code).Where(child => all is "1" || !child.IsStatisticalArea).ToList();
        var organisations = data.Organisations.At(division.Code, ct);
        var counts = data.Organisations.CountsBelow(division.Code, ct);
        var programs = data.Programs.WorkingIn(division.Code, ct);
        var sites = division.Code.Level == Level.City ? Task.FromResult<IReadOnlyList<SiteRow>>([]) : data.Programs.SitesIn(division.Code, SitesMax, ct);
        var totals = data.Totals.OfMany(GiftTotals.Division, [division.Code.Value, .. children.Select(child => child.Code.Value)], ct);
        var pledges = data.Pledged.OfMany(GiftTotals.Division, [division.Code.Value, .. children.Select(child => child.Code.Value)], ct);
        var projects = data.Projects.Of(new ProjectFilter(Place: division.Code), $"?place={division.Code}", ct);
        await Task.WhenAll(organisations, counts, programs, sites, totals, pledges, projects);
        string[] siteKeys = [.. (await sites).Select(site => site.SiteId.ToString())];
        var (siteTotals, sitePledged) = (data.Totals.OfMany(GiftTotals.Site, siteKeys, ct), data.Pledged.OfMany(GiftTotals.Site, siteKeys, ct));
        await Task.WhenAll(siteTotals, sitePledged);
        var (raised, pledged, below) = (await totals, await pledges, await counts);
        return Page.Show<DivisionPage>(http, new
        {
            Division = division, Path = divisions.PathTo(division.Code), Totals = raised[division.Code.Value], Pledged = pledged[division.Code.Value],
            Below = children.Select(child => new PlaceBelow(child, raised[child.Code.Value], pledged[child.Code.Value], below.GetValueOrDefault(child.Code))).ToList(),
            HasHidden = divisions.ChildrenOf(division.Code).Count > children.Count,
            Organisations = await organisations, Programs = await programs, Sites = await sites, SiteTotals = await siteTotals, SitePledged = await sitePledged, Projects = await projects, Divisions = divisions,
        });
    }

    /// <summary>Where the page's figures come from.</summary>
    internal sealed record PlaceData(OrganisationDirectory Organisations, ProgramDirectory Programs, GiftTotals Totals, PledgeTotals Pledged, TeaserShelf Projects, ReadModelHost ReadModels);
}
