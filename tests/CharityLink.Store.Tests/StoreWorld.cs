using CharityLink.Testing;
using Npgsql;

namespace CharityLink.Store.Tests;

/// <summary>A database with the store's schema, and a node that uses it.</summary>
public sealed class StoreWorld : IAsyncLifetime
{
    private readonly List<EventStore> nodes = [];
    private readonly List<NpgsqlDataSource> sources = [];
    private TestDatabase? database;

    /// <summary>The types every node of these tests knows.</summary>
    public static EventTypes Types => new EventTypes()
        .Add<GiftMade>()
        .Add<GiftThanked>()
        .Add<RawFact>()
        .Add<GiftPlanned3>()
        .Upcast<GiftPlanned, GiftPlanned2>(old => new(old.Yuan * 100L))
        .Upcast<GiftPlanned2, GiftPlanned3>(old => new(old.Fen, "CNY"));

    public string ConnectionString { get; private set; } = "";

    public NpgsqlDataSource Database => sources[0];

    public EventStore Store => nodes[0];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.Create("events", async connectionString =>
        {
            await using var source = NpgsqlDataSource.Create(connectionString);
            await using var store = new EventStore(source, Types, TimeProvider.System);
            await store.CreateSchema(CancellationToken.None);
        });
        ConnectionString = database.ConnectionString;
        Node();
    }

    /// <summary>Another node on the same database, with connections of its own.</summary>
    public EventStore Node(EventStoreOptions? options = null, EventTypes? types = null, string? connectionString = null)
    {
        var source = NpgsqlDataSource.Create(connectionString ?? ConnectionString);
        sources.Add(source);
        nodes.Add(new EventStore(source, types ?? Types, TimeProvider.System, options));
        return nodes[^1];
    }

    /// <summary>The connections of one node.</summary>
    public NpgsqlDataSource SourceOf(EventStore node) => sources[nodes.IndexOf(node)];

    /// <summary>One value out of the database.</summary>
    public async Task<T> Value<T>(string sql, params object[] parameters)
    {
        await using var command = Database.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new() { Value = parameter });
        }

        return (T)(await command.ExecuteScalarAsync(Ct) ?? throw new InvalidOperationException($"Nothing found by {sql}"));
    }

    public async Task Run(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Ct);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }

        foreach (var source in sources)
        {
            await source.DisposeAsync();
        }

        await (database?.DisposeAsync() ?? default);
    }
}

/// <summary>Short ways to say what the tests say often.</summary>
public static class Saying
{
    public static StreamChange Gifts(this Guid stream, long expected, params int[] numbers) =>
        new(stream, "gift", expected, [.. numbers.Select(number => (object)new GiftMade(number))]);

    public static Task<AppendResult> Append(this EventStore store, params StreamChange[] changes) =>
        store.Append(changes, EventMetadata.None, TestContext.Current.CancellationToken);

    public static Task<AppendResult> Append(this EventStore store, Guid command, string hash, params StreamChange[] changes) =>
        store.Append(
            changes,
            new EventMetadata(CommandId: command, CommandName: "GiveGift", CommandHash: hash),
            TestContext.Current.CancellationToken);

    public static async Task<long> Position(this Task<AppendResult> append) => Assert.IsType<AppendResult.Appended>(await append).Position;
}
