using CharityLink.Store;
using Dapper;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>One kind of goods that a place was given, in all.</summary>
public sealed record GoodsItem(string NameZh, string NameEn, string Unit, decimal Quantity);

/// <summary>The goods that a place was given.</summary>
/// <param name="Gifts">How many gifts of goods.</param>
/// <param name="Valued">How many of them have a proven value.</param>
/// <param name="ValueMinor">What these are worth by their proofs, in fen. Never money raised.</param>
/// <param name="Kinds">How many kinds there are in all.</param>
/// <param name="Items">The kinds that came last.</param>
public sealed record GoodsGivenHere(long Gifts, long Valued, long ValueMinor, long Kinds, IReadOnlyList<GoodsItem> Items)
{
    /// <summary>Nothing yet.</summary>
    public static GoodsGivenHere None { get; } = new(0, 0, 0, 0, []);
}

/// <summary>Read model: goods by program, site, project, and the organisation that received them; counted beside money, never added to it (FND-4).</summary>
public sealed class GoodsTotals(NpgsqlDataSource database) : IReadModel
{
    private const string AddSql =
        """
        insert into goods_total as t (scope_kind, scope_key, gifts, valued, value_minor) select * from unnest(@kinds, @keys, @gifts, @valued, @values)
        on conflict (scope_kind, scope_key) do update set gifts = t.gifts + excluded.gifts, valued = t.valued + excluded.valued, value_minor = t.value_minor + excluded.value_minor;
        insert into goods_item as i (scope_kind, scope_key, name_zh, name_en, unit, quantity, position)
        select * from unnest(@itemKinds, @itemKeys, @namesZh, @namesEn, @units, @quantities, @positions)
        on conflict (scope_kind, scope_key, name_zh, name_en, unit) do update set quantity = i.quantity + excluded.quantity, position = excluded.position
        """;

    private const string OfSql =
        """
        select gifts, valued, value_minor valueMinor, (select count(*) from goods_item i where i.scope_kind = t.scope_kind and i.scope_key = t.scope_key) kinds
          from goods_total t where scope_kind = @kind and scope_key = @key;
        select name_zh nameZh, name_en nameEn, unit, quantity from goods_item where scope_kind = @kind and scope_key = @key order by position desc, name_zh, unit limit @max
        """;

    private const int ItemsMax = 12;

    /// <inheritdoc/>
    public string Name => "goods_totals";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["goods_total", "goods_item"];

    /// <inheritdoc/>
    public string Ddl => Sql.File("Giving.Offline.Goods.goods_totals.sql");

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is GoodsGiven;

    /// <inheritdoc/>
    public async Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var given = (from recorded in batch
                     where recorded.Data is GoodsGiven
                     let fact = (GoodsGiven)recorded.Data
                     from scope in Scopes(fact.Cause)
                     select (Scope: scope, Fact: fact, recorded.Position)).ToList();
        if (given.Count == 0)
        {
            return;
        }

        var sums = given.GroupBy(one => one.Scope).Select(group => (
            group.Key, Gifts: group.LongCount(), Valued: group.LongCount(one => one.Fact.Value.Minor > 0), Value: group.Sum(one => one.Fact.Value.Minor))).ToList();
        var items = given.SelectMany(one => one.Fact.Lines.Select(line => (one.Scope, Line: line, one.Position)))
            .GroupBy(one => (one.Scope, one.Line.NameZh, one.Line.NameEn, one.Line.Unit))
            .Select(group => (group.Key, Quantity: group.Sum(one => one.Line.Quantity), Position: group.Max(one => one.Position))).ToList();
        await connection.ExecuteAsync(new CommandDefinition(AddSql, new
        {
            kinds = sums.ConvertAll(sum => sum.Key.Kind).ToArray(), keys = sums.ConvertAll(sum => sum.Key.Key).ToArray(), gifts = sums.ConvertAll(sum => sum.Gifts).ToArray(),
            valued = sums.ConvertAll(sum => sum.Valued).ToArray(), values = sums.ConvertAll(sum => sum.Value).ToArray(),
            itemKinds = items.ConvertAll(item => item.Key.Scope.Kind).ToArray(), itemKeys = items.ConvertAll(item => item.Key.Scope.Key).ToArray(),
            namesZh = items.ConvertAll(item => item.Key.NameZh).ToArray(), namesEn = items.ConvertAll(item => item.Key.NameEn).ToArray(), units = items.ConvertAll(item => item.Key.Unit).ToArray(),
            quantities = items.ConvertAll(item => item.Quantity).ToArray(), positions = items.ConvertAll(item => item.Position).ToArray(),
        }, cancellationToken: ct));
    }

    /// <summary>The goods of one scope, of the kinds that <see cref="GiftTotals"/> names: program, site, project or organisation.</summary>
    public async Task<GoodsGivenHere> Of(string scopeKind, Guid id, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var both = await connection.QueryMultipleAsync(new CommandDefinition(OfSql, new { kind = scopeKind, key = id.ToString(), max = ItemsMax }, cancellationToken: ct));
        var (sums, items) = ((await both.ReadAsync<(long Gifts, long Valued, long ValueMinor, long Kinds)>()).ToList(), (await both.ReadAsync<GoodsItem>()).ToList());
        return sums is [var sum] ? new(sum.Gifts, sum.Valued, sum.ValueMinor, sum.Kinds, items) : GoodsGivenHere.None;
    }

    // An organisation's own: what those under it were given stands on their pages.
    private static IEnumerable<(string Kind, string Key)> Scopes(GiftCause cause) =>
        from scope in new (string Kind, Guid? Id)[]
        {
            (GiftTotals.Program, cause.ProgramId), (GiftTotals.Site, cause.SiteId), (GiftTotals.Project, cause.ProjectId), (GiftTotals.Organisation, cause.HolderId),
        }
        where scope.Id is not null
        select (scope.Kind, scope.Id.GetValueOrDefault().ToString());
}
