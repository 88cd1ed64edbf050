namespace CharityLink.EmbeddedPostgres;

/// <summary>Where a private cluster lives and how much it may risk for speed.</summary>
public sealed record PostgresOptions
{
    /// <summary>The folder that holds the cluster, its password, its log and its lock.</summary>
    public required string Home { get; init; }

    /// <summary>False lets a crash lose data: only for tests that do not test durability.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>Settings for postgresql.conf that win over ours.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The only folder to take PostgreSQL's programs from; null means search the machine.</summary>
    public string? BinFolder { get; init; } = Environment.GetEnvironmentVariable("CHARITYLINK_PG_BIN");

    /// <summary>Hears a short line before each step that may take a while.</summary>
    public Action<string> Progress { get; init; } = static _ => { };
}
