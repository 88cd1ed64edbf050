using CharityLink.Matching;
using CharityLink.Web.Site;

namespace CharityLink.Web.Matching;

/// <summary>PRJ-8 in public: who adds to gifts, under which terms, and what each sponsor owes.</summary>
public static class MatchingRoutes
{
    // A statement is read by sheet programs; what does not fit is left for a second request after the last position.
    private const int StatementMax = 50_000;

    /// <summary>Adds the pages.</summary>
    public static void MapMatching(this SiteRoutes site)
    {
        site.Public.MapGet("/matching", List);
        site.Public.MapGet("/matching/{id:guid}", One);
        site.Public.MapGet("/matching/{id:guid}/statement.csv", Statement);
        site.MapMatchingConsole();
    }

    private static async Task<IResult> List(HttpContext http, [AsParameters] MatchingConsole.Sources from, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Matches.Name);
        return Page.Show<MatchingListPage>(http, new { Pools = await from.Matches.Public(ct) });
    }

    private static async Task<IResult> One(HttpContext http, Guid id, [AsParameters] MatchingConsole.Sources from, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Matches.Name);
        if (await from.Matches.Find(id, ct) is not { State: not "draft" } pool)
        {
            return Results.NotFound();
        }

        var (holder, rows) = (from.Organisations.Find(pool.HolderId, ct), await from.Matches.ProjectsOf(id, ct));
        var projects = await from.Projects.FindMany(rows.Select(row => row.ProjectId), ct);
        return Page.Show<MatchingPoolPage>(http, new { Pool = pool, Holder = await holder, Rows = rows, Projects = projects });
    }

    private static async Task<IResult> Statement(Guid id, Matches matches, long? after, CancellationToken ct)
    {
        if (await matches.Find(id, ct) is not { State: not "draft" } pool)
        {
            return Results.NotFound();
        }

        var lines = await matches.Statement(id, after ?? 0, StatementMax, ct);
        return Results.File(MatchStatement.Csv(pool, lines), "text/csv; charset=utf-8", $"matching-{id}.csv");
    }
}
