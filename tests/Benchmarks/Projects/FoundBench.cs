using System.Globalization;
using System.Text;
using Npgsql;

namespace CharityLink.Benchmarks;

/// <summary>Crowdfunded projects: their page under load, and the list of three thousand that take gifts. projects.page, projects.list.3000.</summary>
public static class FoundBench
{
    private const int Projects = 3000;
    private const int PageBytesMax = 60 * 1024;

    // As many as two cores work on at a time, and as many waiting: what a list costs, not how long a queue is.
    private const int Readers = 4;

    private const string LoadedSql =
        """
        select exists (select from identity.milestone where name = 'demo')
           and not exists (select from read.follower where position < (select max(seq_id) from events.mt_events))
        """;

    private static readonly string[] _questions =
    [
        "sort=EndingSoon", "sort=Newest&page=7", "sort=ClosestToGoal", "sort=NeedsMost&need=half", "place=440703", "place=440781&kind=schooling", "kind=village_works&sort=NeedsMost", "model=AllOrNothing",
        "q=%E6%9D%91", "q=taishan", "q=village&sort=ClosestToGoal&page=3", "stage=all&page=100", "q=nothing+like+it", "place=440705&model=KeepWhatIsRaised&need=half&sort=Newest",
    ];

    /// <summary>Builds the city once, serves it, measures both.</summary>
    public static async Task Run(Report report, CancellationToken ct)
    {
        await using var city = await ProjectCity.Build(Projects, ct);
        await using var site = await ServedSite.Start(home: null, ct, city.ConnectionString);
        await Shown(city.ConnectionString, ct);
        await Page(report, site, $"/zh-CN/projects/{city.Projects[42]}", ct);
        await List(report, site, ct);
    }

    private static async Task Page(Report report, ServedSite site, string path, CancellationToken ct)
    {
        var bytes = (await Text(site, path, ct)).Length;
        var load = await PagesBench.Measure(site, path, ct);
        report.Add(new Figure("projects.page", load.PerSecond, "pages/s", P99Ms: load.P99Ms));
        report.Add(new Figure("projects.page.size", bytes / 1024d, "KB", PageBytesMax / 1024d, bytes / (double)PageBytesMax));
    }

    // Each question is asked under an address of its own, so that none is answered from the cache.
    private static async Task List(Report report, ServedSite site, CancellationToken ct)
    {
        var lanes = Enumerable.Range(0, Readers).Select(_ => new HttpLane(site.Address)).ToArray();
        var asked = 0;
        await Load.Run(Readers, ServedSite.WarmUp, Once, ct);
        var load = await Load.Run(Readers, TimeSpan.FromSeconds(10), Once, ct);
        Array.ForEach(lanes, lane => lane.Dispose());
        report.Add(new Figure("projects.list.3000", load.PerSecond, "lists/s", P99Ms: load.P99Ms));

        async Task Once(int number, CancellationToken stop)
        {
            var turn = Interlocked.Increment(ref asked);
            var path = string.Create(CultureInfo.InvariantCulture, $"/zh-CN/projects?{_questions[turn % _questions.Length]}&turn={turn}");
            if (await lanes[number].Send(site.Get(path), keepBody: false, stop) is { Status: not 200 } wrong)
            {
                throw new InvalidOperationException($"{path} answered {wrong.Status}.");
            }
        }
    }

    // The demonstration has to be in, and everything that follows the log at its end: else its loading is measured, too.
    private static async Task Shown(string connectionString, CancellationToken ct)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        for (var tries = 0; tries < 1_200; tries++)
        {
            await using var command = database.CreateCommand(LoadedSql);
            if (await command.ExecuteScalarAsync(ct) is true)
            {
                return;
            }

            await Task.Delay(100, ct);
        }

        throw new TimeoutException("The demonstration was not loaded within two minutes.");
    }

    private static async Task<byte[]> Text(ServedSite site, string path, CancellationToken ct)
    {
        using var lane = new HttpLane(site.Address);
        return (await lane.Send(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {site.Address}\r\n\r\n"), keepBody: true, ct)).Body;
    }
}
