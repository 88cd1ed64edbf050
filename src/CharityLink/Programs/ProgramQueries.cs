using CharityLink.Kernel;
using CharityLink.Network;
using Dapper;

namespace CharityLink.Programs;

/// <summary>Which programs a list shows. Everything empty: all of them.</summary>
/// <param name="Areas">Started in these divisions or below, or with a site there; null: anywhere.</param>
/// <param name="Owners">Or owned by one of these organisations.</param>
public sealed record ProgramFilter(IReadOnlyList<DivisionCode>? Areas = null, IReadOnlyList<Guid>? Owners = null, string? Text = null, string? Kind = null, string? State = null);

/// <content>What pages ask.</content>
public sealed partial class ProgramDirectory
{
    private const string SelectPrograms = """
        select program_id, owner_id, kind, name_zh, name_en, summary_zh, summary_en, division, fund_id, is_invented, unit_zh, unit_en, units_en,
          cost_minor, from_givers_minor, currency, is_suspended, suspended_because, started_at, search_key
        from programs
        """;

    private const string SelectSites = """
        select site_id, program_id, name_zh, name_en, division, operator_id, is_invented, is_open, closed_because, opened_at, search_key from program_sites
        """;

    // What works in most places comes first.
    private const string BySites = """
        order by (select count(*) from program_sites s where s.program_id = programs.program_id and s.is_open) desc, name_zh, program_id
        """;

    private const string SitesByPlace = "order by is_open desc, division, name_zh, site_id";

    private const string Filtered = """
        where ((@Areas::text[] is null and @Owners::uuid[] is null) or division like any(@Areas) or owner_id = any(@Owners)
              or exists (select from program_sites s where s.program_id = programs.program_id and s.division like any(@Areas)))
          and (@Key = '' or search_key like '%' || @Key || '%')
          and (@Kind::text is null or kind = @Kind)
          and (@State::text is null or @State = case when is_suspended then 'suspended' else 'active' end)
        """;

    /// <summary>One program, or null.</summary>
    public async Task<ProgramRow?> Find(Guid id, CancellationToken ct) => (await Query<ProgramRow>($"{SelectPrograms} where program_id = @id", new { id }, ct)).SingleOrDefault();

    /// <summary>Several by id, those that exist.</summary>
    public async Task<IReadOnlyDictionary<Guid, ProgramRow>> FindMany(IEnumerable<Guid> ids, CancellationToken ct) =>
        (await Query<ProgramRow>($"{SelectPrograms} where program_id = any(@ids)", new { ids = ids.Distinct().ToArray() }, ct)).ToDictionary(row => row.ProgramId);

    /// <summary>One site, or null.</summary>
    public async Task<SiteRow?> FindSite(Guid id, CancellationToken ct) => (await Query<SiteRow>($"{SelectSites} where site_id = @id", new { id }, ct)).SingleOrDefault();

    /// <summary>A program's sites, open ones first, by place.</summary>
    public Task<IReadOnlyList<SiteRow>> SitesOf(Guid program, CancellationToken ct) =>
        Query<SiteRow>($"{SelectSites} where program_id = @program {SitesByPlace}", new { program }, ct);

    /// <summary>The sites of a division and of those below it.</summary>
    public Task<IReadOnlyList<SiteRow>> SitesIn(DivisionCode division, int max, CancellationToken ct) =>
        Query<SiteRow>($"{SelectSites} where division like @prefix {SitesByPlace} limit @max", new { prefix = division.Prefix + "%", max }, ct);

    /// <summary>The sites an organisation runs.</summary>
    public Task<IReadOnlyList<SiteRow>> SitesRunBy(Guid organisation, CancellationToken ct) =>
        Query<SiteRow>($"{SelectSites} where operator_id = @organisation {SitesByPlace}", new { organisation }, ct);

    /// <summary>The programs an organisation answers for.</summary>
    public Task<IReadOnlyList<ProgramRow>> OwnedBy(Guid organisation, CancellationToken ct) =>
        Query<ProgramRow>($"{SelectPrograms} where owner_id = @organisation {BySites}", new { organisation }, ct);

    /// <summary>Programs that work in a division: those started there or above it whose sites lie in it, and those started below.</summary>
    public Task<IReadOnlyList<ProgramRow>> WorkingIn(DivisionCode division, CancellationToken ct) => Query<ProgramRow>($"""
        {SelectPrograms} where division like @prefix or exists (
          select from program_sites s where s.program_id = programs.program_id and s.is_open and s.division like @prefix)
        {BySites}
        """, new { prefix = division.Prefix + "%" }, ct);

    /// <summary>How many sites are open for each of some programs; those without one are left out.</summary>
    public async Task<IReadOnlyDictionary<Guid, long>> OpenSites(IEnumerable<Guid> programs, CancellationToken ct) =>
        (await Query<(Guid Program, long Count)>("""
            select program_id, count(*) from program_sites where is_open and program_id = any(@programs) group by 1
            """, new { programs = programs.ToArray() }, ct)).ToDictionary(row => row.Program, row => row.Count);

    /// <summary>A page of the list that a filter leaves, and how many there are in all.</summary>
    public async Task<PageOf<ProgramRow>> List(ProgramFilter filter, int page, int size, CancellationToken ct)
    {
        var values = new
        {
            Areas = filter.Areas?.Select(area => area.Prefix + "%").ToArray(), Owners = filter.Owners?.ToArray(), Key = SearchKey.Of(filter.Text), filter.Kind, filter.State,
            Skip = (long)(page - 1) * size, Size = size,
        };
        var total = (await Query<long>($"select count(*) from programs {Filtered}", values, ct))[0];
        return new(await Query<ProgramRow>($"{SelectPrograms} {Filtered} {BySites} offset @Skip limit @Size", values, ct), total);
    }

    /// <summary>Programs and sites whose name contains the text.</summary>
    public async Task<(IReadOnlyList<ProgramRow> Programs, IReadOnlyList<SiteRow> Sites)> Search(string text, int max, CancellationToken ct)
    {
        var values = new { key = SearchKey.Of(text), max };
        return values.key.Length == 0 ? ([], []) : (
            await Query<ProgramRow>($"{SelectPrograms} where search_key like '%' || @key || '%' {BySites} limit @max", values, ct),
            await Query<SiteRow>($"{SelectSites} where search_key like '%' || @key || '%' {SitesByPlace} limit @max", values, ct));
    }

    private async Task<IReadOnlyList<T>> Query<T>(string sql, object values, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<T>(new CommandDefinition(sql, values, cancellationToken: ct))).AsList();
    }
}
