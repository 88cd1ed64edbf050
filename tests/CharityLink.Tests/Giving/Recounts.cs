using CharityLink.Giving;
using CharityLink.Network;

namespace CharityLink.Tests.Giving;

/// <summary>Counts totals the plain way: keep everything, and count it all at the end under the tree as it then is.</summary>
internal static class Recounts
{
    /// <summary>The total of every scope that something counts for.</summary>
    /// <param name="facts">The whole log, for the tree of organisations.</param>
    /// <param name="counted">What counts, with the cause it counts for.</param>
    public static Dictionary<(string, string), TTotal> Of<TOne, TTotal>(
        IEnumerable<object> facts, IEnumerable<(GiftCause Cause, TOne One)> counted, Func<IReadOnlyList<TOne>, TTotal> total)
    {
        var parents = new Dictionary<Guid, Guid?>();
        foreach (var fact in facts)
        {
            switch (fact)
            {
                case OrganisationRegistered e: parents[e.OrganisationId] = e.ParentId; break;
                case OrganisationLinked e: parents[e.OrganisationId] = e.ParentId; break;
            }
        }

        IEnumerable<Guid> Above(Guid? id) => id is { } at ? Above(parents.GetValueOrDefault(at)).Prepend(at) : [];
        IEnumerable<(string, string)> Scopes(GiftCause cause) => cause.Division.PathFromCity.Select(division => ("division", division.Value))
            .Concat(Above(cause.OrganisationId).Select(id => ("organisation", id.ToString())))
            .Concat(new[] { ("program", cause.ProgramId), ("site", cause.SiteId), ("project", cause.ProjectId), ("page", cause.PageId) }
                .Where(chosen => chosen.Item2 is not null).Select(chosen => (chosen.Item1, chosen.Item2.ToString()!))); // Not null.
        return (from one in counted
                from scope in Scopes(one.Cause)
                group one.One by scope).ToDictionary(scope => scope.Key, scope => total([.. scope]));
    }
}
