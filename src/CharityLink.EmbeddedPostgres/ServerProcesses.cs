using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace CharityLink.EmbeddedPostgres;

/// <summary>The living processes of one cluster: each of them works in its data folder, whoever started it.</summary>
internal static class ServerProcesses
{
    private const int Kill = 9;

    internal static IReadOnlyList<int> Of(string data) =>
        OperatingSystem.IsLinux()
            ? [.. Directory.EnumerateDirectories("/proc").Select(ProcessId).OfType<int>().Where(id => WorksIn(id, data))]
            : FromPidFile(data);

    /// <summary>The postmaster that the data folder's pid file names; null when it is gone, whatever now has its number.</summary>
    internal static int? Postmaster(string data) =>
        PidInFile(data) is { } pid && Of(data).Contains(pid) ? pid : null;

    /// <summary>Ends them all as a power cut would, the postmaster first so that it cannot start another.</summary>
    internal static void KillAll(string data)
    {
        if (Postmaster(data) is { } postmaster)
        {
            _ = Signal(postmaster, Kill);
        }

        var limit = Stopwatch.StartNew();
        for (var alive = Of(data); alive.Count > 0; alive = Of(data))
        {
            if (limit.Elapsed > TimeSpan.FromSeconds(10))
            {
                throw new PostgresUnavailableException(
                    $"PostgreSQL's processes {string.Join(", ", alive)} in {data} cannot be ended: end them by hand.");
            }

            foreach (var id in alive)
            {
                _ = Signal(id, Kill);
                AwaitEnd(id);
            }
        }
    }

    // A moment at most: the list is made again anyway, and one that stays is told of above.
    private static void AwaitEnd(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            _ = process.WaitForExit(TimeSpan.FromMilliseconds(100));
        }
        catch (ArgumentException)
        {
            // Gone already.
        }
    }

    internal static int? PidInFile(string data)
    {
        var file = Path.Combine(data, "postmaster.pid");
        return File.Exists(file) && int.TryParse(File.ReadLines(file).FirstOrDefault(), CultureInfo.InvariantCulture, out var pid)
            ? pid
            : null;
    }

    private static int? ProcessId(string folder) =>
        int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : null;

    private static bool WorksIn(int id, string data)
    {
        try
        {
            return new FileInfo($"/proc/{id}/cwd").LinkTarget == data;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone since, or another user's: not ours in both cases.
            return false;
        }
    }

    /// <summary>Without /proc only the postmaster is known; its children end by themselves when it does.</summary>
    private static int[] FromPidFile(string data)
    {
        if (PidInFile(data) is not { } pid)
        {
            return [];
        }

        try
        {
            using var process = Process.GetProcessById(pid);
            return process.ProcessName.Contains("postgres", StringComparison.Ordinal) ? [pid] : [];
        }
        catch (ArgumentException)
        {
            return [];
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int pid, int signal);
}
