using System.Reflection;
using Npgsql;

namespace CharityLink.Store;

/// <summary>Brings the schema <c>events</c> to its newest shape: numbered files that only go forward, each applied once.</summary>
internal static class EventSchema
{
    private const string Prepare =
        """
        create schema if not exists events;
        create table if not exists events.schema_file (name text primary key, at timestamptz not null default now());
        """;

    // Any number will do as long as every node takes the same: "creating the event schema".
    private const string TakeTurns = "select pg_advisory_xact_lock(4851070001)";

    /// <summary>Applies what is missing. Nodes that start together take turns.</summary>
    public static async Task Create(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Run(connection, TakeTurns, ct);
        await Run(connection, Prepare, ct);
        foreach (var file in Files().Where(file => char.IsAsciiDigit(file.Name[0])))
        {
            if (await IsNew(connection, file.Name, ct))
            {
                await Run(connection, file.Sql, ct);
            }
        }

        // Procedures hold no data: they are put in place again at each start, so that they always fit this program.
        foreach (var file in Files().Where(file => !char.IsAsciiDigit(file.Name[0])))
        {
            await Run(connection, file.Sql, ct);
        }

        await transaction.CommitAsync(ct);
    }

    private static async Task<bool> IsNew(NpgsqlConnection connection, string name, CancellationToken ct)
    {
        const string remember = "insert into events.schema_file (name) values ($1) on conflict do nothing";
        await using var command = new NpgsqlCommand(remember, connection) { Parameters = { new() { Value = name } } };
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    private static async Task Run(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        // Waiting for one's turn, or an index over a great table, takes what it takes.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }

    // Resource names are Namespace.Folder.file.sql; the file's own name decides the order.
    private static IEnumerable<(string Name, string Sql)> Files() =>
        Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(resource => resource.EndsWith(".sql", StringComparison.Ordinal))
            .Select(resource => (resource.Split('.')[^2], Read(resource)))
            .OrderBy(file => file.Item1, StringComparer.Ordinal);

    private static string Read(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The resource {resource} is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
