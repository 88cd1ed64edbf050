namespace CharityLink.Store;

/// <summary>How long the store tries, and how much it takes at once.</summary>
public sealed record EventStoreOptions
{
    /// <summary>How long a caller waits for an append before it is told that the store is not available.</summary>
    public TimeSpan AppendAtMost { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After this the server gives up a statement: nobody waits longer for somebody else's trouble.</summary>
    public TimeSpan StatementAtMost { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Appends in one commit at most.</summary>
    public int BatchMax { get; init; } = 512;

    /// <summary>Connections that append. Batches still commit one after the other; a second one is prepared meanwhile.</summary>
    public int Writers { get; init; } = 2;

    /// <summary>Connections that read streams and commands, each many at a time.</summary>
    public int Readers { get; init; } = 2;

    /// <summary>How much of the streams read last is kept in memory, in bytes of JSON; as objects they take about as much.</summary>
    public long CacheBytes { get; init; } = 64 * 1024 * 1024;
}
