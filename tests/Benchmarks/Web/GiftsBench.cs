using System.Collections.Concurrent;

namespace CharityLink.Benchmarks;

/// <summary>Gifts by form: posted, durable, answered with the way to the payment. gifts.http.64.</summary>
public static class GiftsBench
{
    private const int Connections = 64;

    /// <summary>Gifts a second at 64 connections; every acknowledged gift is looked for afterwards.</summary>
    public static async Task Run(Report report, CancellationToken ct)
    {
        await using var site = await ServedSite.Start(home: null, ct);
        var load = await Measure(site, TimeSpan.FromSeconds(10), ct);
        report.Add(new Figure($"gifts.http.{Connections}", load.PerSecond, "gifts/s", P99Ms: load.P99Ms));
    }

    /// <summary>Gives for a while, then checks a sample of a thousand gifts across the run.</summary>
    public static async Task<LoadResult> Measure(ServedSite site, TimeSpan duration, CancellationToken ct)
    {
        var cause = await DemoCause.Find(site, ct);
        var lanes = Enumerable.Range(0, Connections).Select(_ => new GiverLane(site, cause)).ToArray();
        await Task.WhenAll(lanes.Select(lane => lane.Open(ct)));
        var given = new ConcurrentQueue<Guid>();
        await Load.Run(Connections, ServedSite.WarmUp, Once, ct);
        var load = await Load.Run(Connections, duration, Once, ct);
        await Check(lanes[0], [.. given], ct);
        Array.ForEach(lanes, lane => lane.Dispose());
        return load;

        async Task Once(int number, CancellationToken stop) => given.Enqueue(await lanes[number].Give(6000 + number * 100, stop));
    }

    private static async Task Check(GiverLane lane, Guid[] given, CancellationToken ct)
    {
        for (var i = 0; i < given.Length; i += Math.Max(1, given.Length / 1000))
        {
            if (!await lane.Knows(given[i], ct))
            {
                throw new InvalidOperationException($"Gift {given[i]} was acknowledged and is not there.");
            }
        }
    }
}
