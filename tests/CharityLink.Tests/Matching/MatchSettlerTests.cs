using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Matching;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CharityLink.Tests.Matching;

/// <summary>What sponsors owe becomes a fact when fundraising ends: once, whatever is delivered twice or stopped half-way.</summary>
public sealed class MatchSettlerTests : IAsyncLifetime
{
    private TestDatabase? database;
    private NpgsqlDataSource? source;
    private EventStore? store;
    private ReadModelHost? host;
    private Matches? matches;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private EventStore Store => store!; // Set before the test runs.

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.Create();
        source = NpgsqlDataSource.Create(database.ConnectionString);
        var types = new EventTypes().Add<DonationPaid>().Add<ProjectEnded>().Add<CollectionEnded>().Add<PoolDrafted>().Add<PoolOpened>().Add<PoolProjectAdded>().Add<PoolProjectRemoved>().Add<MatchSettled>();
        store = new EventStore(source, types, TimeProvider.System);
        await store.CreateSchema(Ct);
        matches = new Matches(source);
        host = new ReadModelHost(store, source, [matches], [], NullLogger<ReadModelHost>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await host!.StopAsync(CancellationToken.None); // Set before the test runs.
        host.Dispose();
        await Store.DisposeAsync();
        await source!.DisposeAsync(); // Set before the test runs.
        await database!.DisposeAsync();
    }

    [Fact]
    public async Task What_was_matched_is_owed_when_fundraising_ends_and_gifts_after_it_are_not()
    {
        await Follow();
        var (pool, project) = (Id(), Id());
        await Open(pool, Pools.Terms(500_00), project);
        await Give(project, 60_00, 1);
        await Give(project, 30_00, 2);
        var end = await End(project);
        await Give(project, 90_00, 3);

        await Settler().React([end], Ct);
        Assert.Equal([new MatchSettled(pool, project, Money.Cny(90_00), 2, end.Position)], await Settled(pool));
    }

    [Fact]
    public async Task An_end_that_is_delivered_twice_settles_once()
    {
        await Follow();
        var (pool, one, other) = (Id(), Id(), Id());
        await Open(pool, Pools.Terms(500_00), one, other);
        await Give(one, 60_00, 1);
        Recorded[] ends = [await End(one), await End(other)];

        await Settler().React(ends, Ct);
        await Settler().React(ends, Ct);
        await Settler().React([ends[1]], Ct);
        Assert.Equal([(other, 0L), (one, 60_00L)], await Owed(pool));
    }

