using System.Globalization;
using System.Text.RegularExpressions;

namespace CharityLink.EmbeddedPostgres;

/// <summary>A folder of PostgreSQL's server programs and the major version they are.</summary>
internal sealed partial record PostgresBinaries(string Folder, int Major)
{
    /// <summary>The oldest major version whose SQL the store relies on.</summary>
    internal const int MajorMin = 15;

    internal string Initdb => Path.Combine(Folder, "initdb");

    internal string PgCtl => Path.Combine(Folder, "pg_ctl");

    /// <summary>Null when the folder lacks a program or its postgres does not run.</summary>
    internal static async Task<PostgresBinaries?> In(string folder, CancellationToken ct)
    {
        var server = new FileInfo(Path.Combine(folder, "postgres"));
        if (!server.Exists)
        {
            return null;
        }

        // A link in /usr/local/bin leads to the folder that has the others beside it.
        var real = Path.GetDirectoryName(server.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? server.FullName)!;
        if (!File.Exists(Path.Combine(real, "initdb")) || !File.Exists(Path.Combine(real, "pg_ctl")))
        {
            return null;
        }

        var answer = await Tool.Run(Path.Combine(real, "postgres"), ["--version"], user: null, TimeSpan.FromSeconds(20), ct);
        var version = VersionNumber().Match(answer.Output);
        return answer.Ok && version.Success
            ? new PostgresBinaries(real, int.Parse(version.Groups["major"].ValueSpan, CultureInfo.InvariantCulture))
            : null;
    }

    [GeneratedRegex(@"\(PostgreSQL\) (?<major>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VersionNumber();
}
