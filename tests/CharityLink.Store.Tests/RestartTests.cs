using CharityLink.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CharityLink.Store.Tests;

/// <summary>PostgreSQL restarted under way: whoever appends, reads, follows or waits goes on by itself.</summary>
public sealed class RestartTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_resumes_by_itself()
    {
        await using var cluster = await TestCluster.StartDurable(Ct);
        await cluster.Server.EnsureDatabase("restart", Ct);
        await using var database = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(cluster.Server.ConnectionString("restart")) { SearchPath = "read,public" }.ConnectionString);
        await using var store = new EventStore(database, StoreWorld.Types, TimeProvider.System);
        await store.CreateSchema(Ct);
        using var host = new ReadModelHost(store, database, [new GiftCounts()], [], NullLogger<ReadModelHost>.Instance);
        await host.StartAsync(Ct);

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var users = Enumerable.Range(0, 8).Select(_ => Use(store, enough.Token)).ToArray();
        for (var round = 0; round < 3; round++)
        {
            await Task.Delay(300, Ct);
            await cluster.Server.Restart(Ct);
        }

        await Task.Delay(300, Ct);
        await enough.CancelAsync();
        var gifts = (await Task.WhenAll(users)).Sum();

        var last = (await store.ReadLog(0, int.MaxValue, Ct)).ReadUpTo;
        Assert.True(await host.WaitFor("gift_counts", last, TimeSpan.FromSeconds(20), Ct));
        await using var count = database.CreateCommand("select sum(gifts) from gift_counts");
        Assert.Equal((long)gifts, await count.ExecuteScalarAsync(Ct));
        Assert.Equal(FollowerStates.Live, Assert.Single(await host.Status(Ct)).State);
        await host.StopAsync(Ct);
    }

    [Fact]
    public async Task While_it_is_away_callers_are_told_in_time_and_the_host_says_so()
    {
        await using var cluster = await TestCluster.StartDurable(Ct);
        await cluster.Server.EnsureDatabase("away", Ct);
        await using var database = NpgsqlDataSource.Create(cluster.Server.ConnectionString("away"));
        await using var store = new EventStore(
            database, StoreWorld.Types, TimeProvider.System, new EventStoreOptions { AppendAtMost = TimeSpan.FromSeconds(1) });
        await store.CreateSchema(Ct);
        using var host = new ReadModelHost(store, database, [new GiftCounts()], [], NullLogger<ReadModelHost>.Instance);
        await host.StartAsync(Ct);
        var command = Guid.CreateVersion7();
        await store.Append(Guid.CreateVersion7().Gifts(0, 1)).Position();
        Assert.True(await host.WaitFor("gift_counts", 1, TimeSpan.FromSeconds(10), Ct));

        cluster.Server.Kill();
        await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(n => Assert.ThrowsAsync<StoreUnavailableException>(() => store.Append(command, "hash", Guid.CreateVersion7().Gifts(0, n)))));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.ReadStream(Guid.CreateVersion7(), 0, Ct));
        Assert.Equal(FollowerStates.Retrying, Assert.Single(await host.Status(Ct)).State);

        await cluster.Server.Restart(Ct);
        var position = await store.Append(command, "hash", Guid.CreateVersion7().Gifts(0, 1)).Position();
        Assert.True(await host.WaitFor("gift_counts", position, TimeSpan.FromSeconds(20), Ct));
        await host.StopAsync(Ct);
    }

    // Appends to a stream of its own and reads it back, as a handler does.
    private static async Task<int> Use(EventStore store, CancellationToken enough)
    {
        var (stream, given) = (Guid.CreateVersion7(), 0);
        for (; !enough.IsCancellationRequested; given++)
        {
            var slice = await store.ReadStream(stream, 0, Ct);
            Assert.Equal(given, slice.Version);
            await store.Append(Guid.CreateVersion7(), "hash", stream.Gifts(slice.Version, given)).Position();
        }

        return given;
    }
}
