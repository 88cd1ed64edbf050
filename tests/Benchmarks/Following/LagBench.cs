using System.Collections.Concurrent;
using System.Diagnostics;
using CharityLink.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace CharityLink.Benchmarks;

/// <summary>From an append's acknowledgement to its row in a read model, at a steady 500 appends a second.</summary>
public static class LagBench
{
    private const int PerSecond = 500;
    private static readonly TimeSpan _duration = TimeSpan.FromSeconds(10);

    /// <summary>The figure lag.visible: the median, with the 99th of a hundred beside it.</summary>
    public static async Task<Figure> Run(BenchStore cluster, CancellationToken ct)
    {
        var (database, store) = await cluster.Fresh(ct);
        await using (database)
        await using (store)
        {
            var model = new CauseTotals("bench_totals");
            using var host = new ReadModelHost(store, database, [model], [], NullLogger<ReadModelHost>.Instance);
            await host.StartAsync(ct);
            await Once(store, host, model.Name, ct);
            var lags = new ConcurrentBag<double>();
            var running = new List<Task>();
            var started = Stopwatch.GetTimestamp();
            using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
            while (Stopwatch.GetElapsedTime(started) is var elapsed && elapsed < _duration && await tick.WaitForNextTickAsync(ct))
            {
                // Catches up on late ticks, so that the rate holds.
                while (running.Count < elapsed.TotalSeconds * PerSecond)
                {
                    running.Add(Task.Run(async () => lags.Add(await Once(store, host, model.Name, ct)), ct));
                }
            }

            await Task.WhenAll(running);
            await host.StopAsync(ct);
            var sorted = lags.Order().ToArray();
            return new Figure("lag.visible", Load.Percentile(sorted, 0.5), "ms", P99Ms: Load.Percentile(sorted, 0.99));
        }
    }

    private static async Task<double> Once(EventStore store, ReadModelHost host, string model, CancellationToken ct)
    {
        var stream = Guid.CreateVersion7();
        var result = await store.Append([new StreamChange(stream, "bench", 0, [BenchStore.Gift(stream, 1)])], EventMetadata.None, ct);
        var acknowledged = Stopwatch.GetTimestamp();
        var visible = await host.WaitFor(model, ((AppendResult.Appended)result).Position, TimeSpan.FromSeconds(10), ct);
        return visible ? Stopwatch.GetElapsedTime(acknowledged).TotalMilliseconds : throw new TimeoutException("Not visible after ten seconds.");
    }
}
