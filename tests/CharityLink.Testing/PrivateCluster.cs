using System.Diagnostics;
using System.Globalization;
using CharityLink.EmbeddedPostgres;

namespace CharityLink.Testing;

/// <summary>A cluster that one test has to itself, to kill, freeze and restart as it likes.</summary>
public sealed class PrivateCluster(PostgresCluster server, TestHome home) : IAsyncDisposable
{
    private string[] frozen = [];

    /// <summary>The running server.</summary>
    public PostgresCluster Server { get; } = server;

    /// <summary>Stops every process of the server where it stands: it keeps its connections, takes new ones, and answers none.</summary>
    public void Freeze()
    {
        var postmaster = (Server.Pid ?? throw new InvalidOperationException("The server is down.")).ToString(CultureInfo.InvariantCulture);
        // The postmaster first, so that it does not start another one meanwhile.
        Signal("-STOP", postmaster);
        frozen = [postmaster, .. File.ReadAllText($"/proc/{postmaster}/task/{postmaster}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        Signal("-STOP", frozen);
    }

    /// <summary>Lets it go on.</summary>
    public void Thaw()
    {
        if (frozen.Length > 0)
        {
            Signal("-CONT", frozen);
            frozen = [];
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Thaw();
        await Server.DisposeAsync();
        home.Dispose();
    }

    private static void Signal(string signal, params string[] processes)
    {
        using var kill = Process.Start("kill", [signal, .. processes]);
        kill.WaitForExit();
    }
}
