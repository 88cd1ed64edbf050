namespace CharityLink.Store.Tests;

/// <summary>An append may rest on streams it does not write to.</summary>
public sealed class HoldTests(StoreWorld world) : IClassFixture<StoreWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_rests_on_a_stream_that_has_moved_is_refused_and_written_nowhere()
    {
        var (stream, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await world.Store.Append(stream.Gifts(0, 1, 2));

        var refused = await world.Store.Append(other.Gifts(0, 3), Held(stream, 1));
        Assert.Equal(new AppendResult.VersionConflict(stream, 1, 2), refused);
        Assert.Equal(0, (await world.Store.ReadStream(other, 0, Ct)).Version);

        Assert.IsType<AppendResult.Appended>(await world.Store.Append(other.Gifts(0, 3), Held(stream, 2)));
        Assert.Equal((2, 1), ((await world.Store.ReadStream(stream, 0, Ct)).Version, (await world.Store.ReadStream(other, 0, Ct)).Version));
    }

    [Fact]
    public async Task Many_hold_one_stream_while_one_moves_it_and_none_is_written_behind_the_move()
    {
        var stream = Guid.CreateVersion7();
        await world.Store.Append(stream.Gifts(0, 1));
        EventStore[] nodes = [world.Store, world.Node()];
        var resting = Enumerable.Range(0, 400).Select(n => Task.Run(() => nodes[n % 2].Append(Guid.CreateVersion7().Gifts(0, n), Held(stream, 1)), Ct)).ToList();
        await Task.WhenAny(resting);
        var moved = await world.Store.Append(stream.Gifts(1, 2)).Position();

        var results = await Task.WhenAll(resting);
        Assert.All(results, result => Assert.True(result is AppendResult.Appended done ? done.Position < moved : result == new AppendResult.VersionConflict(stream, 1, 2), result.ToString()));
        Assert.Contains(results, result => result is AppendResult.Appended);
    }

    [Fact]
    public async Task In_one_commit_those_who_are_right_are_written_and_those_who_are_late_are_not()
    {
        var stream = Guid.CreateVersion7();
        await world.Store.Append(stream.Gifts(0, 1, 2));
        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(n => Task.Run(() => world.Store.Append(Guid.CreateVersion7().Gifts(0, n), Held(stream, 1 + n % 2)), Ct)));
        Assert.Equal((100, 100), (results.OfType<AppendResult.Appended>().Count(), results.OfType<AppendResult.VersionConflict>().Count()));
    }

    [Fact]
    public async Task Holding_alone_is_no_append_and_nothing_can_be_held_that_is_not_there()
    {
        var stream = Guid.CreateVersion7();
        await Assert.ThrowsAsync<ArgumentException>(() => world.Store.Append(Held(stream, 1)));
        await Assert.ThrowsAsync<ArgumentException>(() => world.Store.Append(stream.Gifts(0, 1), Held(Guid.CreateVersion7(), 0)));
    }

    private static StreamChange Held(Guid stream, long version) => new(stream, "gift", version, []);
}
