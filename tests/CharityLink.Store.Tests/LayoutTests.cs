using CharityLink.Testing;

namespace CharityLink.Store.Tests;

/// <summary>The database has Marten's layout as docs/marten-layout.md describes it: nothing missing, nothing more.</summary>
public sealed class LayoutTests(StoreWorld world) : IClassFixture<StoreWorld>
{
    private const string Columns =
        """
        select concat_ws(' | ', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                         case when a.attnotnull then 'no' else 'yes' end, coalesce(pg_get_expr(d.adbin, d.adrelid), ''))
          from pg_class c
          join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
         where c.relnamespace = 'events'::regnamespace and c.relkind = 'r' and c.relname like 'mt\_%'
        """;

    private const string Keys =
        """
        select concat_ws(' | ', c.relname, k.conname, pg_get_constraintdef(k.oid))
          from pg_class c join pg_constraint k on k.conrelid = c.oid
         where c.relnamespace = 'events'::regnamespace and c.relname like 'mt\_%'
         union all
        select concat_ws(' | ', c.relname, i.relname, pg_get_indexdef(i.oid))
          from pg_class c join pg_index x on x.indrelid = c.oid join pg_class i on i.oid = x.indexrelid
         where c.relnamespace = 'events'::regnamespace and c.relname like 'mt\_%'
           and not exists (select from pg_constraint k where k.conindid = i.oid and k.conrelid = c.oid)
         union all
        select concat_ws(' | ', c.relname, s.relname, 'SEQUENCE OWNED BY ' || a.attname)
          from pg_class s
          join pg_depend o on o.objid = s.oid and o.deptype = 'a'
          join pg_class c on c.oid = o.refobjid
          join pg_attribute a on a.attrelid = c.oid and a.attnum = o.refobjsubid
         where s.relnamespace = 'events'::regnamespace and s.relkind = 'S'
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_column_is_as_described() => Assert.Equal(Described("Columns", cells: 5), await Found(Columns));

    [Fact]
    public async Task Every_key_index_and_sequence_is_as_described() =>
        Assert.Equal(Described("Keys, indexes and sequences", cells: 3), await Found(Keys));

    [Fact]
    public async Task What_Marten_s_daemon_would_pass_over_is_always_written()
    {
        var stream = Guid.CreateVersion7();
        await world.Store.Append(stream.Gifts(0, 1));
        await world.Store.Append(stream.Gifts(1, 2, 3));
        Assert.Equal(3L, await world.Value<long>(
            """
            select count(*) from events.mt_events e join events.mt_streams s on s.id = e.stream_id
             where s.id = $1 and s.version = 3 and s.type = 'gift' and s.is_archived = false and s.tenant_id = '*DEFAULT*'
               and e.is_archived = false and e.tenant_id = '*DEFAULT*' and e.type = 'gift_made' and e.bdata is null
               and e.mt_dotnet_type = 'CharityLink.Store.Tests.GiftMade, CharityLink.Store.Tests'
               and e.timestamp between now() - interval '1 minute' and now() + interval '1 minute'
               and s.timestamp = (select max(timestamp) from events.mt_events where stream_id = s.id)
            """,
            stream));
    }

    [Fact]
    public async Task Creating_the_schema_again_from_several_nodes_at_once_changes_nothing()
    {
        var before = await Found(Columns);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => world.Node().CreateSchema(Ct)));
        Assert.Equal(before, await Found(Columns));
    }

    [Fact]
    public async Task Several_nodes_may_create_the_schema_of_an_empty_database_at_once()
    {
        await using var empty = await TestDatabase.Create();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.Node(connectionString: empty.ConnectionString).CreateSchema(Ct)));
        await world.Node(connectionString: empty.ConnectionString).Append(Guid.CreateVersion7().Gifts(0, 1)).Position();
    }

    private static string[] Described(string heading, int cells) =>
    [
        .. File.ReadLines(Path.Combine(Document.Root(), "docs", "marten-layout.md"))
            .SkipWhile(line => line != $"## {heading}")
            .Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.StartsWith("| mt_", StringComparison.Ordinal))
            .Select(line => line.Replace("\\", "", StringComparison.Ordinal).Trim('|').Split('|').Take(cells).Select(cell => cell.Trim()))
            .Select(row => string.Join(" | ", row))
            .Order(StringComparer.Ordinal),
    ];

    private async Task<string[]> Found(string sql)
    {
        await using var command = world.Database.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync(Ct);
        var found = new List<string>();
        while (await rows.ReadAsync(Ct))
        {
            found.Add(rows.GetString(0));
        }

        return [.. found.Order(StringComparer.Ordinal)];
    }
}
