using CharityLink.Network;
using Dapper;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>Follows the organisations' tree: what was given below an organisation moves with it when it is linked elsewhere.</summary>
internal sealed class LinkMove(NpgsqlConnection connection, OrganisationTree tree, IReadOnlyList<(Guid Id, Guid OrganisationId)> leaves)
{
    private const string TotalSql =
        """
        select raised_minor, gifts, unnamed_gifts from gift_total where scope_kind = 'organisation' and scope_key = @key
        """;

    // Of the persons who gave to what moves, those whom a scope has not got, or no longer has, by anything else.
    private const string NamedSql =
        """
        with moving as (select distinct person_id from gift_giver where leaf_id = any(@moving))
        select s.id, count(m.person_id)
          from unnest(@scopes) s (id)
          left join moving m on not exists (
               select 1 from gift_giver g
                 join unnest(@others, @otherLeaves) o (scope, leaf) on o.leaf = g.leaf_id
                where g.person_id = m.person_id and o.scope = s.id)
         group by s.id
        """;

    private const string TreeSql =
        """
        insert into gift_organisation (id, parent_id) select * from unnest($1, $2)
        on conflict (id) do update set parent_id = excluded.parent_id
        """;

    /// <summary>Carries a run of registrations and links in.</summary>
    public static async Task Carry(IReadOnlyList<IOrganisationEvent> facts, NpgsqlConnection connection, CancellationToken ct)
    {
        var links = await connection.QueryAsync<(Guid, Guid?)>(new CommandDefinition("select id, parent_id from gift_organisation", cancellationToken: ct));
        var leaves = await connection.QueryAsync<(Guid, Guid)>(new CommandDefinition("select id, organisation_id from gift_leaf", cancellationToken: ct));
        var move = new LinkMove(connection, new OrganisationTree(links), leaves.AsList());
        var changed = new HashSet<Guid>();
        foreach (var fact in facts)
        {
            var (id, parent) = fact is OrganisationRegistered registered
                ? (registered.OrganisationId, registered.ParentId)
                : (((OrganisationLinked)fact).OrganisationId, ((OrganisationLinked)fact).ParentId);
            await move.To(id, parent, ct);
            changed.Add(id);
        }

        await connection.Run([new NpgsqlBatchCommand(TreeSql).With(changed.ToArray()).With(changed.Select(id => move.Tree.ParentOf(id)).ToArray())], ct);
    }

    private OrganisationTree Tree => tree;

    private async Task To(Guid id, Guid? parent, CancellationToken ct)
    {
        var (left, joined) = (tree.SelfAndAbove(tree.ParentOf(id)), tree.SelfAndAbove(parent));
        var moving = leaves.Where(leaf => tree.IsUnder(leaf.OrganisationId, id)).Select(leaf => leaf.Id).ToHashSet();
        var (losing, gaining) = (left.Except(joined).ToList(), joined.Except(left).ToList());
        if (moving.Count > 0 && losing.Count + gaining.Count > 0)
        {
            await Move(id, moving, losing, gaining, ct);
        }

        tree.Link(id, parent);
    }

    private async Task Move(Guid id, HashSet<Guid> moving, List<Guid> losing, List<Guid> gaining, CancellationToken ct)
    {
        var (raised, gifts, unnamed) = await connection.QuerySingleAsync<(long, long, long)>(
            new CommandDefinition(TotalSql, new { key = id.ToString() }, cancellationToken: ct));
        var scopes = losing.Concat(gaining).ToArray();
        var others = (from scope in scopes from leaf in leaves where !moving.Contains(leaf.Id) && tree.IsUnder(leaf.OrganisationId, scope) select (scope, leaf.Id)).ToList();
        var named = (await connection.QueryAsync<(Guid Scope, long Persons)>(new CommandDefinition(
            NamedSql,
            new { moving = moving.ToArray(), scopes, others = others.ConvertAll(o => o.scope).ToArray(), otherLeaves = others.ConvertAll(o => o.Id).ToArray() },
            cancellationToken: ct))).ToDictionary(row => row.Scope, row => row.Persons);
        await connection.Run([Delta.Taking(Deltas(losing)), Delta.Adding(Deltas(gaining))], ct);

        Dictionary<Scope, Delta> Deltas(IEnumerable<Guid> organisations) => organisations.ToDictionary(
            Scope.Organisation, scope => new Delta { Raised = raised, Gifts = gifts, Unnamed = unnamed, Named = named[scope] });
    }
}
