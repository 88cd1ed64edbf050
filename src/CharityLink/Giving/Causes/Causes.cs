using System.Text.Json;
using System.Text.Json.Serialization;
using CharityLink.Network;
using CharityLink.Programs;
using CharityLink.Projects;
using CharityLink.Store;
using Dapper;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>Read model: giving's own view of what can be given to, made from the network's, the programs' and the projects' facts.</summary>
public sealed class Causes : IReadModel
{
    /// <summary>How rows travel between here and the tables, and between the tables and <see cref="CauseBook"/>.</summary>
    internal static readonly JsonSerializerOptions Rows = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <inheritdoc/>
    public string Name => "causes";

    /// <inheritdoc/>
    public int Version => 5;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["cause_organisation", "cause_program", "cause_site", "cause_project"];

    /// <inheritdoc/>
    public string Ddl => Sql.File("Giving.Causes.causes.sql");

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is IOrganisationEvent or QualificationGranted or QualificationRevoked or IProgramEvent or IProjectEvent;

    /// <inheritdoc/>
    public async Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct)
    {
        await Carry<CauseOrganisation>(batch, connection, "cause_organisation",
            e => e.Data switch { IOrganisationEvent => e.StreamId, QualificationGranted q => q.OrganisationId, QualificationRevoked q => q.OrganisationId, _ => null },
            (row, e) => e.Data is ICredentialEvent credential
                ? CauseOrganisation.After(row, credential, e.Position) : CauseOrganisation.After(row, (IOrganisationEvent)e.Data, e.Position), ct);
        await Carry<CauseProgram>(batch, connection, "cause_program",
            e => e.Data is IProgramEvent and not (SiteOpened or SiteClosed) ? e.StreamId : null,
            (row, e) => CauseProgram.After(row, (IProgramEvent)e.Data, e.Position), ct);
        await Carry<CauseSite>(batch, connection, "cause_site",
            e => e.Data switch { SiteOpened s => s.SiteId, SiteClosed s => s.SiteId, _ => null },
            (row, e) => CauseSite.After(row, (IProgramEvent)e.Data, e.Position), ct);
        await Carry<CauseProject>(batch, connection, "cause_project",
            e => e.Data is IProjectEvent ? e.StreamId : null,
            (row, e) => CauseProject.After(row, (IProjectEvent)e.Data, e.Position), ct);
    }

    // Rows travel as JSON both ways: there are few of them, and the columns are then named in one place.
    private static async Task Carry<TRow>(
        IReadOnlyList<Recorded> batch, NpgsqlConnection connection, string table, Func<Recorded, Guid?> key, Func<TRow?, Recorded, TRow?> after, CancellationToken ct)
        where TRow : class
    {
        var touched = batch.Select(e => (Id: key(e), Event: e)).Where(e => e.Id is not null).ToList();
        if (touched.Count == 0)
        {
            return;
        }

        var ids = touched.Select(e => e.Id!.Value).Distinct().ToArray();
        var before = await connection.QueryAsync<(Guid Id, string Row)>(
            new CommandDefinition($"select id, to_jsonb(t)::text from {table} t where id = any(@ids)", new { ids }, cancellationToken: ct));
        var rows = before.ToDictionary(row => row.Id, row => JsonSerializer.Deserialize<TRow>(row.Row, Rows));
        foreach (var (id, recorded) in touched)
        {
            rows[id!.Value] = after(rows.GetValueOrDefault(id.Value), recorded);
        }

        var json = JsonSerializer.Serialize(rows.Values.Where(row => row is not null), Rows);
        await connection.ExecuteAsync(new CommandDefinition(
            $"""
            delete from {table} where id = any(@ids);
            insert into {table} select * from jsonb_populate_recordset(null::{table}, @json::jsonb)
            """, new { ids, json }, cancellationToken: ct));
    }
}
