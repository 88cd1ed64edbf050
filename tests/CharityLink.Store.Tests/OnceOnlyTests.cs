namespace CharityLink.Store.Tests;

public sealed class OnceOnlyTests(StoreWorld world) : IClassFixture<StoreWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_command_sent_again_is_told_where_it_was_done()
    {
        var (command, stream) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var position = await world.Store.Append(command, "hash", stream.Gifts(0, 1, 2)).Position();

        Assert.Equal(new AppendResult.AlreadyDone(position, "hash"), await world.Store.Append(command, "hash", stream.Gifts(0, 1, 2)));
        Assert.Equal(new AppendResult.AlreadyDone(position, "hash"), await world.Store.Append(command, "other", Guid.CreateVersion7().Gifts(0, 9)));
        Assert.Equal(2, (await world.Store.ReadStream(stream, 0, Ct)).Version);
    }

    [Fact]
    public async Task A_single_event_s_command_sent_again_is_told_as_well()
    {
        var (command, stream) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var position = await world.Store.Append(command, "hash", stream.Gifts(0, 1)).Position();
        Assert.Equal(new AppendResult.AlreadyDone(position, "hash"), await world.Store.Append(command, "hash", stream.Gifts(1, 1)));
    }

    [Fact]
    public async Task A_command_may_bear_the_id_of_the_stream_it_begins()
    {
        var id = Guid.CreateVersion7();
        Assert.IsType<AppendResult.Appended>(await world.Store.Append(id, "hash", id.Gifts(0, 1)));
    }

    [Fact]
    public async Task A_command_sent_many_times_at_once_over_two_nodes_is_done_once()
    {
        EventStore[] nodes = [world.Store, world.Node()];
        for (var round = 0; round < 10; round++)
        {
            var command = Guid.CreateVersion7();
            var results = await Task.WhenAll(Enumerable.Range(0, 12)
                .Select(n => nodes[n % 2].Append(command, "hash", Guid.CreateVersion7().Gifts(0, n))));

            var done = Assert.Single(results.OfType<AppendResult.Appended>());
            Assert.Equal(11, results.Count(result => result == new AppendResult.AlreadyDone(done.Position, "hash")));
        }
    }

    [Fact]
    public async Task A_refused_command_is_not_remembered()
    {
        var (command, stream) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        Assert.IsType<AppendResult.VersionConflict>(await world.Store.Append(command, "hash", stream.Gifts(3, 1)));
        Assert.Null(await world.Store.FindCommand(command, Ct));

        var position = await world.Store.Append(command, "hash", stream.Gifts(0, 1)).Position();
        Assert.Equal(new CommandRecord(command, "hash", position), await world.Store.FindCommand(command, Ct));
    }

    [Fact]
    public async Task A_command_s_events_carry_ids_made_from_the_command()
    {
        // The same command, done in two databases, makes the same event ids: that is how a repeat is recognised after a crash.
        var (command, stream) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await using var elsewhere = new StoreWorld();
        await elsewhere.InitializeAsync();
        await world.Store.Append(command, "hash", stream.Gifts(0, 1, 2));
        await elsewhere.Store.Append(command, "hash", stream.Gifts(0, 1, 2));

        var here = (await world.Store.ReadStream(stream, 0, Ct)).Events.Select(one => one.Id).ToArray();
        Assert.Equal(here, (await elsewhere.Store.ReadStream(stream, 0, Ct)).Events.Select(one => one.Id));
        Assert.NotEqual(here[0], here[1]);
    }
}
