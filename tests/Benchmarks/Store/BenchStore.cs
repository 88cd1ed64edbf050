using System.Buffers.Binary;
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
    private readonly PrivateCluster _cluster;
    private int _databases;

    private BenchStore(PrivateCluster cluster) => _cluster = cluster;

    /// <summary>Starts PostgreSQL with every durability setting on, as a server is that has run for a while.</summary>
    public static async Task<BenchStore> Start(CancellationToken ct) => new(await SettledCluster.Start(ct));

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

    /// <summary>The id of a new stream, version 7, made without a call to the system: that is the load's work and not what is measured.</summary>
    public static Guid NewStream()
    {
        Span<byte> id = stackalloc byte[16];
        Random.Shared.NextBytes(id);
        BinaryPrimitives.WriteInt64BigEndian(id, (TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() << 16) | 0x7000L | (id[6] & 0x0fL) << 8 | id[7]);
        id[8] = (byte)((id[8] & 0x3f) | 0x80);
        return new Guid(id, bigEndian: true);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private static NpgsqlDataSource Pool(PostgresCluster cluster, string name) => new NpgsqlDataSourceBuilder(
        new NpgsqlConnectionStringBuilder(cluster.ConnectionString(name)) { SearchPath = "read,public", MaxPoolSize = 100, MinPoolSize = 1 }.ConnectionString)
        .UseLoggerFactory(NullLoggerFactory.Instance).Build();
}
