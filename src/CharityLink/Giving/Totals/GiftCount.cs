using System.Runtime.InteropServices;
using CharityLink.Kernel;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>Counts a run of gifts into every scope they belong to: two round trips however many they are.</summary>
internal sealed class GiftCount
{
    // The organisations of this run and of whatever its persons gave to before, each with everything above it.
    private const string TreeSql =
        """
        with recursive above as (
          select o.id, o.parent_id from gift_organisation o
           where o.id = any($1) or o.id in (
             select l.organisation_id from gift_giver g join gift_leaf l on l.id = g.leaf_id where g.person_id = any($2))
          union
          select o.id, o.parent_id from gift_organisation o join above a on o.id = a.parent_id)
        select id, parent_id from above
        """;

    private const string EarlierSql =
        """
        select g.person_id, l.id, l.program_id, l.site_id, l.organisation_id, l.division
          from gift_giver g join gift_leaf l on l.id = g.leaf_id where g.person_id = any($1)
        """;

    private const string LeavesSql =
        """
        insert into gift_leaf (id, program_id, site_id, organisation_id, division)
        select * from unnest($1, $2, $3, $4, $5) on conflict (id) do nothing
        """;

    private const string GiversSql =
        "insert into gift_giver (person_id, leaf_id) select * from unnest($1, $2)";

    private readonly Dictionary<Guid, List<Guid>> leavesOfPerson = [];
    private readonly Dictionary<Guid, GiftLeaf> leaves = [];
    private readonly Dictionary<Guid, IReadOnlyList<Scope>> scopesOfLeaf = [];
    private readonly List<(Guid Person, Guid Leaf)> newGivers = [];
    private readonly Dictionary<Guid, Delta> perLeaf = [];
    private readonly Dictionary<Scope, Delta> perScope = [];
    private OrganisationTree tree = new([]);

    /// <summary>Adds the gifts to the totals.</summary>
    public static async Task Add(IReadOnlyList<DonationPaid> gifts, NpgsqlConnection connection, CancellationToken ct)
    {
        var count = new GiftCount();
        await count.Read(gifts, connection, ct);
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
        if (leaves.TryAdd(leaf.Id, leaf))
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

        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(leavesOfPerson, person.Value, out var hasGiven);
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

    private async Task Read(IReadOnlyList<DonationPaid> gifts, NpgsqlConnection connection, CancellationToken ct)
    {
        var organisations = gifts.Select(gift => gift.Cause.OrganisationId).Distinct().ToArray();
        var persons = gifts.Where(gift => gift.DonorId is not null).Select(gift => gift.DonorId!.Value.Value).Distinct().ToArray();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { new NpgsqlBatchCommand(TreeSql).With(organisations).With(persons), new NpgsqlBatchCommand(EarlierSql).With(persons) },
        };
        await using var rows = await batch.ExecuteReaderAsync(ct);
        var links = new List<(Guid, Guid?)>();
        while (await rows.ReadAsync(ct))
        {
            links.Add((rows.GetGuid(0), rows.IsDBNull(1) ? null : rows.GetGuid(1)));
        }

        tree = new(links);
        await rows.NextResultAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var leaf = new GiftLeaf(rows.GetGuid(1), rows.GetGuid(2), rows.IsDBNull(3) ? null : rows.GetGuid(3), rows.GetGuid(4), DivisionCode.Parse(rows.GetString(5)));
            leaves.TryAdd(leaf.Id, leaf);
            (CollectionsMarshal.GetValueRefOrAddDefault(leavesOfPerson, rows.GetGuid(0), out _) ??= []).Add(leaf.Id);
        }
    }

    private IEnumerable<NpgsqlBatchCommand> Writes(List<GiftLeaf> fresh)
    {
        yield return new NpgsqlBatchCommand(LeavesSql)
            .With(fresh.ConvertAll(leaf => leaf.Id).ToArray()).With(fresh.ConvertAll(leaf => leaf.ProgramId).ToArray())
            .With(fresh.ConvertAll(leaf => leaf.SiteId).ToArray()).With(fresh.ConvertAll(leaf => leaf.OrganisationId).ToArray())
            .With(fresh.ConvertAll(leaf => leaf.Division.Value).ToArray());
        if (newGivers.Count > 0)
        {
            yield return new NpgsqlBatchCommand(GiversSql)
                .With(newGivers.ConvertAll(giver => giver.Person).ToArray()).With(newGivers.ConvertAll(giver => giver.Leaf).ToArray());
        }

        yield return Delta.Adding(perScope);
    }

    private IReadOnlyList<Scope> ScopesOf(Guid leaf) =>
        CollectionsMarshal.GetValueRefOrAddDefault(scopesOfLeaf, leaf, out _) ??= [.. leaves[leaf].Scopes(tree)];

    private Delta Of(Scope scope) => CollectionsMarshal.GetValueRefOrAddDefault(perScope, scope, out _) ??= new();

    // Only renminbi is taken online; a gift in anything else must stop the counting, not be added to the fen.
    private static long Fen(Money amount) => amount.Currency == Currency.Cny
        ? amount.Minor
        : throw new InvalidOperationException($"A gift in {amount.Currency} cannot be counted in renminbi.");
}
