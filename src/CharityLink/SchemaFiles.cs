using System.Reflection;
using Npgsql;

namespace CharityLink;

/// <summary>Brings tables that are not made from events (accounts, keys) to their newest shape: numbered files that only go forward, each applied once.</summary>
public static class SchemaFiles
{
    private const string Prepare =
        """
        select pg_advisory_xact_lock(4851070003);
        create table if not exists public.schema_file (name text primary key, at timestamptz not null default now());
        """;

    private const string Remember = "insert into public.schema_file (name) values ($1) on conflict do nothing";

    /// <summary>Applies what is missing of an assembly's files <c>NNN_name.sql</c> in one folder, named like a namespace with a point at the end. Nodes that start together take turns.</summary>
    public static async Task Apply(NpgsqlDataSource database, Assembly assembly, string folder, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Run(connection, Prepare, ct);
        foreach (var (name, sql) in Files(assembly, folder))
        {
            await using var remember = new NpgsqlCommand(Remember, connection) { Parameters = { new() { Value = name } } };
            if (await remember.ExecuteNonQueryAsync(ct) == 1)
            {
                await Run(connection, sql, ct);
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

    // Resource names are Namespace.Folder.NNN_name.sql; the file's own name decides the order.
    private static IEnumerable<(string Name, string Sql)> Files(Assembly assembly, string folder) =>
        from resource in assembly.GetManifestResourceNames().OrderBy(name => name.Split('.')[^2], StringComparer.Ordinal)
        where resource.StartsWith(folder, StringComparison.Ordinal)
            && resource.EndsWith(".sql", StringComparison.Ordinal) && char.IsAsciiDigit(resource.Split('.')[^2][0])
        select (resource, Read(assembly, resource));

    private static string Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!); // The name comes from the manifest itself.
        return reader.ReadToEnd();
    }
}
