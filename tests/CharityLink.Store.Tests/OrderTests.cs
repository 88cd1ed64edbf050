namespace CharityLink.Store.Tests;

public sealed class OrderTests(StoreWorld world) : IClassFixture<StoreWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reader_who_asks_for_what_comes_after_never_skips_an_event()
    {
        EventStore[] nodes = [world.Store, world.Node()];
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var reading = Task.WhenAll(Follow(world.Node(), done.Token), Follow(world.Node(), done.Token));

        var writing = nodes.SelectMany(node => Enumerable.Range(0, 24).Select(async writer =>
        {
            var written = new List<long>();
            for (var n = 0; n < 60; n++)
            {
                written.Add(await node.Append(Guid.CreateVersion7().Gifts(0, [.. Enumerable.Range(0, 1 + (n + writer) % 3)])).Position());
            }

            return written;
        }));
        var acknowledged = (await Task.WhenAll(writing)).SelectMany(positions => positions).ToHashSet();
        var end = (await world.Store.ReadLog(0, int.MaxValue, Ct)).Events;
        await done.CancelAsync();

        foreach (var seen in await reading)
        {
            Assert.Equal(end.Take(seen.Count).Select(one => one.Position), seen);
            Assert.True(seen.Count > end.Count / 2, "the reader kept up with the writers");
        }

        Assert.Equal(2 * 24 * 60, acknowledged.Count);
        Assert.Subset(end.Select(one => one.Position).ToHashSet(), acknowledged);
    }

    // Reads as a follower does: always what is greater than the last one seen.
    private static async Task<List<long>> Follow(EventStore node, CancellationToken done)
    {
        var seen = new List<long>();
        while (!done.IsCancellationRequested)
        {
            var page = await node.ReadLog(seen.Count > 0 ? seen[^1] : 0, 1000, Ct);
            seen.AddRange(page.Events.Select(one => one.Position));
        }

        return seen;
    }
}
