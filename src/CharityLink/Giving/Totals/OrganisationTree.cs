namespace CharityLink.Giving;

/// <summary>Who stands under whom, as far as it is known: enough to say in whose totals a gift counts.</summary>
internal sealed class OrganisationTree(IEnumerable<(Guid Id, Guid? ParentId)> links)
{
    private readonly Dictionary<Guid, Guid?> parents = links.ToDictionary(link => link.Id, link => link.ParentId);

    /// <summary>The parent that is known, or null.</summary>
    public Guid? ParentOf(Guid id) => parents.GetValueOrDefault(id);

    /// <summary>Puts an organisation under another; null: under none.</summary>
    public void Link(Guid id, Guid? parentId) => parents[id] = parentId;

    /// <summary>From the organisation upwards. Ends at a circle, which the network's rules forbid.</summary>
    public IReadOnlyList<Guid> SelfAndAbove(Guid? id)
    {
        var path = new List<Guid>(4);
        for (var next = id; next is { } at && !path.Contains(at); next = ParentOf(at))
        {
            path.Add(at);
        }

        return path;
    }

    /// <summary>The other is this one or stands under it.</summary>
    public bool IsUnder(Guid id, Guid top) => SelfAndAbove(id).Contains(top);
}
