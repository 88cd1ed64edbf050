using System.Diagnostics;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CharityLink.Benchmarks;

/// <summary>Every read model of the product at once, from the first event of a log of gifts: catchup.all.</summary>
public static class AllModels
{
    private const int Gifts = 60_000;
    private const int WarmUpGifts = 10_000;
    private const int Stations = 60;

    /// <summary>Events of the log a second, until the last model has carried in the last of them.</summary>
    public static async Task<Figure> CatchUp(BenchStore cluster, CancellationToken ct)
    {
        // Models are rebuilt by a site that has been running: its code is compiled.
        await CatchUp(cluster, WarmUpGifts, ct);
        return await CatchUp(cluster, Gifts, ct);
    }

    private static async Task<Figure> CatchUp(BenchStore cluster, int gifts, CancellationToken ct)
    {
        var (database, empty) = await cluster.Fresh(ct);
        await empty.DisposeAsync();
        await using var provider = Product(database);
        var store = provider.GetRequiredService<EventStore>();
        var (last, events) = await Fill(store, gifts, ct);
        var models = provider.GetServices<IReadModel>().ToArray();
        using var host = new ReadModelHost(store, database, models, [], NullLogger<ReadModelHost>.Instance);
        var started = Stopwatch.GetTimestamp();
        await host.StartAsync(ct);
        var caughtUp = await Task.WhenAll(models.Select(model => host.WaitFor(model.Name, last, TimeSpan.FromMinutes(5), ct)));
        var elapsed = Stopwatch.GetElapsedTime(started);
        await host.StopAsync(ct);
        return caughtUp.All(done => done)
            ? new Figure("catchup.all", events / elapsed.TotalSeconds, "events/s")
            : throw new TimeoutException("A read model did not catch up.");
    }

    private static ServiceProvider Product(NpgsqlDataSource database) => new ServiceCollection()
        .AddLogging().AddSingleton(TimeProvider.System).AddSingleton(database).AddCharityLink().BuildServiceProvider();

    private static async Task<(long Last, int Events)> Fill(EventStore store, int gifts, CancellationToken ct)
    {
        var stations = Enumerable.Range(1, Stations).Select(n => (Id: Guid.CreateVersion7(), Division: DivisionCode.Parse($"440703101{n:000}"))).ToArray();
        var (program, fund, owner) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var network = new List<StreamChange> { Registered(owner, DivisionCode.Parse("440700"), null) };
        network.AddRange(stations.Select(station => Registered(station.Id, station.Division, owner)));
        var events = network.Count;
        var last = await Append(store, network, ct);
        foreach (var some in Enumerable.Range(0, gifts).Chunk(1000))
        {
            var changes = some.Select(n => Given(n, new GiftCause(program, null, fund, stations[n % Stations].Id, owner, stations[n % Stations].Division))).ToList();
            events += changes.Count * 2;
            last = await Append(store, changes, ct);
        }

        return (last, events);
    }

    private static StreamChange Registered(Guid id, DivisionCode division, Guid? parent) => new(id, "organisation", 0,
        [new OrganisationRegistered(id, $"站{id:N}", $"Station {id:N}", OrganisationKind.VillageStation, division, null, parent, IsInvented: true)]);

    // Every third giver leaves no name, the others give about twice each.
    private static StreamChange Given(int number, GiftCause cause)
    {
        var (id, amount) = (Guid.CreateVersion7(), Money.Cny(1000 + number % 100 * 100));
        PersonId? donor = number % 3 == 0 ? null : new PersonId(new Guid(number / 2, 0, 0, new byte[8]));
        return new StreamChange(id, "donation", 0,
        [
            new DonationStarted(id, cause, amount, donor, donor is null, "sandbox", DateTimeOffset.UnixEpoch),
            new DonationPaid(id, Guid.CreateVersion7(), cause, amount, donor, donor is null, "sandbox"),
        ]);
    }

    private static async Task<long> Append(EventStore store, List<StreamChange> changes, CancellationToken ct) =>
        await store.Append(changes, EventMetadata.None, ct) is AppendResult.Appended appended
            ? appended.Position
            : throw new InvalidOperationException("An append of the benchmark was refused.");
}
