namespace CharityLink.Store.Tests;

public sealed class RebuildTests : IAsyncLifetime
{
    private readonly StoreWorld world = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => world.InitializeAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_rebuild_under_load_ends_equal_to_the_log_and_readers_never_miss_the_table()
    {
        await Give(2_000);
        await using var node = await Following.Start(world, world.Store, [new GiftCounts()]);
        await node.Becomes("gift_counts", status => status.State == FollowerStates.Live && status.Position > 0);
        await world.Run("update gift_counts set total = -1");
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var (writing, reading) = (Write(enough.Token), Read(enough.Token));

        await node.Host.Rebuild("gift_counts", Ct);
        await node.Host.Rebuild("gift_counts", Ct);

        await enough.CancelAsync();
        Assert.True(await node.Reaches("gift_counts", await writing));
        Assert.True(await reading > 20);
        Assert.Equal(0L, await world.Value<long>("select count(*) from gift_counts where total < 0"));
        Assert.Equal(await Expected(), await Dump());
        Assert.Equal(0L, await world.Value<long>("select count(*) from information_schema.schemata where schema_name like 'read_rebuild%'"));
    }

    [Fact]
    public async Task A_new_version_is_made_beside_the_old_and_swapped_in_while_readers_query()
    {
        await Give(3_000);
        await using (var old = await Following.Start(world, world.Store, [new GiftCounts()]))
        {
            await old.Becomes("gift_counts", status => status.State == FollowerStates.Live && status.Position > 0);
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var (writing, reading) = (Write(enough.Token), Read(enough.Token));
        await using var newer = await Following.Start(world, world.Store, [new GiftCounts(version: 2)]);
        await newer.Becomes("gift_counts", status => status is { State: FollowerStates.Live, Version: 2 });
        await enough.CancelAsync();

        Assert.True(await newer.Reaches("gift_counts", await writing));
        Assert.True(await reading > 0);
        Assert.Equal(await Expected(), await Dump());
        Assert.Equal(0L, await world.Value<long>("select sum(largest) from gift_counts"));
        Assert.Equal(2, await world.Value<int>("select version from read.follower where name = 'gift_counts'"));
    }

    [Fact]
    public async Task A_program_older_than_the_tables_stands_by()
    {
        await using (var newer = await Following.Start(world, world.Store, [new GiftCounts(version: 2)]))
        {
            await newer.Becomes("gift_counts", status => status.State == FollowerStates.Live);
        }

        var outdated = new GiftCounts(version: 1);
        await using var older = await Following.Start(world, world.Store, [outdated]);
        await older.Becomes("gift_counts", status => status.State == FollowerStates.Superseded);
        await Give(1);
        Assert.Equal(0, outdated.Applied);

        await using var again = await Following.Start(world, world.Node(), [new GiftCounts(version: 2)]);
        await again.Becomes("gift_counts", status => status.State == FollowerStates.Live);
    }

    [Fact]
    public async Task A_rebuild_that_meets_poison_fails_and_the_tables_in_service_stay()
    {
        await Give(10);
        var position = await world.Store.Append(Guid.CreateVersion7().Gifts(0, 666)).Position();
        await using (var healthy = await Following.Start(world, world.Store, [new GiftCounts()]))
        {
            Assert.True(await healthy.Reaches("gift_counts", position));
        }

        await using var node = await Following.Start(world, world.Store, [new GiftCounts { Bug = 666 }]);
        await node.Becomes("gift_counts", status => status.State == FollowerStates.Live);
        var told = await Assert.ThrowsAsync<InvalidOperationException>(() => node.Host.Rebuild("gift_counts", Ct));
        Assert.Contains($"position {position} (gift_made)", told.Message, StringComparison.Ordinal);
        Assert.Equal(FollowerStates.Live, (await node.Status("gift_counts")).State);
        Assert.Equal(11L, await world.Value<long>("select count(*) from gift_counts"));
        await Assert.ThrowsAsync<ArgumentException>(() => node.Host.Rebuild("nobody", Ct));
    }

    private Task<long> Give(int gifts) => Task.WhenAll(Enumerable.Range(0, gifts)
        .Select(n => world.Store.Append(Guid.CreateVersion7().Gifts(0, n % 5)).Position())).ContinueWith(done => done.Result.Max(), Ct);

    private async Task<long> Write(CancellationToken enough)
    {
        var last = 0L;
        while (!enough.IsCancellationRequested)
        {
            last = await Give(20);
        }

        return last;
    }

    // Any reader's query, over and over: an error or an empty table would be seen.
    private async Task<int> Read(CancellationToken enough)
    {
        var queries = 0;
        for (; !enough.IsCancellationRequested; queries++)
        {
            Assert.True(await world.Value<long>("select count(*) from gift_counts") >= 2_000);
        }

        return queries;
    }

    private Task<string> Expected() => world.Value<string>(
        """
        select md5(string_agg(concat_ws(' ', id, gifts, total), ',' order by id))
          from (select stream_id as id, count(*) as gifts, sum((data->>'Number')::bigint) as total
                  from events.mt_events where type = 'gift_made' group by stream_id) e
        """);

    private Task<string> Dump() =>
        world.Value<string>("select md5(string_agg(concat_ws(' ', id, gifts, total), ',' order by id)) from gift_counts");
}
