using CharityLink.Network;
using CharityLink.Store;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>Counts a batch of promises into every scope they belong to, and follows the organisations' tree: two round trips however many they are.</summary>
/// <remarks>Simpler than counting gifts: nobody is counted once over several promises, so what stands below an organisation moves with it as one sum.</remarks>
internal sealed class PledgeCount(OrganisationTree tree, Dictionary<Guid, PledgeSum> before)
{
    // Whoever is promised to or linked in this batch, with everything above it.
    private const string TreeSql =
        """
        with recursive above as (
          select id, parent_id from pledge_organisation where id = any($1)
          union
          select o.id, o.parent_id from pledge_organisation o join above a on o.id = a.parent_id)
        select id, parent_id from above
        """;

    private const string BeforeSql =
        "select scope_key, pledges, pledged_minor, fulfilled_minor, fallen_minor from pledge_total where scope_kind = 'organisation' and scope_key = any($1)";

    // A row with zeros first where there is none, then one sum for all: a row proposed for insertion would be checked by itself.
    private const string AddSql =
        """
        insert into pledge_total (scope_kind, scope_key, pledges, pledged_minor, fulfilled_minor, fallen_minor)
        select kind, key, 0, 0, 0, 0 from unnest($1, $2) n (kind, key)
        on conflict (scope_kind, scope_key) do nothing
        """;

    private const string SumSql =
        """
        update pledge_total t
           set pledges = t.pledges + n.pledges, pledged_minor = t.pledged_minor + n.pledged, fulfilled_minor = t.fulfilled_minor + n.fulfilled, fallen_minor = t.fallen_minor + n.fallen
          from unnest($1, $2, $3, $4, $5, $6) n (kind, key, pledges, pledged, fulfilled, fallen)
         where t.scope_kind = n.kind and t.scope_key = n.key
        """;

    private const string LinksSql =
        """
        insert into pledge_organisation (id, parent_id) select * from unnest($1, $2)
        on conflict (id) do update set parent_id = excluded.parent_id
        """;

    private readonly Dictionary<Scope, PledgeSum> sums = [];
    private readonly HashSet<Guid> linked = [];

    /// <summary>Does this fact change a total?</summary>
    public static bool Counts(object fact) => Change(fact) is not null;

    /// <summary>Carries a batch into the totals.</summary>
    public static async Task Carry(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct)
    {
        var changes = batch.Select(recorded => Change(recorded.Data)).OfType<object>().ToList();
        var count = await Read(changes, connection, ct);
        foreach (var change in changes)
        {
            count.Add(change);
        }

        await connection.Run(count.Writes(), ct);
    }

    private static object? Change(object fact) => fact switch
    {
        OrganisationRegistered e => new Link(e.OrganisationId, e.ParentId),
        OrganisationLinked e => new Link(e.OrganisationId, e.ParentId),
        PledgeConfirmed e => new Counted(e.Cause, new(1, e.Amount.Minor, 0, 0), e.ByCard),
        PledgeFulfilled e => new Counted(e.Cause, new(0, 0, e.Amount.Minor, 0), e.Card is not null),
        PledgeCancelled { WasConfirmed: true } e => new Counted(e.Cause, new(0, 0, 0, e.Open.Minor), e.Card is not null),
        PledgeReleased e => new Counted(e.Cause, new(0, 0, 0, e.Open.Minor), e.Card is not null),
        PledgeGiftReturned e => new Counted(e.Cause, new(0, 0, -e.Amount.Minor, e.Ends?.Minor ?? 0), e.ByCard),
        PledgeGiftRestored e => new Counted(e.Cause, new(0, 0, e.Amount.Minor, -(e.Revives?.Minor ?? 0)), e.ByCard),
        PledgeLapsed { WasConfirmed: true } e => new Counted(e.Cause, new(0, 0, 0, e.Open.Minor), e.Card is not null),
        _ => null,
    };

    private static async Task<PledgeCount> Read(List<object> changes, NpgsqlConnection connection, CancellationToken ct)
    {
        var links = changes.OfType<Link>().ToList();
        Guid[] nodes = [.. changes.OfType<Counted>().Select(one => one.Cause.OrganisationId).Concat(links.Select(link => link.Id)).Concat(links.Select(link => link.ParentId).OfType<Guid>()).Distinct()];
        await using var reads = new NpgsqlBatch(connection)
        {
            BatchCommands = { new NpgsqlBatchCommand(TreeSql).With(nodes), new NpgsqlBatchCommand(BeforeSql).With(links.Select(link => link.Id).Distinct().Select(id => id.ToString()).ToArray()) },
        };
        await using var rows = await reads.ExecuteReaderAsync(ct);
        var (known, before) = (new List<(Guid, Guid?)>(), new Dictionary<Guid, PledgeSum>());
        while (await rows.ReadAsync(ct))
        {
            known.Add((rows.GetGuid(0), rows.GetFieldValue<Guid?>(1)));
        }

        await rows.NextResultAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            before[Guid.Parse(rows.GetString(0))] = new(rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3), rows.GetInt64(4));
        }

        return new(new OrganisationTree(known), before);
    }

    private void Add(object change)
    {
        if (change is Link(var id, var parent))
        {
            Move(id, parent);
            return;
        }

        var (cause, sum, byCard) = (Counted)change;
        if (byCard && cause.ProjectId is { } project)
        {
            Add(new Scope(PledgeTotals.ProjectByCard, project.ToString()), sum);
        }

        foreach (var scope in GiftLeaf.Of(cause).Scopes(tree))
        {
            Add(scope, sum);
        }
    }

    // What was promised below it goes with it: off those it leaves, on to those it joins.
    private void Move(Guid id, Guid? parent)
    {
        var (left, joined) = (tree.SelfAndAbove(tree.ParentOf(id)), tree.SelfAndAbove(parent));
        var moving = before.GetValueOrDefault(id, PledgeSum.None) + sums.GetValueOrDefault(Scope.Organisation(id), PledgeSum.None);
        if (moving != PledgeSum.None)
        {
            left.Except(joined).ToList().ForEach(organisation => Add(Scope.Organisation(organisation), -moving));
            joined.Except(left).ToList().ForEach(organisation => Add(Scope.Organisation(organisation), moving));
        }

        tree.Link(id, parent);
        linked.Add(id);
    }

    private void Add(Scope scope, PledgeSum sum) => sums[scope] = sums.GetValueOrDefault(scope, PledgeSum.None) + sum;

    private IEnumerable<NpgsqlBatchCommand> Writes()
    {
        Guid[] ids = [.. linked];
        if (ids.Length > 0)
        {
            yield return new NpgsqlBatchCommand(LinksSql).With(ids).With(Array.ConvertAll(ids, tree.ParentOf));
        }

        if (sums.Count > 0)
        {
            var (kinds, keys) = (sums.Keys.Select(scope => scope.Kind).ToArray(), sums.Keys.Select(scope => scope.Key).ToArray());
            long[] Each(Func<PledgeSum, long> column) => [.. sums.Values.Select(column)];
            yield return new NpgsqlBatchCommand(AddSql).With(kinds).With(keys);
            yield return new NpgsqlBatchCommand(SumSql).With(kinds).With(keys)
                .With(Each(sum => sum.Pledges)).With(Each(sum => sum.Pledged)).With(Each(sum => sum.Fulfilled)).With(Each(sum => sum.Fallen));
        }
    }

    private sealed record Link(Guid Id, Guid? ParentId);

    private sealed record Counted(GiftCause Cause, PledgeSum Sum, bool ByCard);
}
