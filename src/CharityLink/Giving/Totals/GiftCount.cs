using System.Runtime.InteropServices;
using CharityLink.Kernel;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>Counts a run of gifts into every scope they belong to: two round trips however many they are.</summary>
internal sealed class GiftCount(GiftHistory history)
{
    private const string LeavesSql =
        """
        insert into gift_leaf (id, program_id, site_id, organisation_id, division, project_id, page_id)
        select * from unnest($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing
        """;

    private const string GiversSql =
        """
        insert into gift_giver (person_id, leaf_id, gifts) select * from unnest($1, $2, $3)
        on conflict (person_id, leaf_id) do update set gifts = excluded.gifts
        """;

    // Who has nothing left there gave nothing there.
    private const string GoneSql =
        "delete from gift_giver g using unnest($1, $2) n (person_id, leaf_id) where g.person_id = n.person_id and g.leaf_id = n.leaf_id";

    private readonly Dictionary<Guid, IReadOnlyList<Scope>> scopesOfLeaf = [];
    private readonly HashSet<(Guid Person, Guid Leaf)> changedGivers = [];
    private readonly Dictionary<Guid, Delta> perLeaf = [];
    private readonly Dictionary<Scope, Delta> perScope = [];

    /// <summary>Carries a run of facts about gifts into the totals.</summary>
    public static async Task Add(IReadOnlyList<object> facts, NpgsqlConnection connection, CancellationToken ct)
    {
        var steps = await GiftSteps.Of(facts, connection, ct);
        var count = new GiftCount(await GiftHistory.Read(steps, connection, ct));
        var fresh = new List<GiftLeaf>();
        foreach (var step in steps)
        {
            count.Add(step, fresh);
        }

        foreach (var (leaf, delta) in count.perLeaf)
        {
            foreach (var scope in count.ScopesOf(leaf))
            {
                count.Of(scope).Add(delta);
            }
        }

        await connection.Run(count.Writes(fresh), ct);
    }

    private void Add(GiftStep step, List<GiftLeaf> fresh)
    {
        var leaf = GiftLeaf.Of(step.Cause);
        if (history.Leaves.TryAdd(leaf.Id, leaf))
        {
            fresh.Add(leaf);
        }

        ref var delta = ref CollectionsMarshal.GetValueRefOrAddDefault(perLeaf, leaf.Id, out _);
        delta ??= new();
        delta.Raised = checked(delta.Raised + Fen(step.Amount));
        delta.Gifts += step.Gifts;
        if (step.GiverId is not { } person)
        {
            delta.Unnamed += step.Gifts;
        }
        else if (step.Gifts != 0)
        {
            Give(person.Value, leaf.Id, step.Gifts, delta);
        }
    }

    // A person begins to count in a scope with the first gift below it, and ceases with the last.
    private void Give(Guid person, Guid leaf, int gifts, Delta delta)
    {
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(history.LeavesOfPerson, person, out _);
        known ??= new(1);
        var before = known.GetValueOrDefault(leaf);
        known[leaf] = before + gifts;
        changedGivers.Add((person, leaf));
        if ((before > 0) == (before + gifts > 0))
        {
            return;
        }

        var elsewhere = known.Where(other => other.Key != leaf && other.Value > 0).Select(other => other.Key).ToList();
        if (elsewhere.Count == 0)
        {
            delta.Named += gifts;
            return;
        }

        var counted = elsewhere.SelectMany(ScopesOf).ToHashSet();
        foreach (var scope in ScopesOf(leaf).Where(scope => !counted.Contains(scope)))
        {
            Of(scope).Named += gifts;
        }
    }

    private IEnumerable<NpgsqlBatchCommand> Writes(List<GiftLeaf> fresh)
    {
        yield return new NpgsqlBatchCommand(LeavesSql)
            .With(fresh.ConvertAll(leaf => leaf.Id).ToArray()).With(fresh.ConvertAll(leaf => leaf.ProgramId).ToArray())
            .With(fresh.ConvertAll(leaf => leaf.SiteId).ToArray()).With(fresh.ConvertAll(leaf => leaf.OrganisationId).ToArray())
            .With(fresh.ConvertAll(leaf => leaf.Division.Value).ToArray())
            .With(fresh.ConvertAll(leaf => leaf.ProjectId).ToArray()).With(fresh.ConvertAll(leaf => leaf.PageId).ToArray());
        var givers = changedGivers.Select(giver => (giver.Person, giver.Leaf, Gifts: history.LeavesOfPerson[giver.Person][giver.Leaf])).ToList();
        if (givers.Where(giver => giver.Gifts > 0).ToArray() is { Length: > 0 } giving)
        {
            yield return new NpgsqlBatchCommand(GiversSql)
                .With(Array.ConvertAll(giving, giver => giver.Person)).With(Array.ConvertAll(giving, giver => giver.Leaf)).With(Array.ConvertAll(giving, giver => giver.Gifts));
        }

        if (givers.Where(giver => giver.Gifts <= 0).ToArray() is { Length: > 0 } gone)
        {
            yield return new NpgsqlBatchCommand(GoneSql).With(Array.ConvertAll(gone, giver => giver.Person)).With(Array.ConvertAll(gone, giver => giver.Leaf));
        }

        foreach (var write in Delta.Carrying(perScope))
        {
            yield return write;
        }
    }

    private IReadOnlyList<Scope> ScopesOf(Guid leaf) =>
        CollectionsMarshal.GetValueRefOrAddDefault(scopesOfLeaf, leaf, out _) ??= [.. history.Leaves[leaf].Scopes(history.Tree)];

    private Delta Of(Scope scope) => CollectionsMarshal.GetValueRefOrAddDefault(perScope, scope, out _) ??= new();

    // Only renminbi is taken online; a gift in anything else must stop the counting, not be added to the fen.
    private static long Fen(Money amount) => amount.Currency == Currency.Cny
        ? amount.Minor
        : throw new InvalidOperationException($"A gift in {amount.Currency} cannot be counted in renminbi.");
}
