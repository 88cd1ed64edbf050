using CharityLink.Testing;

namespace CharityLink.Benchmarks;

/// <summary>How long a started city waits for its first page the second time, and what the process holds under load: startup.warm, memory.serving.</summary>
public static class StartupBench
{
    /// <summary>Starts once to load the demo, then three times warm; then pages under load for the memory.</summary>
    public static async Task Run(Report report, CancellationToken ct)
    {
        using var home = TestHome.Create();
        await using (await ServedSite.Start(home, ct))
        {
            // The first start creates the cluster and loads the demo city: not what is measured.
        }

        var warm = new List<double>();
        for (var round = 0; round < 3; round++)
        {
            await using var site = await ServedSite.Start(home, ct);
            warm.Add(site.StartUp.TotalSeconds);
        }

        report.Add(new Figure("startup.warm", Load.Median(warm), "s"));
        await using var loaded = await ServedSite.Start(home, ct);
        await GiftsBench.Measure(loaded, TimeSpan.FromSeconds(10), ct);
        report.Add(new Figure("memory.serving", loaded.WorkingSetMb, "MB"));
    }
}
