namespace CharityLink.Store.Tests;

public sealed class ReadModelTests : IAsyncLifetime
{
    private readonly StoreWorld world = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => world.InitializeAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task Who_waits_for_a_position_sees_it_carried_in()
    {
        await using var node = await Following.Start(world, world.Store, [new GiftCounts()]);
        for (var n = 1; n <= 50; n++)
        {
            var stream = Guid.CreateVersion7();
            var position = await world.Store.Append(stream.Gifts(0, n, n)).Position();
            Assert.True(await node.Reaches("gift_counts", position));
            Assert.Equal(2L * n, await world.Value<long>("select total from gift_counts where id = $1", stream));
        }

        Assert.Equal(FollowerStates.Live, (await node.Status("gift_counts")).State);
        Assert.False(await node.Host.WaitFor("gift_counts", long.MaxValue, TimeSpan.FromMilliseconds(50), Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => node.Host.WaitFor("nobody", 1, TimeSpan.Zero, Ct));
    }

    [Fact]
    public async Task What_was_there_before_is_caught_up_with_and_unknown_facts_are_passed_over()
    {
        var newer = world.Node(types: StoreWorld.Types.Add<GiftForwarded>());
        var stream = Guid.CreateVersion7();
        await newer.Append(new StreamChange(stream, "gift", 0, [new GiftForwarded("x"), new GiftMade(3), new GiftForwarded("y")]));
        await Many(9_000);
        var last = await world.Store.Append(stream.Gifts(3, 4)).Position();

        await using var node = await Following.Start(world, world.Store, [new GiftCounts()]);
        Assert.True(await node.Reaches("gift_counts", last));
        Assert.Equal(7L, await world.Value<long>("select total from gift_counts where id = $1", stream));
        Assert.Equal(await Expected(), await Dump("gift_counts"));
    }

    [Fact]
    public async Task Another_node_takes_over_when_the_leader_stops_and_nothing_is_counted_twice()
    {
        var (here, there) = (new GiftCounts(), new GiftCounts());
        var first = await Following.Start(world, world.Store, [here]);
        await first.Becomes("gift_counts", status => status.State == FollowerStates.Live);
        await using var second = await Following.Start(world, world.Node(), [there]);
        await second.Becomes("gift_counts", status => status.State == FollowerStates.Standby);
        Assert.Equal(0, there.Applied);

        // The one that stands by knows all the same how far the other has come.
        var position = await world.Store.Append(Guid.CreateVersion7().Gifts(0, 1)).Position();
        Assert.True(await second.Reaches("gift_counts", position));
        Assert.Equal(0, there.Applied);

        var writing = Many(2_000);
        await first.DisposeAsync();
        position = await writing;
        Assert.True(await second.Reaches("gift_counts", position));
        Assert.True(there.Applied > 0);
        Assert.Equal(await Expected(), await Dump("gift_counts"));
    }

    [Fact]
    public async Task What_does_not_concern_a_model_moves_its_checkpoint_and_is_not_carried_to_it()
    {
        var (here, types) = (new GiftCounts(), StoreWorld.Types.Add<GiftForwarded>());
        var writer = world.Node(types: types);
        await using var leader = await Following.Start(world, writer, [here]);
        await leader.Becomes("gift_counts", status => status.State == FollowerStates.Live);
        await using var other = await Following.Start(world, world.Node(types: types), [new GiftCounts()]);
        var stream = Guid.CreateVersion7();
        var given = await writer.Append(stream.Gifts(0, 5)).Position();
        Assert.True(await leader.Reaches("gift_counts", given));
        var applied = here.Applied;

        var passed = await writer.Append(new StreamChange(stream, "gift", 1, [new GiftForwarded("x"), new GiftForwarded("y")])).Position();
        Assert.True(await leader.Reaches("gift_counts", passed));
        Assert.True(await other.Reaches("gift_counts", passed)); // By the stored checkpoint.
        Assert.Equal(passed, await world.Value<long>("select position from read.follower where name = 'gift_counts'"));
        Assert.Equal(applied, here.Applied);

        given = await writer.Append(new StreamChange(stream, "gift", 3, [new GiftForwarded("z"), new GiftMade(7), new GiftForwarded("z")])).Position();
        Assert.True(await other.Reaches("gift_counts", given));
        Assert.Equal(12L, await world.Value<long>("select total from gift_counts where id = $1", stream));
    }

    [Fact]
    public async Task A_leader_whose_connections_are_cut_comes_back_or_is_replaced()
    {
        await using var first = await Following.Start(world, world.Store, [new GiftCounts()]);
        await using var second = await Following.Start(world, world.Node(), [new GiftCounts()]);
        var writing = Many(3_000);
        for (var cut = 0; cut < 5; cut++)
        {
            await world.Value<long>("select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'charitylink follow'");
            await Task.Delay(200, Ct);
        }

        var position = await writing;
        Assert.True(await first.Reaches("gift_counts", position));
        Assert.True(await second.Reaches("gift_counts", position));
        Assert.Equal(await Expected(), await Dump("gift_counts"));
    }

    [Theory]
    [InlineData(true, "PostgresException 22012")]
    [InlineData(false, "InvalidOperationException")]
    public async Task A_poison_event_stops_its_read_model_and_no_other(bool inDatabase, string fault)
    {
        var poisoned = new GiftCounts("poisoned") { Poison = inDatabase ? 666 : null, Bug = inDatabase ? null : 666 };
        await Many(700);
        var good = await world.Store.Append(Guid.CreateVersion7().Gifts(0, 1)).Position();
        var poison = await world.Store.Append(new StreamChange(Guid.CreateVersion7(), "gift", 0, [new GiftMade(666, "secret")])).Position();
        var last = await Many(300);

        await using (var node = await Following.Start(world, world.Store, [poisoned, new GiftCounts("healthy")]))
        {
            Assert.True(await node.Reaches("healthy", last));
            var status = await node.Becomes("poisoned", status => status.State == FollowerStates.Stopped);
            Assert.Equal($"position {poison} (gift_made): {fault}", status.Error);
            Assert.Equal(good, await world.Value<long>("select position from read.follower where name = 'poisoned'"));
            Assert.False(await node.Host.WaitFor("poisoned", last, TimeSpan.FromMinutes(1), Ct));
            Assert.Equal(FollowerStates.Live, (await node.Status("healthy")).State);
        }

        // A corrected program goes on where it stopped.
        await using var corrected = await Following.Start(world, world.Store, [new GiftCounts("poisoned")]);
        Assert.True(await corrected.Reaches("poisoned", last));
        Assert.Equal(await Expected(), await Dump("poisoned"));
        Assert.Null((await corrected.Status("poisoned")).Error);
    }

    [Fact]
    public async Task A_node_that_only_reads_hears_of_appends_elsewhere_at_once()
    {
        await using var node = await Following.Start(world, world.Node(), [new GiftCounts()]);
        await node.Becomes("gift_counts", status => status.State == FollowerStates.Live);
        var waits = new List<double>();
        for (var n = 0; n < 20; n++)
        {
            var position = await world.Store.Append(Guid.CreateVersion7().Gifts(0, n)).Position();
            var started = System.Diagnostics.Stopwatch.GetTimestamp();
            Assert.True(await node.Reaches("gift_counts", position));
            waits.Add(System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        // The slow look is once a second: half of the time it would take longer than this.
        Assert.True(waits.Order().ElementAt(10) < 400, $"median {waits.Order().ElementAt(10)} ms");
    }

    private async Task<long> Many(int appends)
    {
        var positions = await Task.WhenAll(Enumerable.Range(0, appends)
            .Select(n => world.Store.Append(Guid.CreateVersion7().Gifts(0, n % 7, n % 3)).Position()));
        return positions.Max();
    }

    private Task<string> Expected() => world.Value<string>(
        """
        select md5(string_agg(concat_ws(' ', id, gifts, total), ',' order by id))
          from (select stream_id as id, count(*) as gifts, sum((data->>'Number')::bigint) as total
                  from events.mt_events where type = 'gift_made' group by stream_id) e
        """);

    private Task<string> Dump(string table) =>
        world.Value<string>($"select md5(string_agg(concat_ws(' ', id, gifts, total), ',' order by id)) from {table}");
}
