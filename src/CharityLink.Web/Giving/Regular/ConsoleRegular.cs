using System.Globalization;
using CharityLink.Giving;
using CharityLink.Network;
using CharityLink.Store;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving.Regular;

/// <summary>Regular gifts as staff see them: those of their area or charity, without names.</summary>
internal static class ConsoleRegular
{
    private const int PageSize = 50;

    public static void MapConsoleRegular(this SiteRoutes site) => site.Console.MapGet("/regular", List).ForStaff();

    private static async Task<IResult> List(HttpContext http, RegularList regulars, CauseBook causes, Divisions divisions, ReadModelHost readModels, CancellationToken ct)
    {
        await readModels.CaughtUp(http, regulars.Name);
        var state = http.Request.Query["state"].ToString();
        var before = long.TryParse(http.Request.Query["before"], CultureInfo.InvariantCulture, out var position) ? position : (long?)null;
        var rows = await regulars.List(
            Sight.Of(http.Caller(), divisions.City.Code), ConsoleRegularPage.States.Contains(state, StringComparer.Ordinal) ? state : null, before, PageSize + 1, ct);
        var offers = new Dictionary<CauseChoice, CauseOffer>();
        foreach (var choice in rows.Select(row => row.Choice).Distinct())
        {
            // From memory.
            offers[choice] = await causes.Find(choice, ct);
        }

        return Page.Show<ConsoleRegularPage>(http, new
        {
            Rows = rows.Take(PageSize).ToList(), Older = rows.Count > PageSize ? rows[PageSize - 1].Position : (long?)null, State = state, Offers = offers,
        });
    }
}
