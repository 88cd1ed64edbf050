using CharityLink.EmbeddedPostgres;

namespace CharityLink.Testing;

/// <summary>One PostgreSQL for all tests of a process: started when first asked for, gone with the process.</summary>
public static class TestCluster
{
    private static readonly Lazy<Task<PostgresCluster>> _shared = new(StartShared);

    /// <summary>The shared cluster, which forgets on a crash; tests of durability start their own with <see cref="StartDurable"/>.</summary>
    public static Task<PostgresCluster> Shared() => _shared.Value;

    /// <summary>A cluster of the caller's own that keeps what it acknowledged, to be killed and restarted; its folder goes with it.</summary>
    public static async Task<PrivateCluster> StartDurable(CancellationToken ct)
    {
        var home = TestHome.Create();
        var cluster = await PostgresCluster.Start(new PostgresOptions { Home = home.Path }, ct);
        return new PrivateCluster(cluster, home);
    }

    private static async Task<PostgresCluster> StartShared()
    {
        TestHome.RemoveLeftovers();
        var home = TestHome.Create();
        var cluster = await PostgresCluster.Start(new PostgresOptions { Home = home.Path, Durable = false }, CancellationToken.None);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            // The process ends when this handler does, so it has to wait.
            cluster.DisposeAsync().AsTask().GetAwaiter().GetResult();
            home.Dispose();
        };
        return cluster;
    }
}
