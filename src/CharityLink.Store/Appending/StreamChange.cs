namespace CharityLink.Store;

/// <summary>Events to add to one stream. Several of these may go into one append: all are written or none.</summary>
/// <param name="StreamId">The stream.</param>
/// <param name="StreamType">Alias of the aggregate, snake_case (<c>donation</c>).</param>
/// <param name="ExpectedVersion">The version the decision was made on; 0 for a stream that must not exist yet.</param>
/// <param name="Events">The facts, in order. None: the stream is only held, so that the append is refused when it has moved on; many may hold one stream at once.</param>
public sealed record StreamChange(Guid StreamId, string StreamType, long ExpectedVersion, IReadOnlyList<object> Events);

/// <summary>How an append ended: exactly one of the three below.</summary>
public abstract record AppendResult
{
    private AppendResult()
    {
    }

    /// <summary>Durable. <paramref name="Position"/> is that of the append's last event.</summary>
    public sealed record Appended(long Position) : AppendResult;

    /// <summary>Somebody else was first: the stream stands at another version than expected. Nothing was written.</summary>
    public sealed record VersionConflict(Guid StreamId, long ExpectedVersion, long ActualVersion) : AppendResult;

    /// <summary>The command id was used before, with this hash, up to this position. Nothing was written.</summary>
    public sealed record AlreadyDone(long Position, string? CommandHash) : AppendResult;
}

/// <summary>A stream as read: its events and its version (0 when it does not exist).</summary>
public sealed record StreamSlice(long Version, IReadOnlyList<Recorded> Events);

/// <summary>A stream's facts alone, for those who decide on them: in order, with its version and the position of the last one (both 0 when it does not exist).</summary>
public sealed record StreamFacts(long Version, long Position, IReadOnlyList<object> Facts);

/// <summary>A page of the log. <paramref name="ReadUpTo"/> is the position the next page starts after.</summary>
public sealed record LogPage(long ReadUpTo, IReadOnlyList<Recorded> Events)
{
    /// <summary>The same page with only some of its facts. One that cannot be read is among them: who carries it in finds out.</summary>
    internal LogPage Only(Func<object, bool> heeded) => this with { Events = Events.Where(recorded => IsAmong(recorded, heeded)).ToArray() };

    private static bool IsAmong(Recorded recorded, Func<object, bool> heeded)
    {
        try
        {
            return heeded(recorded.Data);
        }
        catch (Exception unreadable) when (unreadable is not OutOfMemoryException)
        {
            return true;
        }
    }
}

/// <summary>What is remembered of a command that was carried out.</summary>
public sealed record CommandRecord(Guid CommandId, string? CommandHash, long Position);
