using CharityLink.EmbeddedPostgres;
using CharityLink.Store;
using CharityLink.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CharityLink.Benchmarks;

/// <summary>What the benchmarks append: the size and shape of a gift.</summary>
public sealed record BenchGiven(Guid GiftId, Guid CauseId, string Division, long AmountMinor, string Currency, int Number);

/// <summary>A durable cluster of its own with an empty store, for one suite.</summary>
public sealed class BenchStore : IAsyncDisposable
{
    // A gigabyte, min_wal_size of the private cluster: what a server that has run for a day keeps at hand.
    private const int LogFiles = 64;

    private readonly PrivateCluster _cluster;
    private int _databases;

    private BenchStore(PrivateCluster cluster) => _cluster = cluster;

    /// <summary>Starts PostgreSQL with every durability setting on, and its log files made, as in a server that has run for a while.</summary>
    public static async Task<BenchStore> Start(CancellationToken ct)
    {
        var cluster = await TestCluster.StartDurable(ct);
        await MakeLogFiles(cluster.Server, ct);
        return new BenchStore(cluster);
    }

    /// <summary>A new database with the store's schema, and the pool to reach it.</summary>
    public async Task<(NpgsqlDataSource Database, EventStore Store)> Fresh(CancellationToken ct, EventStoreOptions? options = null)
    {
        var name = $"bench_{++_databases}";
        await _cluster.Server.EnsureDatabase(name, ct);
        var database = Pool(_cluster.Server, name);
        var store = new EventStore(database, Types(), TimeProvider.System, options);
        await store.CreateSchema(ct);
        return (database, store);
    }

    /// <summary>The names of what is appended here.</summary>
    public static EventTypes Types() => new EventTypes().Add<BenchGiven>();

    /// <summary>One gift to append.</summary>
    public static BenchGiven Gift(Guid stream, int number) => new(stream, stream, "440703101200", 6000 + number % 100, "CNY", number);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    // Making a log file stops every commit for some 20 ms, ours and the reference's: once each is there, it is used again and again.
    private static async Task MakeLogFiles(PostgresCluster cluster, CancellationToken ct)
    {
        const string fill = "select pg_logical_emit_message(false, 'bench', 'x'), pg_switch_wal()";
        await using var database = Pool(cluster, "postgres");
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var next = new NpgsqlCommand(fill, connection);
        for (var i = 0; i < LogFiles; i++)
        {
            await next.ExecuteNonQueryAsync(ct);
        }

        await using var keep = new NpgsqlCommand("checkpoint", connection);
        await keep.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlDataSource Pool(PostgresCluster cluster, string name) => new NpgsqlDataSourceBuilder(
        new NpgsqlConnectionStringBuilder(cluster.ConnectionString(name)) { SearchPath = "read,public", MaxPoolSize = 100, MinPoolSize = 1 }.ConnectionString)
        .UseLoggerFactory(NullLoggerFactory.Instance).Build();
}