    [Fact]
    public async Task Two_nodes_that_hear_of_it_at_once_settle_once()
    {
        await Follow();
        var (pool, projects) = (Id(), Enumerable.Range(0, 8).Select(_ => Id()).ToArray());
        await Open(pool, Pools.Terms(500_00), projects);
        var ends = new List<Recorded>();
        foreach (var project in projects)
        {
            await Give(project, 5_00, 1);
            ends.Add(await End(project));
        }

        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(
            async () =>
            {
                foreach (var end in ends)
                {
                    await Settler().React([end], Ct);
                }
            }, Ct)));
        var owed = await Owed(pool);
        Assert.Equal(projects.Length, owed.Count);
        Assert.All(owed, one => Assert.Equal(5_00, one.Minor));
    }

    [Fact]
    public async Task Who_was_stopped_between_two_pools_settles_the_rest_after_the_restart()
    {
        await Follow();
        var (first, second, project) = (Id(), Id(), Id());
        await Open(first, Pools.Terms(500_00), project);
        await Open(second, Pools.Terms(500_00, 50), project);
        await Give(project, 60_00, 1);
        var end = await End(project);

        // What a node leaves behind that is killed between two appends: one pool has its fact, the other none, and the checkpoint is old.
        var half = new MatchSettled(first, project, Money.Cny(60_00), 1, end.Position);
        await Append(first, half);
        await Settler().React([end], Ct);
        Assert.Equal([half], await Settled(first));
        Assert.Equal([new MatchSettled(second, project, Money.Cny(30_00), 1, end.Position)], await Settled(second));
    }

    [Fact]
    public async Task While_the_counters_are_behind_nothing_is_settled_and_afterwards_all_is()
    {
        var (pool, project) = (Id(), Id());
        await Open(pool, Pools.Terms(500_00), project);
        await Give(project, 60_00, 1);
        var end = await End(project);
        using (var asked = CancellationTokenSource.CreateLinkedTokenSource(Ct))
        {
            var waiting = Settler().React([end], asked.Token);
            Assert.False(waiting.IsCompleted);
            await asked.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }

        Assert.Empty(await Settled(pool));
        await Follow();
        await Settler().React([end], Ct);
        Assert.Equal([(project, 60_00L)], await Owed(pool));
    }

    [Fact]
    public async Task A_project_that_failed_is_owed_nothing_and_its_share_serves_the_next()
    {
        await Follow();
        var (pool, failed, next) = (Id(), Id(), Id());
        await Open(pool, Pools.Terms(100_00), failed, next);
        await Give(failed, 80_00, 1);
        var lost = await End(failed, met: false);
        await Give(next, 80_00, 2);
        var won = await End(next);

        await Settler().React([lost, won], Ct);
        Assert.Equal([(failed, 0L), (next, 80_00L)], await Owed(pool));
        Assert.Equal([0L, 1L], (await Settled(pool)).OrderBy(fact => fact.Amount.Minor).Select(fact => fact.Gifts));
    }

    [Theory]
    [InlineData(true, 80_00, 20_00)]
    [InlineData(false, 0, 80_00)]
    public async Task Where_it_hangs_on_what_is_collected_nothing_is_owed_before_that_is_known(bool isEnough, long owed, long left)
    {
        await Follow();
        var (pool, project, next) = (Id(), Id(), Id());
        await Open(pool, Pools.Terms(100_00), project, next);
        await Give(project, 80_00, 1);
        var end = await Append(project, new ProjectEnded(project, Pools.From, Money.Cny(1), 1, true, "deadline", null, null, Money.Cny(9), Money.Cny(5)));
        await Settler().React([end], Ct);
        Assert.Empty(await Settled(pool));

        var known = await Append(project, new CollectionEnded(project, Pools.From, Money.Cny(5), 2, Money.Cny(5), isEnough));
        await Settler().React([end, known], Ct);
        await Give(next, 80_00, 2);
        await Settler().React([await End(next)], Ct);
        Assert.Equal(new[] { (project, owed), (next, left) }.OrderBy(one => one.Item2), await Owed(pool));
    }

    [Fact]
    public async Task The_end_of_a_collection_on_which_nothing_hung_settles_nothing()
    {
        await Follow();
        var (pool, project) = (Id(), Id());
        await Open(pool, Pools.Terms(100_00), project);
        await Settler().React([await Append(project, new CollectionEnded(project, Pools.From, Money.Cny(5), 2, null, true))], Ct);
        Assert.Empty(await Settled(pool));
    }

    [Fact]
    public async Task A_pool_that_ran_dry_owes_what_it_held_and_no_cent_more()
    {
        await Follow();
        var (pool, first, second) = (Id(), Id(), Id());
        await Open(pool, Pools.Terms(100_00), first, second);
        await Give(first, 70_00, 1);
        await Give(second, 70_00, 2);
        await Give(second, 70_00, 3);

        await Settler().React([await End(first), await End(second)], Ct);
        Assert.Equal([(second, 30_00L), (first, 70_00L)], await Owed(pool));
    }

    [Fact]
    public async Task A_project_taken_out_of_a_pool_is_owed_what_was_matched_before()
    {
        await Follow();
        var (pool, project) = (Id(), Id());
        await Open(pool, Pools.Terms(500_00), project);
        await Give(project, 60_00, 1);
        await Append(pool, new PoolProjectRemoved(pool, project));
        await Give(project, 60_00, 2);

        await Settler().React([await End(project)], Ct);
        Assert.Equal([(project, 60_00L)], await Owed(pool));
    }

    [Fact]
    public async Task A_project_that_no_pool_looks_at_leaves_every_pool_alone()
    {
        await Follow();
        var pool = Id();
        await Open(pool, Pools.Terms(500_00), Id());
        await Settler().React([await End(Id())], Ct);
        Assert.Empty(await Settled(pool));
    }

    private static Guid Id() => Guid.CreateVersion7();

    private MatchSettler Settler() => new(Store, matches!, new Lazy<ReadModelHost>(() => host!)); // Both set before the test runs.

    private Task Follow() => host!.StartAsync(CancellationToken.None); // Set before the test runs.

    private Task<Recorded> Open(Guid pool, MatchTerms terms, params Guid[] projects) => Append(
        pool,
        [
            Pools.Drafted(Pools.Draft(terms with { From = DateTimeOffset.UnixEpoch, Until = DateTimeOffset.MaxValue.AddYears(-1) }, pool)),
            .. projects.Select(project => new PoolProjectAdded(pool, project)), new PoolOpened(pool, null),
        ]);

    private Task<Recorded> Give(Guid project, long fen, int giver)
    {
        var id = Id();
        var cause = new GiftCause(null, null, Id(), Id(), Id(), DivisionCode.Parse("440703103201"), project);
        return Append(id, new DonationPaid(id, Id(), cause, Money.Cny(fen), new PersonId(id), false, "sandbox", new PersonId(Giving.StartRules.Id(900 + giver))));
    }

    private Task<Recorded> End(Guid project, bool met = true) => Append(project, new ProjectEnded(project, Pools.From, Money.Cny(1), 1, met, "deadline"));

    // The last of the facts, as the log holds it.
    private async Task<Recorded> Append(Guid stream, params object[] facts)
    {
        var version = (await Store.ReadStream(stream, 0, Ct)).Version;
        Assert.IsType<AppendResult.Appended>(await Store.Append([new StreamChange(stream, "test", version, facts)], EventMetadata.None, Ct));
        return (await Store.ReadStream(stream, 0, Ct)).Events[^1];
    }

    private async Task<IReadOnlyList<MatchSettled>> Settled(Guid pool) => [.. (await Store.ReadStream(pool, 0, Ct)).Events.Select(one => one.Data).OfType<MatchSettled>()];

    // The least first: the facts of one append are in the order of their ids.
    private async Task<IReadOnlyList<(Guid Project, long Minor)>> Owed(Guid pool) =>
        [.. (await Settled(pool)).Select(fact => (fact.ProjectId, fact.Amount.Minor)).OrderBy(one => one.Minor)];
}
