namespace CharityLink.Store.Tests;

/// <summary>Two writers in each of two nodes: one order for all, and a turn that is never lost.</summary>
public sealed class TurnTests(StoreWorld world) : IClassFixture<StoreWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_reads_on_while_many_write_misses_nothing()
    {
        var (other, start) = (world.Node(), await world.Store.ReadEnd(Ct));
        var writing = Task.WhenAll(Enumerable.Range(0, 600).Select(async caller =>
        {
            var (node, stream) = (caller % 2 == 0 ? world.Store : other, Guid.CreateVersion7());
            for (var version = 0; version < 10; version++)
            {
                await node.Append(stream.Gifts(version, caller)).Position();
            }
        }));

        var (seen, at) = (new List<Guid>(), start);
        for (var ended = false; !ended;)
        {
            ended = writing.IsCompleted;
            var page = await world.Store.ReadLog(at, 500, Ct);
            seen.AddRange(page.Events.Select(one => one.Id));
            (at, ended) = (page.ReadUpTo, ended && page.Events.Count == 0);
        }

        await writing;
        Assert.Equal(6000, seen.Count);
        Assert.Equal((await world.Store.ReadLog(start, int.MaxValue, Ct)).Events.Select(one => one.Id), seen);
    }

    [Fact]
    public async Task A_batch_that_is_cut_short_hands_its_turn_on()
    {
        var (held, stream) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await world.Store.Append(held.Gifts(0, 1)).Position();
        await using var prompt = await world.Database.OpenConnectionAsync(Ct);
        await using var transaction = await prompt.BeginTransactionAsync(Ct);
        await using (var hold = new Npgsql.NpgsqlCommand("select 1 from events.mt_streams where id = $1 for update", prompt, transaction) { Parameters = { new() { Value = held } } })
        {
            await hold.ExecuteNonQueryAsync(Ct);
        }

        // The batch waits for a row that somebody at a prompt keeps, is cut short by the statement time-out, and gives up.
        var impatient = world.Node(new EventStoreOptions { StatementAtMost = TimeSpan.FromMilliseconds(300), AppendAtMost = TimeSpan.FromSeconds(1) });
        await Assert.ThrowsAsync<StoreUnavailableException>(() => impatient.Append([held.Gifts(1, 2), stream.Gifts(0, 3)], EventMetadata.None, Ct));

        await world.Store.Append(Guid.CreateVersion7().Gifts(0, 4)).Position().WaitAsync(TimeSpan.FromSeconds(2), Ct);
        await transaction.RollbackAsync(Ct);
        await impatient.Append([held.Gifts(1, 2), stream.Gifts(0, 3)], EventMetadata.None, Ct).Position();
    }

    [Fact]
    public async Task What_was_read_before_is_completed_by_what_others_have_written_since()
    {
        var (stream, other) = (Guid.CreateVersion7(), world.Node());
        Assert.Equal(0, (await world.Store.ReadFacts(stream, Ct)).Version);
        await other.Append(stream.Gifts(0, 1, 2)).Position();
        Assert.Equal(2, (await world.Store.ReadFacts(stream, Ct)).Version);

        var position = await other.Append(stream.Gifts(2, 3)).Position();
        var read = await world.Store.ReadFacts(stream, Ct);

        Assert.Equal([new GiftMade(1), new GiftMade(2), new GiftMade(3)], read.Facts);
        Assert.Equal((3, position), (read.Version, read.Position));
        Assert.Equal(read.Facts, (await world.Store.ReadFacts(stream, Ct)).Facts);
    }
}
