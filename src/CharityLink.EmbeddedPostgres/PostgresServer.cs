namespace CharityLink.EmbeddedPostgres;

/// <summary>Starts and stops the server program over one data folder, and copes with whatever the last run left there.</summary>
internal sealed class PostgresServer(ClusterFolder folder, PostgresBinaries binaries, string socketFolder, Action<string> progress)
{
    // Replaying the log after a crash may take minutes on a slow disk.
    private static readonly TimeSpan _startLimit = TimeSpan.FromMinutes(10);

    // What a batch needed is kept for the next one: the GNU library gives it back to the system and takes it again, each time. Others do not know these names.
    private static readonly Dictionary<string, string> _memory = new(StringComparer.Ordinal)
    {
        ["MALLOC_TRIM_THRESHOLD_"] = "33554432", ["MALLOC_MMAP_THRESHOLD_"] = "4194304", ["MALLOC_TOP_PAD_"] = "1048576",
    };

    /// <summary>pg_ctl gives the server a session of its own, so the terminal's Ctrl-C does not reach it and we stop it in order.</summary>
    internal async Task Start(CancellationToken ct)
    {
        await ClearLeftovers(ct);
        if (File.Exists(folder.Log))
        {
            File.Move(folder.Log, folder.Log + ".old", overwrite: true);
        }

        var seconds = $"{_startLimit.TotalSeconds:0}";
        string[] arguments = ["start", "--pgdata", folder.Data, "--log", folder.Log, "--wait", "--timeout", seconds, "--silent"];
        var answer = await Tool.Run(binaries.PgCtl, arguments, folder.User, _startLimit, ct, _memory);
        if (!answer.Ok)
        {
            ServerProcesses.KillAll(folder.Data);
            throw new PostgresUnavailableException($"PostgreSQL did not start: {Complaint() ?? answer.Output}. Its log is {folder.Log}.");
        }
    }

    /// <summary>Rolls back what is open and writes everything down; harder, when the server does not obey in time.</summary>
    internal async Task Stop(CancellationToken ct)
    {
        foreach (var mode in new[] { "fast", "immediate" })
        {
            if (ServerProcesses.Postmaster(folder.Data) is null)
            {
                break;
            }

            string[] arguments = ["stop", "--pgdata", folder.Data, "--mode", mode, "--wait", "--timeout", "60", "--silent"];
            await Tool.Run(binaries.PgCtl, arguments, folder.User, TimeSpan.FromSeconds(70), ct);
        }

        ServerProcesses.KillAll(folder.Data);
    }

    private async Task ClearLeftovers(CancellationToken ct)
    {
        if (ServerProcesses.Of(folder.Data).Count > 0)
        {
            progress("Stopping the PostgreSQL that a killed run left behind");
            await Stop(ct);
        }

        // The number in these files may by now be another program's, which PostgreSQL would take for a running server.
        // No process works in the data folder any more, so they protect nothing.
        foreach (var file in Directory.EnumerateFiles(socketFolder, ".s.PGSQL.*").Append(folder.PidFile))
        {
            File.Delete(file);
        }
    }

    private string? Complaint() => File.Exists(folder.Log)
        ? File.ReadLines(folder.Log).LastOrDefault(l => l.Contains("FATAL", StringComparison.Ordinal) || l.Contains("PANIC", StringComparison.Ordinal))
        : null;
}
