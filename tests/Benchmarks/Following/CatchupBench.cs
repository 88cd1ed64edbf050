using System.Diagnostics;
using CharityLink.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CharityLink.Benchmarks;

/// <summary>How fast read models follow: catchup.one, catchup.interleaved, catchup.all, lag.visible.</summary>
public static class CatchupBench
{
    private const int Streams = 30_000;
    private const int EventsEach = 10;

    /// <summary>One read model over a long log, all of the product's over gifts, and the lag of a live one.</summary>
    public static async Task Run(Report report, CancellationToken ct)
    {
        await using var cluster = await BenchStore.Start(ct);
        report.Add(await One(cluster, "catchup.one", Adjacent(), ct));
        report.Add(await One(cluster, "catchup.interleaved", Interleaved(), ct));
        report.Add(await AllModels.CatchUp(cluster, ct));
        report.Add(await LagBench.Run(cluster, ct));
    }

    private static async Task<Figure> One(BenchStore cluster, string name, IEnumerable<StreamChange[]> log, CancellationToken ct)
    {
        var (database, store) = await cluster.Fresh(ct);
        await using (database)
        await using (store)
        {
            var last = await Fill(store, log, ct);
            var value = await Follow(store, database, new CauseTotals("bench_totals"), last, ct);
            var reference = await ReferenceProjection.Run(database, ct);
            return new Figure(name, value, "events/s", reference, value / reference);
        }
    }

    private static async Task<double> Follow(EventStore store, NpgsqlDataSource database, CauseTotals model, long last, CancellationToken ct)
    {
        using var host = new ReadModelHost(store, database, [model], [], NullLogger<ReadModelHost>.Instance);
        var started = Stopwatch.GetTimestamp();
        await host.StartAsync(ct);
        if (!await host.WaitFor(model.Name, last, TimeSpan.FromMinutes(3), ct))
        {
            throw new TimeoutException($"{model.Name} did not catch up.");
        }

        var elapsed = Stopwatch.GetElapsedTime(started);
        await host.StopAsync(ct);
        return Streams * EventsEach / elapsed.TotalSeconds;
    }

    private static async Task<long> Fill(EventStore store, IEnumerable<StreamChange[]> log, CancellationToken ct)
    {
        var last = 0L;
        foreach (var changes in log)
        {
            last = await store.Append(changes, EventMetadata.None, ct) is AppendResult.Appended appended
                ? appended.Position
                : throw new InvalidOperationException("An append of the benchmark was refused.");
        }

        return last;
    }

    // Each stream's events lie side by side.
    private static IEnumerable<StreamChange[]> Adjacent() =>
        Guids().Chunk(500).Select(some => some.Select(stream =>
            new StreamChange(stream, "bench", 0, [.. Enumerable.Range(0, EventsEach).Select(n => BenchStore.Gift(stream, n))])).ToArray());

    // Each stream's events lie as far apart as they can.
    private static IEnumerable<StreamChange[]> Interleaved()
    {
        var streams = Guids().Chunk(500).ToArray();
        return Enumerable.Range(0, EventsEach).SelectMany(n => streams.Select(some =>
            some.Select(stream => new StreamChange(stream, "bench", n, [BenchStore.Gift(stream, n)])).ToArray()));
    }

    private static Guid[] Guids() => [.. Enumerable.Range(0, Streams).Select(_ => Guid.CreateVersion7())];
}
