using CharityLink.Kernel;
using CharityLink.Network;
using FsCheck;
using FsCheck.Fluent;

namespace CharityLink.Tests.Network;

/// <summary>NET-3: whatever is linked in whatever order, the organisations remain a tree whose parents contain their children.</summary>
public sealed class TreeTests
{
    private static readonly Division[] _places = [.. DivisionsFile.Load(null).All.Where(division => !division.IsStatisticalArea && division.Code.Value.StartsWith("440703101", StringComparison.Ordinal)
        || division.Code.Level <= Level.County)];

    [Fact]
    public void No_run_of_links_makes_a_circle() => Prop.ForAll(Gen.Choose(0, _places.Length - 1).Two().ListOf().ToArbitrary(), links =>
    {
        var bodies = _places.Select(place => new Organisation(
            Guid.CreateVersion7(), place.NameZh, place.NameEn, OrganisationKind.Association, place.Code, null, null, true, null)).ToArray();
        foreach (var (child, parent) in links)
        {
            var decision = Organisation.Decide(bodies[child], new LinkOrganisation(Guid.CreateVersion7(), bodies[child].Id, bodies[parent].Id), bodies[parent]);
            bodies[child] = decision.Aggregate(bodies[child], Organisation.Evolve);
        }

        var byId = bodies.ToDictionary(body => body.Id);
        return bodies.All(body => Above(body, byId).Take(5).Count() < 5 && Above(body, byId).All(parent => parent.Division != body.Division && parent.Division.Contains(body.Division)));
    }).QuickCheckThrowOnFailure();

    private static IEnumerable<Organisation> Above(Organisation body, Dictionary<Guid, Organisation> byId)
    {
        for (var next = body; next.ParentId is { } id; next = byId[id])
        {
            yield return byId[id];
        }
    }
}
