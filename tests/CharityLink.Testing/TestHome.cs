using System.Diagnostics;
using System.Globalization;
using CharityLink.EmbeddedPostgres;

namespace CharityLink.Testing;

/// <summary>A folder of a test's own under the temporary folder, named after the process so that a later run can tell what is left over.</summary>
public sealed class TestHome : IDisposable
{
    private const string Prefix = "charitylink-test-";

    private TestHome(string path) => Path = path;

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>An empty folder that <see cref="Dispose"/> removes with whatever runs in it.</summary>
    public static TestHome Create()
    {
        var folder = Directory.CreateTempSubdirectory(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-"));
        // The server may run as another user, who must be able to enter.
        if (!OperatingSystem.IsWindows())
        {
            folder.UnixFileMode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        }

        return new TestHome(folder.FullName);
    }

    /// <summary>Ends and deletes what killed test runs left behind.</summary>
    public static void RemoveLeftovers()
    {
        foreach (var folder in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), Prefix + "*"))
        {
            var owner = System.IO.Path.GetFileName(folder)[Prefix.Length..].Split('-')[0];
            if (int.TryParse(owner, CultureInfo.InvariantCulture, out var pid) && !IsAlive(pid))
            {
                try
                {
                    PostgresCluster.Discard(folder);
                }
                catch (IOException)
                {
                    // Another run that began at the same moment is removing it.
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => PostgresCluster.Discard(Path);

    private static bool IsAlive(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
