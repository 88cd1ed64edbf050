using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Store;
using CharityLink.Web.Site;

namespace CharityLink.Web.Console;

/// <summary>What every member of staff sees first: what waits for them.</summary>
internal static class ConsoleRoutes
{
    private const int WaitingMax = 50;
    private static readonly Role[] Verifiers = [Role.Administrator, Role.FederationOfficer];

    public static void MapConsole(this SiteRoutes site)
    {
        site.Console.MapGet("/", MyWork).ForSignedIn();
        site.MapStaff();
        site.MapAudit();
    }

    private static async Task<IResult> MyWork(
        HttpContext http, OrganisationDirectory organisations, Divisions divisions, ReadModelHost readModels, CancellationToken ct)
    {
        await readModels.CaughtUp(http, organisations.Name);
        var caller = http.Caller();
        var areas = caller.Appointments.Where(a => Verifiers.Contains(a.Role)).Select(a => a.Division).Distinct().ToList();
        var waiting = areas.Count == 0 ? [] : (await organisations.List(new OrganisationFilter(areas, State: "unverified"), 1, WaitingMax, ct)).Rows;
        return Page.Show<MyWorkPage>(http, new
        {
            // What one has entered oneself waits for somebody else.
            Waiting = waiting.Where(o => o.EnteredBy is null || o.EnteredBy != caller.AccountId).OrderBy(o => o.RegisteredAt).ToList(), Divisions = divisions, Decides = areas.Count > 0,
        });
    }
}
