using CharityLink.Giving;
using CharityLink.Network;
using CharityLink.Store;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving.Regular;

/// <summary>Regular gifts as staff see them: those of their area or charity, without names.</summary>
internal static class ConsoleRegular
{
    public static void MapConsoleRegular(this SiteRoutes site) => site.Console.MapGet("/regular", List).ForStaff();

    private static async Task<IResult> List(HttpContext http, RegularList regulars, CauseBook causes, Divisions divisions, ReadModelHost readModels, CancellationToken ct)
    {
        await readModels.CaughtUp(http, regulars.Name);
        var state = ListPart.OneOf(http.Request.Query, "state", ConsoleRegularPage.States);
        var part = ListPart.Of(await regulars.List(Sight.Of(http.Caller(), divisions.City.Code), state, ListPart.Before(http.Request.Query), ListPart.Asked, ct), row => row.Position);
        return Page.Show<ConsoleRegularPage>(http, new
        {
            part.Rows, part.Older, State = state ?? "", Offers = await causes.FindMany(part.Rows.Select(row => row.Choice), ct),
        });
    }
}
