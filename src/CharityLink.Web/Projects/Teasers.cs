using CharityLink.Network;
using CharityLink.Projects;

namespace CharityLink.Web.Projects;

/// <summary>A few projects for another page, and the address of the list that holds the rest.</summary>
/// <param name="Total">How many there are in all.</param>
/// <param name="Query">Narrows the list in the same way: <c>?place=440703</c>.</param>
public sealed record Teasers(IReadOnlyList<ProjectRow> Rows, long Total, string Query, Divisions Divisions, DateTimeOffset Now);

/// <summary>Finds them.</summary>
internal sealed class TeaserShelf(ProjectBook projects, Divisions divisions, TimeProvider clock)
{
    private const int Max = 3;

    /// <summary>Those that take gifts now and end next.</summary>
    public async Task<Teasers> Of(ProjectFilter filter, string query, CancellationToken ct)
    {
        var found = await projects.List(filter with { Stages = [ProjectStage.Live] }, ProjectSort.EndingSoon, 1, Max, ct);
        return new(found.Rows, found.Total, query, divisions, clock.GetUtcNow());
    }
}
