using System.Text.Json;
using CharityLink.Store;
using Npgsql;

namespace CharityLink.Projects;

/// <summary>Read model: plan against actual of every project, with the receipts.</summary>
public sealed class DeliveryBook(NpgsqlDataSource database) : IReadModel
{
    private const string FindSql = "select delivery::text from project_delivery where project_id = $1";
    private const string SelectSql = "select delivery::text from project_delivery where project_id = any($1)";

    private const string UpsertSql =
        """
        insert into project_delivery (project_id, delivery) select id, body::jsonb from unnest($1, $2) n (id, body)
        on conflict (project_id) do update set delivery = excluded.delivery
        """;

    /// <inheritdoc/>
    public string Name => "delivery";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["project_delivery"];

    /// <inheritdoc/>
    public string Ddl { get; } = EmbeddedText.Beside(typeof(DeliveryBook), "Delivery.project_delivery.sql");

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is IDeliveryEvent;

    /// <inheritdoc/>
    public async Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct)
    {
        var facts = batch.Select(recorded => (IDeliveryEvent)recorded.Data).ToList();
        var rows = new Dictionary<Guid, ProjectDelivery>();
        await using (var select = new NpgsqlCommand(SelectSql, connection) { Parameters = { new NpgsqlParameter<Guid[]> { TypedValue = [.. facts.Select(fact => fact.ProjectId).Distinct()] } } })
        await using (var row = await select.ExecuteReaderAsync(ct))
        {
            while (await row.ReadAsync(ct))
            {
                var delivery = Read(row.GetString(0));
                rows[delivery.ProjectId] = delivery;
            }
        }

        foreach (var project in facts.GroupBy(fact => fact.ProjectId))
        {
            rows[project.Key] = project.Aggregate(rows.GetValueOrDefault(project.Key), ProjectDelivery.Evolve)!; // A group has a fact.
        }

        await connection.Run([new NpgsqlBatchCommand(UpsertSql).With(rows.Keys.ToArray()).With(rows.Values.Select(delivery => JsonSerializer.Serialize(delivery)).ToArray())], ct);
    }

    /// <summary>How far a project is; null until its steps are planned.</summary>
    public async Task<ProjectDelivery?> Find(Guid projectId, CancellationToken ct)
    {
        await using var command = database.CreateCommand(FindSql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = projectId });
        return await command.ExecuteScalarAsync(ct) is string text ? Read(text) : null;
    }

    private static ProjectDelivery Read(string text) => JsonSerializer.Deserialize<ProjectDelivery>(text) ?? throw new InvalidDataException("An empty row.");
}
