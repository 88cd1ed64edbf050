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
        "insert into gift_giver (person_id, leaf_id) select * from unnest($1, $2)";

    private readonly Dictionary<Guid, IReadOnlyList<Scope>> scopesOfLeaf = [];
    private readonly List<(Guid Person, Guid Leaf)> newGivers = [];
    private readonly Dictionary<Guid, Delta> perLeaf = [];
    private readonly Dictionary<Scope, Delta> perScope = [];

    /// <summary>Adds the gifts to the totals.</summary>
    public static async Task Add(IReadOnlyList<DonationPaid> gifts, NpgsqlConnection connection, CancellationToken ct)
    {
        var count = new GiftCount(await GiftHistory.Read(gifts, connection, ct));
        var fresh = new List<GiftLeaf>();
        foreach (var gift in gifts)
        {
            count.Add(gift, fresh);
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

    private void Add(DonationPaid gift, List<GiftLeaf> fresh)
    {
        var leaf = GiftLeaf.Of(gift.Cause);
        if (history.Leaves.TryAdd(leaf.Id, leaf))
        {
            fresh.Add(leaf);
        }

        ref var delta = ref CollectionsMarshal.GetValueRefOrAddDefault(perLeaf, leaf.Id, out _);
        delta ??= new();
        delta.Raised = checked(delta.Raised + Fen(gift.Amount));
        delta.Gifts++;
        if (gift.DonorId is not { } person)
        {
            delta.Unnamed++;
            return;
        }

        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(history.LeavesOfPerson, person.Value, out var hasGiven);
        known ??= new(1);
        if (known.Contains(leaf.Id))
        {
            return;
        }

        if (!hasGiven)
        {
            delta.Named++;
        }
        else
        {
            var counted = known.SelectMany(ScopesOf).ToHashSet();
            foreach (var scope in ScopesOf(leaf.Id).Where(scope => !counted.Contains(scope)))
            {
                Of(scope).Named++;
            }
        }

        known.Add(leaf.Id);
        newGivers.Add((person.Value, leaf.Id));
    }

    private IEnumerable<NpgsqlBatchCommand> Writes(List<GiftLeaf> fresh)
    {
        yield return new NpgsqlBatchCommand(LeavesSql)
            .With(fresh.ConvertAll(leaf => leaf.Id).ToArray()).With(fresh.ConvertAll(leaf => leaf.ProgramId).ToArray())
            .With(fresh.ConvertAll(leaf => leaf.SiteId).ToArray()).With(fresh.ConvertAll(leaf => leaf.OrganisationId).ToArray())
            .With(fresh.ConvertAll(leaf => leaf.Division.Value).ToArray())
            .With(fresh.ConvertAll(leaf => leaf.ProjectId).ToArray()).With(fresh.ConvertAll(leaf => leaf.PageId).ToArray());
        if (newGivers.Count > 0)
        {
            yield return new NpgsqlBatchCommand(GiversSql)
                .With(newGivers.ConvertAll(giver => giver.Person).ToArray()).With(newGivers.ConvertAll(giver => giver.Leaf).ToArray());
        }

        yield return Delta.Adding(perScope);
    }

    private IReadOnlyList<Scope> ScopesOf(Guid leaf) =>
        CollectionsMarshal.GetValueRefOrAddDefault(scopesOfLeaf, leaf, out _) ??= [.. history.Leaves[leaf].Scopes(history.Tree)];

    private Delta Of(Scope scope) => CollectionsMarshal.GetValueRefOrAddDefault(perScope, scope, out _) ??= new();

    // Only renminbi is taken online; a gift in anything else must stop the counting, not be added to the fen.
    private static long Fen(Money amount) => amount.Currency == Currency.Cny
        ? amount.Minor
        : throw new InvalidOperationException($"A gift in {amount.Currency} cannot be counted in renminbi.");
}
