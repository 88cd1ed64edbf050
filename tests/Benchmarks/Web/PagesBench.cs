namespace CharityLink.Benchmarks;

/// <summary>Public pages under load: pages.home, pages.division, pages.program, beside the lightest route of the same server.</summary>
public static class PagesBench
{
    private const int Connections = 64;
    private static readonly TimeSpan _round = TimeSpan.FromSeconds(4);

    /// <summary>Requests a second per page; the reference is the health check, which only writes a word.</summary>
    public static async Task Run(Report report, CancellationToken ct)
    {
        await using var site = await ServedSite.Start(home: null, ct);
        var program = await DemoCause.Find(site, ct);
        var reference = await Measure(site, "/health/live", ct, ServedSite.WarmUp);
        foreach (var (name, path) in new[] { ("pages.home", "/zh-CN"), ("pages.division", "/zh-CN/divisions/440703"), ("pages.program", program.Page) })
        {
            var load = await Measure(site, path, ct);
            report.Add(new Figure(name, load.PerSecond, "pages/s", reference.PerSecond, load.PerSecond / reference.PerSecond, load.P99Ms));
        }
    }

    /// <summary>One page asked for by many at once.</summary>
    public static async Task<LoadResult> Measure(ServedSite site, string path, CancellationToken ct, TimeSpan? warmUp = null)
    {
        var lanes = Enumerable.Range(0, Connections).Select(_ => new HttpLane(site.Address)).ToArray();
        var request = site.Get(path);
        await Load.Run(Connections, warmUp ?? TimeSpan.FromSeconds(1.5), Once, ct);
        var result = await Load.Run(Connections, _round, Once, ct);
        Array.ForEach(lanes, lane => lane.Dispose());
        return result;

        async Task Once(int number, CancellationToken stop)
        {
            if (await lanes[number].Send(request, keepBody: false, stop) is { Status: not 200 } wrong)
            {
                throw new InvalidOperationException($"{path} answered {wrong.Status}.");
            }
        }
    }
}
