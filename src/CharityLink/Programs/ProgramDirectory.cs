using System.Text.Json;
using CharityLink.Store;
using Dapper;
using Npgsql;

namespace CharityLink.Programs;

/// <summary>Read model: which programs there are, what a unit of each costs, and where their sites are.</summary>
public sealed partial class ProgramDirectory(NpgsqlDataSource database) : IReadModel
{
    private const string UpsertPrograms = """
        insert into programs
        select * from jsonb_populate_recordset(null::programs, @Rows::jsonb)
        on conflict (program_id) do update set
          unit_zh = excluded.unit_zh, unit_en = excluded.unit_en, units_en = excluded.units_en, cost_minor = excluded.cost_minor, from_givers_minor = excluded.from_givers_minor,
          currency = excluded.currency, is_suspended = excluded.is_suspended, suspended_because = excluded.suspended_because
        """;

    private const string UpsertSites = """
        insert into program_sites
        select * from jsonb_populate_recordset(null::program_sites, @Rows::jsonb)
        on conflict (site_id) do update set is_open = excluded.is_open, closed_because = excluded.closed_because
        """;

    private static readonly JsonSerializerOptions _columns = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <inheritdoc/>
    public string Name => "programs";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["programs", "program_sites"];

    /// <inheritdoc/>
    public string Ddl { get; } = EmbeddedText.Beside(typeof(ProgramDirectory), "programs.sql");

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is IProgramEvent;

    /// <inheritdoc/>
    public async Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct)
    {
        var facts = batch.ToList();
        await Carry<ProgramRow>(facts, OfProgram, $"{SelectPrograms} where program_id = any(@ids)", row => row.ProgramId, ProgramRow.After, UpsertPrograms, connection, ct);
        await Carry<SiteRow>(facts, OfSite, $"{SelectSites} where site_id = any(@ids)", row => row.SiteId, SiteRow.After, UpsertSites, connection, ct);
    }

    private static Guid? OfSite(IProgramEvent fact) => fact switch { SiteOpened e => e.SiteId, SiteClosed e => e.SiteId, _ => null };

    private static Guid? OfProgram(IProgramEvent fact) => fact switch
    {
        SiteOpened or SiteClosed => null,
        ProgramStarted e => e.ProgramId,
        UnitSet e => e.ProgramId,
        ProgramSuspended e => e.ProgramId,
        ProgramResumed e => e.ProgramId,
        _ => throw new InvalidOperationException($"{fact.GetType().Name} changes no row."),
    };

    // Reads the rows a batch touches, folds in memory, writes them back in one statement.
    private static async Task Carry<TRow>(
        List<Recorded> facts, Func<IProgramEvent, Guid?> idOf, string select, Func<TRow, Guid> keyOf, Func<TRow?, IProgramEvent, DateTimeOffset, TRow> after, string upsert,
        NpgsqlConnection connection, CancellationToken ct) where TRow : class
    {
        var touched = facts.Select(recorded => (Id: idOf((IProgramEvent)recorded.Data), recorded)).Where(entry => entry.Id is not null).ToList();
        if (touched.Count == 0)
        {
            return;
        }

        var ids = touched.Select(entry => entry.Id.GetValueOrDefault()).Distinct().ToArray();
        var rows = (await connection.QueryAsync<TRow>(new CommandDefinition(select, new { ids }, cancellationToken: ct))).ToDictionary(keyOf);
        foreach (var (id, recorded) in touched)
        {
            rows[id.GetValueOrDefault()] = after(rows.GetValueOrDefault(id.GetValueOrDefault()), (IProgramEvent)recorded.Data, recorded.At);
        }

        await connection.ExecuteAsync(new CommandDefinition(upsert, new { Rows = JsonSerializer.Serialize(rows.Values, _columns) }, cancellationToken: ct));
    }
}
