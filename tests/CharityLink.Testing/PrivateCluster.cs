using CharityLink.EmbeddedPostgres;

namespace CharityLink.Testing;

/// <summary>A cluster that one test has to itself, to kill and restart as it likes.</summary>
public sealed class PrivateCluster(PostgresCluster server, TestHome home) : IAsyncDisposable
{
    /// <summary>The running server.</summary>
    public PostgresCluster Server { get; } = server;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        home.Dispose();
    }
}
