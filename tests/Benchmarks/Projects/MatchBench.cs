using System.Diagnostics;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Matching;
using CharityLink.Projects;
using CharityLink.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CharityLink.Benchmarks;

/// <summary>
/// A project with a hundred thousand gifts under a pool with every cap: every gift matched, frozen at the project's end,
/// and what the sponsor owes written down. Computed anew from the first gift, as after a rebuild. matching.settle.100k.
/// </summary>
public static class MatchBench
{
    private const int Gifts = 100_000;
    private const int Givers = 60_000;
    private const int PerAppend = 2_000;
    private const double SecondsMax = 5;

    private static readonly TimeSpan AtMost = TimeSpan.FromMinutes(2);
    private static readonly DateTimeOffset Deadline = TimeProvider.System.GetUtcNow().AddDays(1);

    /// <summary>Writes the gifts and the end, then lets pools and the settling read them.</summary>
    public static async Task<Figure> Run(CancellationToken ct)
    {
        await using var cluster = await SettledCluster.Start(ct);
        await cluster.Server.EnsureDatabase("matching", ct);
        await using var services = new ServiceCollection().AddLogging()
            .AddSingleton(NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(cluster.Server.ConnectionString("matching")) { SearchPath = "read,public" }.ConnectionString))
            .AddCharityLink().BuildServiceProvider(validateScopes: true);
        await services.CreateSchemas(ct);
        var (store, database) = (services.GetRequiredService<EventStore>(), services.GetRequiredService<NpgsqlDataSource>());
        var (project, pools) = (Guid.CreateVersion7(), new[] { Guid.CreateVersion7() });
        await Write(store, project, pools, ct);
        var matches = services.GetRequiredService<Matches>();
        ReadModelHost? host = null;
        var settler = new MatchSettler(store, matches, new Lazy<ReadModelHost>(() => host!)); // Made before anything is delivered.
        host = new ReadModelHost(store, database, [matches], [settler], NullLogger<ReadModelHost>.Instance);

        var end = await Append(store, [new StreamChange(project, "project", 1, [new ProjectEnded(project, Deadline, Money.Cny(1_00), await store.ReadEnd(ct), true, "deadline")])], ct);
        var started = Stopwatch.GetTimestamp();
        await host.StartAsync(ct);
        await Passed(host, settler.Name, end, ct);
        var took = Stopwatch.GetElapsedTime(started);

        await Verify(store, pools, ct);
        await host.StopAsync(ct);
        host.Dispose();
        return new Figure("matching.settle.100k", took.TotalSeconds, "s", SecondsMax, took.TotalSeconds / SecondsMax);
    }

    private static async Task Write(EventStore store, Guid project, Guid[] pools, CancellationToken ct)
    {
        var terms = new MatchTerms(Money.Cny(10_000_000_00), 100, Money.Cny(50_00), Money.Cny(80_00), Money.Cny(9_000_000_00), Money.Cny(8_000_000_00), Deadline.AddDays(-30), Deadline.AddDays(30));
        await Append(
            store,
            [
                new StreamChange(project, "project", 0, [new ProjectOpened(project, Deadline.AddDays(-10), Deadline, null, DateOnly.FromDateTime(Deadline.Date))]),
                .. pools.Select(pool => new StreamChange(pool, "matching_pool", 0, [
                    new PoolDrafted(pool, pool, "爱心企业", "A sponsor", terms, null, null, true), new PoolProjectAdded(pool, project), new PoolOpened(pool, null)])),
            ], ct);
        var cause = new GiftCause(null, null, Guid.CreateVersion7(), pools[0], pools[0], DivisionCode.Parse("440703101001"), project);
        var givers = Enumerable.Range(0, Givers).Select(_ => new PersonId(Guid.CreateVersion7())).ToArray();
        foreach (var some in Enumerable.Range(0, Gifts).Chunk(PerAppend))
        {
            await Append(store, [.. some.Select(number => Gift(cause, number, givers[number % Givers]))], ct);
        }
    }

    private static StreamChange Gift(GiftCause cause, int number, PersonId giver)
    {
        var id = Guid.CreateVersion7();
        return new StreamChange(id, "donation", 0, [new DonationPaid(id, Guid.CreateVersion7(), cause, Money.Cny(1_00 + number % 9_900), giver, false, "sandbox", giver)]);
    }

    // A figure for wrong sums would be worth nothing.
    private static async Task Verify(EventStore store, Guid[] pools, CancellationToken ct)
    {
        foreach (var pool in pools)
        {
            var settled = (await store.ReadStream(pool, 0, ct)).Events.Select(one => one.Data).OfType<MatchSettled>().ToList();
            if (settled is not [{ Gifts: > 0, Amount.Minor: > 0 and <= 8_000_000_00 }])
            {
                throw new InvalidOperationException($"A pool was settled {settled.Count} times or wrongly.");
            }
        }
    }

    private static async Task Passed(ReadModelHost host, string follower, long position, CancellationToken ct)
    {
        if (!await host.WaitFor(follower, position, AtMost, ct))
        {
            throw new TimeoutException($"{follower} did not reach {position}.");
        }
    }

    private static async Task<long> Append(EventStore store, IReadOnlyList<StreamChange> changes, CancellationToken ct) =>
        await store.Append(changes, EventMetadata.None, ct) is AppendResult.Appended done ? done.Position : throw new InvalidOperationException("An append of the benchmark was refused.");
}
