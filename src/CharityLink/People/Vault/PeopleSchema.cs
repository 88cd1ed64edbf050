using System.Reflection;
using Npgsql;

namespace CharityLink.People;

/// <summary>Brings the schema <c>people</c> to its newest shape: numbered files that only go forward, each applied once.</summary>
public static class PeopleSchema
{
    private const string Folder = "CharityLink.People.Vault.";

    private const string Prepare =
        """
        create schema if not exists people;
        create table if not exists people.schema_file (name text primary key, at timestamptz not null default now());
        """;

    // Any number will do as long as every node takes the same: "creating the people schema".
    private const string TakeTurns = "select pg_advisory_xact_lock(4851070002)";

    /// <summary>Applies what is missing. Nodes that start together take turns.</summary>
    public static async Task Create(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Run(connection, TakeTurns, ct);
        await Run(connection, Prepare, ct);
        foreach (var file in Files())
        {
            const string remember = "insert into people.schema_file (name) values ($1) on conflict do nothing";
            await using var isNew = new NpgsqlCommand(remember, connection) { Parameters = { new() { Value = file } } };
            if (await isNew.ExecuteNonQueryAsync(ct) == 1)
            {
                await Run(connection, Read(file), ct);
            }
        }

        await transaction.CommitAsync(ct);
    }

    private static async Task Run(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        // Waiting for one's turn, or an index over a great table, takes what it takes.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }

    private static IEnumerable<string> Files() =>
        Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(name => name[Folder.Length..]).Order(StringComparer.Ordinal);

    private static string Read(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Folder + file)
            ?? throw new InvalidOperationException($"The resource {file} is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
