using System.Collections.Concurrent;

namespace CharityLink.Store.Tests;

public sealed class ReactionTests : IAsyncLifetime
{
    private readonly StoreWorld world = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => world.InitializeAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_reaction_sees_every_event_in_order_and_only_one_node_reacts()
    {
        var (here, there) = (new Thanker(), new Thanker());
        await using var first = await Following.Start(world, world.Store, [], here);
        await using var second = await Following.Start(world, world.Node(), [], there);
        var position = await Give(1_200);

        Assert.True(await first.Reaches("thanker", position));
        var seen = here.Seen.IsEmpty ? there.Seen : here.Seen;
        Assert.True(here.Seen.IsEmpty || there.Seen.IsEmpty);
        Assert.Equal((await world.Store.ReadLog(0, int.MaxValue, Ct)).Events.Select(one => one.Position), seen);
    }

    [Fact]
    public async Task A_reaction_goes_on_where_the_last_node_left_off()
    {
        var before = new Thanker();
        long position;
        await using (var first = await Following.Start(world, world.Store, [], before))
        {
            position = await Give(100);
            Assert.True(await first.Reaches("thanker", position));
        }

        var after = new Thanker();
        await using var second = await Following.Start(world, world.Store, [], after);
        var last = await Give(10);
        Assert.True(await second.Reaches("thanker", last));
        Assert.Equal(10, after.Seen.Count);
        Assert.All(after.Seen, seen => Assert.True(seen > position));
    }

    [Fact]
    public async Task A_fault_that_passes_is_tried_again()
    {
        var thanker = new Thanker { FailuresLeft = 3 };
        await using var node = await Following.Start(world, world.Store, [], thanker);
        var position = await Give(5);
        Assert.True(await node.Reaches("thanker", position));
        Assert.Equal(5, thanker.Seen.Distinct().Count());
        Assert.Equal(0L, await world.Value<long>("select count(*) from events.reaction_parked"));
    }

    [Fact]
    public async Task An_event_it_cannot_act_on_is_put_aside_and_the_others_are_acted_on()
    {
        await Give(40);
        var bad = await world.Store.Append(new StreamChange(Guid.CreateVersion7(), "gift", 0, [new GiftMade(666, "secret")])).Position();
        var last = await Give(40);
        var thanker = new Thanker { Poison = 666 };

        await using var node = await Following.Start(world, world.Store, [], thanker);
        Assert.True(await node.Reaches("thanker", last));
        Assert.Equal(80, thanker.Seen.Distinct().Count());
        Assert.Equal(
            $"thanker {bad} position {bad} (gift_made): InvalidOperationException",
            await world.Value<string>("select concat_ws(' ', name, position, error) from events.reaction_parked"));
        Assert.Equal(FollowerStates.Live, (await node.Status("thanker")).State);
    }

    private async Task<long> Give(int gifts) =>
        (await Task.WhenAll(Enumerable.Range(0, gifts).Select(n => world.Store.Append(Guid.CreateVersion7().Gifts(0, n)).Position()))).Max();

    private sealed class Thanker : IReaction
    {
        public string Name => "thanker";

        public ConcurrentQueue<long> Seen { get; } = new();

        public int FailuresLeft { get; set; }

        public int? Poison { get; init; }

        public Task React(IReadOnlyList<Recorded> batch, CancellationToken ct)
        {
            if (FailuresLeft-- > 0 || batch.Any(one => one.Data is GiftMade gift && gift.Number == Poison))
            {
                throw new InvalidOperationException("The thanks did not go out.");
            }

            foreach (var one in batch)
            {
                Seen.Enqueue(one.Position);
            }

            return Task.CompletedTask;
        }
    }
}
