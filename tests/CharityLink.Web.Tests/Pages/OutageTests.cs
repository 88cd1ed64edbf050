using CharityLink.Testing;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Pages;

/// <summary>The database goes away and comes back: pages say so, and nobody has to restart anything.</summary>
public sealed class OutageTests
{
    private const int TriesMax = 100;

    // Five seconds and what a busy machine adds to them; the driver's own limit, without ours, is thirty.
    private static readonly TimeSpan ToldWithin = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task While_the_database_is_away_pages_say_so_and_afterwards_they_work_again()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var cluster = await TestCluster.StartDurable(ct);
        await cluster.Server.EnsureDatabase("site", ct);
        await using var app = SiteHost.Start(cluster.Server.ConnectionString("site"), "off", new Dictionary<string, string>(StringComparer.Ordinal));
        var visitor = new Visitor(app.CreateClient());
        Assert.Equal(200, await Until(visitor, "/en", 200, ct));

        await cluster.Server.Stop(ct);
        Assert.Equal(503, await Until(visitor, "/en", 503, ct));
        var away = await visitor.Get("/zh-CN");
        Assert.Equal("马上回来", away.Text("h1"));
        Assert.Equal(TimeSpan.FromSeconds(5), away.Response.Headers.RetryAfter?.Delta);
        Assert.Equal(503, (await visitor.Get("/health/ready")).Status);
        Assert.Equal(200, (await visitor.Get("/health/live")).Status);

        await cluster.Server.Restart(ct);
        Assert.Equal(200, await Until(visitor, "/en", 200, ct));
        Assert.Equal(200, await Until(visitor, "/health/ready", 200, ct));
    }

    [Fact]
    public async Task While_the_database_is_frozen_a_reader_is_told_before_giving_up_and_afterwards_pages_work_again()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var cluster = await TestCluster.StartDurable(ct);
        await cluster.Server.EnsureDatabase("site", ct);
        await using var app = SiteHost.Start(cluster.Server.ConnectionString("site"), "off", new Dictionary<string, string>(StringComparer.Ordinal));
        var visitor = new Visitor(app.CreateClient());
        Assert.Equal(200, await Until(visitor, "/en/programs", 200, ct));

        cluster.Freeze();
        var started = TimeProvider.System.GetTimestamp();
        Assert.Equal(503, await Until(visitor, "/en/programs", 503, ct));
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, ToldWithin);

        cluster.Thaw();
        Assert.Equal(200, await Until(visitor, "/en/programs", 200, ct));
    }

    // A page from the cache may be half a second old, and a lost connection is noticed when it is used.
    private static async Task<int> Until(Visitor visitor, string address, int status, CancellationToken ct)
    {
        var last = 0;
        for (var tries = 0; tries < TriesMax && last != status; tries++)
        {
            last = (await visitor.Get(address)).Status;
            Assert.True(last is 200 or 503, $"{address} answered {last}.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), ct);
        }

        return last;
    }
}
