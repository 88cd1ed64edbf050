using System.Runtime.InteropServices;
using CharityLink.Kernel;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>What must be known to count a run of gifts: who stands above whom, and what its givers gave to before.</summary>
internal sealed record GiftHistory(OrganisationTree Tree, Dictionary<Guid, GiftLeaf> Leaves, Dictionary<Guid, Dictionary<Guid, long>> LeavesOfPerson)
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
        select g.person_id, l.id, l.program_id, l.site_id, l.organisation_id, l.division, l.project_id, l.page_id, g.gifts
          from gift_giver g join gift_leaf l on l.id = g.leaf_id where g.person_id = any($1)
        """;

    /// <summary>Reads both in one round trip.</summary>
    public static async Task<GiftHistory> Read(IReadOnlyList<GiftStep> gifts, NpgsqlConnection connection, CancellationToken ct)
    {
        var organisations = gifts.Select(gift => gift.Cause.OrganisationId).Distinct().ToArray();
        var persons = gifts.Where(gift => gift.GiverId is not null).Select(gift => gift.GiverId!.Value.Value).Distinct().ToArray();
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

        var history = new GiftHistory(new OrganisationTree(links), [], []);
        await rows.NextResultAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var leaf = new GiftLeaf(
                rows.GetGuid(1), rows.GetFieldValue<Guid?>(2), rows.GetFieldValue<Guid?>(3), rows.GetGuid(4), DivisionCode.Parse(rows.GetString(5)),
                rows.GetFieldValue<Guid?>(6), rows.GetFieldValue<Guid?>(7));
            history.Leaves.TryAdd(leaf.Id, leaf);
            (CollectionsMarshal.GetValueRefOrAddDefault(history.LeavesOfPerson, rows.GetGuid(0), out _) ??= []).Add(leaf.Id, rows.GetInt64(8));
        }

        return history;
    }
}
