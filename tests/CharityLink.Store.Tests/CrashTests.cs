using System.Collections.Concurrent;
using CharityLink.Store.Writer;
using CharityLink.Testing;
using Npgsql;

namespace CharityLink.Store.Tests;

/// <summary>Fifty times something is killed under load. What was acknowledged is there, once, at the place that was named.</summary>
public sealed class CrashTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Twenty_times_the_writing_process_is_killed()
    {
        await using var cluster = await TestCluster.StartDurable(Ct);
        await using var database = await Prepare(cluster);
        var acknowledged = new List<Acknowledged>();
        for (var round = 0; round < 20; round++)
        {
            using var writer = await WriterProcess.Start(cluster.Server.ConnectionString("crash"), 32);
            await Task.Delay(Random.Shared.Next(5, 150), Ct);
            await writer.Kill();
            acknowledged.AddRange(writer.Acknowledgements);
        }

        await Check(database, acknowledged);
    }

    [Fact]
    public async Task Thirty_times_PostgreSQL_is_killed_and_the_writers_go_on_by_themselves()
    {
        await using var cluster = await TestCluster.StartDurable(Ct);
        await using var database = await Prepare(cluster);
        await using var store = new EventStore(
            database, new EventTypes().Add<Written>(), TimeProvider.System, new EventStoreOptions { AppendAtMost = TimeSpan.FromSeconds(30) });
        using var enough = new CancellationTokenSource();
        var acknowledged = new ConcurrentBag<Acknowledged>();
        var writers = Enumerable.Range(0, 32).Select(_ => Task.Run(() => Write(store, acknowledged, enough.Token), Ct)).ToArray();

        for (var round = 0; round < 30; round++)
        {
            var before = acknowledged.Count;
            await Task.Delay(Random.Shared.Next(5, 100), Ct);
            cluster.Server.Kill();
            await cluster.Server.Restart(Ct);
            await Until(() => acknowledged.Count > before + 100);
        }

        await enough.CancelAsync();
        await Task.WhenAll(writers);
        await Check(database, acknowledged);
        Assert.Equal((long)acknowledged.Count, await Count(database, "select count(*) from events.mt_events"));
    }

    private static async Task Write(EventStore store, ConcurrentBag<Acknowledged> acknowledged, CancellationToken enough)
    {
        // Half of the writers name their commands, half do not: both must be written once.
        var (stream, version, named) = (Guid.CreateVersion7(), 0, Random.Shared.Next(2) == 0);
        while (!enough.IsCancellationRequested)
        {
            var id = Guid.CreateVersion7();
            var metadata = named ? new EventMetadata(CommandId: id, CommandHash: "hash") : EventMetadata.None;
            var position = await store.Append([new(stream, "written", version, [new Written(++version, id)])], metadata, Ct).Position();
            acknowledged.Add(new(stream, version, position, id));
        }
    }

    private static async Task<NpgsqlDataSource> Prepare(PrivateCluster cluster)
    {
        await cluster.Server.EnsureDatabase("crash", Ct);
        var database = NpgsqlDataSource.Create(cluster.Server.ConnectionString("crash"));
        await using var store = new EventStore(database, new EventTypes(), TimeProvider.System);
        await store.CreateSchema(Ct);
        return database;
    }

    private static async Task Check(NpgsqlDataSource database, IReadOnlyCollection<Acknowledged> acknowledged)
    {
        var stored = new Dictionary<Guid, Acknowledged>();
        await using var command = database.CreateCommand(
            "select stream_id, version, seq_id, (data->>'Id')::uuid, (data->>'Number')::bigint from events.mt_events order by seq_id");
        await using (var rows = await command.ExecuteReaderAsync(Ct))
        {
            while (await rows.ReadAsync(Ct))
            {
                Assert.Equal(rows.GetInt64(1), rows.GetInt64(4));
                stored.Add(rows.GetGuid(3), new(rows.GetGuid(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetGuid(3)));
            }
        }

        Assert.All(acknowledged, one => Assert.Equal(one, stored.GetValueOrDefault(one.Id)));
        Assert.All(
            stored.Values.GroupBy(one => one.StreamId),
            stream => Assert.Equal(Enumerable.Range(1, stream.Count()).Select(n => (long)n), stream.OrderBy(one => one.Position).Select(one => one.Version)));
        Assert.Equal(0L, await Count(database,
            "select count(*) from events.mt_streams s where version <> (select count(*) from events.mt_events e where e.stream_id = s.id)"));
    }

    private static async Task<long> Count(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(Ct) ?? 0L);
    }

    private static async Task Until(Func<bool> reached)
    {
        for (var waited = 0; !reached(); waited++)
        {
            Assert.True(waited < 3000, "nothing was appended for 30 seconds after a restart");
            await Task.Delay(10, Ct);
        }
    }
}
