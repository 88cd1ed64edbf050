using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CharityLink.EmbeddedPostgres;

/// <summary>Where each file of one cluster lies, and the user whose files they are.</summary>
internal sealed record ClusterFolder(string Root, string? User)
{
    private const int SocketPathMax = 107;
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(20);

    internal string Data => Path.Combine(Root, "data");

    internal string HalfMadeData => Path.Combine(Root, "data.new");

    internal string Log => Path.Combine(Root, "postgres.log");

    internal string Password => Path.Combine(Root, "password");

    internal string Fetched => Path.Combine(Root, "postgres");

    internal string PidFile => Path.Combine(Data, "postmaster.pid");

    internal int? DataMajor => File.Exists(Path.Combine(Data, "PG_VERSION"))
        ? int.Parse(File.ReadAllText(Path.Combine(Data, "PG_VERSION")).Trim(), CultureInfo.InvariantCulture)
        : null;

    /// <summary>Makes the folder and hands it to the user the server runs as: PostgreSQL refuses to run as root.</summary>
    internal static async Task<ClusterFolder> Prepare(string home, Action<string> progress, CancellationToken ct)
    {
        foreach (var candidate in Candidates(home))
        {
            Directory.CreateDirectory(candidate);
            var user = await ServerUser(candidate, ct);
            var folder = new ClusterFolder(candidate, user);
            await folder.GiveToUser(candidate, ct);

            // One step both proves that the user gets there and answers with the path free of links.
            var real = await Tool.Run("/bin/sh", ["-c", "cd \"$1\" && pwd -P", "sh", candidate], user, _limit, ct);
            if (real.Ok)
            {
                return folder with { Root = real.Output };
            }

            if (folder.DataMajor is not null)
            {
                throw new PostgresUnavailableException(
                    $"The user {user} may no longer enter {candidate}, where the data is: let every user enter the folders above it (chmod o+x).");
            }

            Directory.Delete(candidate, recursive: true);
            if (!Directory.Exists(Elsewhere(home)))
            {
                progress($"The user {user} may not enter {home}: the database goes to {Elsewhere(home)}");
            }
        }

        throw new PostgresUnavailableException(
            $"PostgreSQL does not run as root, and no other user may enter {home} or {Elsewhere(home)}: set CHARITYLINK_HOME to a folder that every user may enter.");
    }

    /// <summary>The places where a home's cluster may lie, the better one first.</summary>
    internal static IReadOnlyList<string> Candidates(string home) => [Path.Combine(home, "cluster"), Elsewhere(home)];

    /// <summary>A folder for the socket, whose path the kernel limits; inside the cluster when that is short enough.</summary>
    internal async Task<string> SocketFolder(CancellationToken ct)
    {
        var inside = Path.Combine(Root, "run");
        var fits = Encoding.UTF8.GetByteCount(inside + "/.s.PGSQL.5432.lock") <= SocketPathMax;
        var folder = fits ? Directory.CreateDirectory(inside).FullName : Directory.CreateTempSubdirectory("clpg-").FullName;
        await GiveToUser(folder, ct);
        return folder;
    }

    internal async Task GiveToUser(string path, CancellationToken ct)
    {
        if (User is not null)
        {
            await Tool.Run("chown", [User, path], user: null, _limit, ct);
        }
    }

    /// <summary>Null for ourselves. As root: whose data it is, else PostgreSQL's own account, else the one with no rights at all.</summary>
    private static async Task<string?> ServerUser(string root, CancellationToken ct)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return null;
        }

        var data = await Tool.Run("ls", ["-ld", Path.Combine(root, "data")], user: null, _limit, ct);
        if (data.Ok && data.Output.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, var owner and not "root", ..])
        {
            return owner;
        }

        var postgres = await Tool.Run("id", ["-u", "postgres"], user: null, _limit, ct);
        return postgres.Ok ? "postgres" : "nobody";
    }

    /// <summary>For a home that only root may enter, such as a checkout in /root.</summary>
    private static string Elsewhere(string home) =>
        "/var/lib/charitylink/" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(home)))[..12];
}
