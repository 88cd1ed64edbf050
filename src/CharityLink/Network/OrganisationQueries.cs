using CharityLink.Kernel;
using Dapper;

namespace CharityLink.Network;

/// <summary>Which organisations a list shows. Everything empty: all of them.</summary>
/// <param name="Areas">Only in these divisions and below; null: anywhere.</param>
/// <param name="Text">Part of a Chinese, English or pinyin name.</param>
/// <param name="State"><c>active</c>, <c>unverified</c> or <c>suspended</c>.</param>
public sealed record OrganisationFilter(IReadOnlyList<DivisionCode>? Areas = null, string? Text = null, OrganisationKind? Kind = null, string? State = null);

/// <summary>One page of a list, and how many there are on all pages.</summary>
public sealed record PageOf<T>(IReadOnlyList<T> Rows, long Total);

/// <content>What pages ask.</content>
public sealed partial class OrganisationDirectory
{
    private const string Columns = """
        organisation_id, name_zh, name_en, kind, division, uscc, parent_id, is_invented, is_verified, is_suspended, suspended_because, entered_by, registered_at, search_key
        """;

    private const string Select = $"select {Columns} from organisations";

    // The shorter the code, the higher the level; a city's code comes before its counties'. Federations come first where they are.
    private const string ByPlace = "order by length(division), division, kind <> 'Federation', name_zh, organisation_id";

    private const string Filtered = """
        where (@Areas::text[] is null or division like any(@Areas))
          and (@Key = '' or search_key like '%' || @Key || '%')
          and (@Kind::text is null or kind = @Kind)
          and (@State::text is null or @State = case when is_suspended then 'suspended' when is_verified then 'active' else 'unverified' end)
        """;

    /// <summary>One organisation, or null.</summary>
    public async Task<OrganisationRow?> Find(Guid id, CancellationToken ct) => (await Rows($"{Select} where organisation_id = @id", new { id }, ct)).SingleOrDefault();

    /// <summary>Several by id, those that exist.</summary>
    public async Task<IReadOnlyDictionary<Guid, OrganisationRow>> FindMany(IEnumerable<Guid> ids, CancellationToken ct) =>
        (await Rows($"{Select} where organisation_id = any(@ids)", new { ids = ids.Distinct().ToArray() }, ct)).ToDictionary(row => row.OrganisationId);

    /// <summary>The organisations that stand directly under one.</summary>
    public Task<IReadOnlyList<OrganisationRow>> ChildrenOf(Guid id, CancellationToken ct) => Rows($"{Select} where parent_id = @id {ByPlace}", new { id }, ct);

    /// <summary>Those above an organisation, from the top of its tree down.</summary>
    public Task<IReadOnlyList<OrganisationRow>> AncestorsOf(Guid id, CancellationToken ct) => Rows($"""
        with recursive above (up, steps) as (
          select parent_id, 1 from organisations where organisation_id = @id
          union all
          select parent_id, steps + 1 from organisations join above on organisation_id = up)
        select {Columns} from organisations join above on organisation_id = up order by steps desc
        """, new { id }, ct);

    /// <summary>The organisations of a division itself, not of those below it.</summary>
    public Task<IReadOnlyList<OrganisationRow>> At(DivisionCode division, CancellationToken ct) => At([division], ct);

    /// <summary>The organisations of some divisions themselves, higher levels first.</summary>
    public Task<IReadOnlyList<OrganisationRow>> At(IEnumerable<DivisionCode> divisions, CancellationToken ct) =>
        Rows($"{Select} where division = any(@codes) {ByPlace}", new { codes = divisions.Select(code => code.Value).ToArray() }, ct);

    /// <summary>Legal persons in some areas that are verified and not suspended: they can own programs.</summary>
    public Task<IReadOnlyList<OrganisationRow>> Owners(IReadOnlyList<DivisionCode>? areas, CancellationToken ct) => Rows(
        $"{Select} where is_verified and not is_suspended and kind not in ('TownBranch', 'VillageStation') and (@areas::text[] is null or division like any(@areas)) {ByPlace}",
        new { areas = areas?.Select(area => area.Prefix + "%").ToArray() }, ct);

    /// <summary>How many organisations each child division of one holds, those below it included.</summary>
    public async Task<IReadOnlyDictionary<DivisionCode, long>> CountsBelow(DivisionCode division, CancellationToken ct)
    {
        var digits = division.Level == Level.City ? 6 : division.Value.Length + 3;
        return (await Query<(string Code, long Count)>("""
            select left(division, @digits), count(*) from organisations where division like @prefix and length(division) >= @digits and division <> @division group by 1
            """, new { digits, prefix = division.Prefix + "%", division = division.Value }, ct))
            .ToDictionary(row => DivisionCode.Parse(row.Code), row => row.Count);
    }

    /// <summary>A page of the list that a filter leaves, and how many there are in all.</summary>
    public async Task<PageOf<OrganisationRow>> List(OrganisationFilter filter, int page, int size, CancellationToken ct)
    {
        var values = new
        {
            Areas = filter.Areas?.Select(area => area.Prefix + "%").ToArray(), Key = SearchKey.Of(filter.Text), Kind = filter.Kind?.ToString(), filter.State,
            Skip = (long)(page - 1) * size, Size = size,
        };
        var total = (await Query<long>($"select count(*) from organisations {Filtered}", values, ct))[0];
        return new(await Rows($"{Select} {Filtered} {ByPlace} offset @Skip limit @Size", values, ct), total);
    }

    /// <summary>Organisations whose name contains the text, names that begin with it first.</summary>
    public async Task<IReadOnlyList<OrganisationRow>> Search(string text, int max, CancellationToken ct)
    {
        var key = SearchKey.Of(text);
        return key.Length == 0
            ? []
            : await Rows($"{Select} where search_key like '%' || @key || '%' order by search_key not like '% ' || @key || '%', length(division), division, name_zh, organisation_id limit @max", new { key, max }, ct);
    }

    private Task<IReadOnlyList<OrganisationRow>> Rows(string sql, object values, CancellationToken ct) => Query<OrganisationRow>(sql, values, ct);

    private async Task<IReadOnlyList<T>> Query<T>(string sql, object values, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<T>(new CommandDefinition(sql, values, cancellationToken: ct))).AsList();
    }
}
