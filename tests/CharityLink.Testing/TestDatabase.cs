using System.Collections.Concurrent;
using CharityLink.EmbeddedPostgres;
using Npgsql;

namespace CharityLink.Testing;

/// <summary>A fresh database for a test class: a copy of a template that is prepared once per process.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<string, Lazy<Task>> _templates = new(StringComparer.Ordinal);
    private static int _count;

    private readonly PostgresCluster _cluster;

    private TestDatabase(PostgresCluster cluster, string name)
    {
        _cluster = cluster;
        Name = name;
        ConnectionString = Reach(cluster, name);
    }

    /// <summary>The database's name in the shared cluster.</summary>
    public string Name { get; }

    /// <summary>How to reach it, with the search path every part of the program expects.</summary>
    public string ConnectionString { get; }

    /// <summary>Copies the template, which the first caller prepares; without one the database is empty.</summary>
    public static async Task<TestDatabase> Create(string? template = null, Func<string, Task>? prepareTemplate = null)
    {
        var cluster = await TestCluster.Shared();
        if (template is not null)
        {
            await _templates.GetOrAdd(template, name => new Lazy<Task>(() => Prepare(cluster, name, prepareTemplate))).Value;
        }

        var database = new TestDatabase(cluster, $"test_{Interlocked.Increment(ref _count)}");
        await Tell(cluster, $"create database {database.Name} template \"{(template is null ? "template0" : TemplateName(template))}\"");
        return database;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await using (var connection = new NpgsqlConnection(ConnectionString))
        {
            NpgsqlConnection.ClearPool(connection);
        }

        await Tell(_cluster, $"drop database if exists {Name} with (force)");
    }

    private static async Task Prepare(PostgresCluster cluster, string template, Func<string, Task>? prepare)
    {
        var name = TemplateName(template);
        await Tell(cluster, $"create database \"{name}\" template template0");
        if (prepare is not null)
        {
            await prepare(Reach(cluster, name));
        }

        // A database that somebody is connected to cannot be copied, and pools keep their connections.
        await Tell(cluster, $"alter database \"{name}\" allow_connections false");
        await Tell(cluster, $"select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '{name}'");
    }

    private static string TemplateName(string template) => $"template_{template}";

    private static string Reach(PostgresCluster cluster, string database) =>
        new NpgsqlConnectionStringBuilder(cluster.ConnectionString(database)) { SearchPath = "read,public" }.ConnectionString;

    private static async Task Tell(PostgresCluster cluster, string sql)
    {
        await using var connection = new NpgsqlConnection(cluster.ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
