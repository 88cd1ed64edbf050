using CharityLink.Network;
using CharityLink.Programs;
using CharityLink.Store;
using CharityLink.Web.Site;

namespace CharityLink.Web.Network;

/// <summary>One search over places, charities, programs and sites.</summary>
internal static class SearchRoutes
{
    private const int HitsMax = 20;
    private static readonly string[] _shown = ["organisations", "programs"];

    public static void MapSearch(this SiteRoutes site) => site.Public.MapGet("/search", Find);

    private static async Task<IResult> Find(
        HttpContext http, Divisions divisions, OrganisationDirectory organisations, ProgramDirectory programs, ReadModelHost readModels, string? q, CancellationToken ct)
    {
        await readModels.CaughtUp(http, _shown);
        var text = Paging.Text(q);
        var (charities, work) = (organisations.Search(text, HitsMax, ct), programs.Search(text, HitsMax, ct));
        await Task.WhenAll(charities, work);
        var (found, sites) = await work;
        return Page.Show<SearchPage>(http, new { Text = text, Places = divisions.Search(text, HitsMax), Organisations = await charities, Programs = found, Sites = sites, Divisions = divisions });
    }
}
