#pragma warning disable CS9113
using Npgsql;

namespace CharityLink.Store;

/// <summary>Appends to streams and reads them back: every event once, in one order, durable when acknowledged.</summary>
public sealed class EventStore(NpgsqlDataSource database, EventTypes types, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>Creates the schema <c>events</c> where it is missing. Safe to call from several nodes at once.</summary>
    public Task CreateSchema(CancellationToken ct) => throw new NotSupportedException();

    /// <summary>Writes all of <paramref name="changes"/> or nothing; returns when it is durable.</summary>
    public Task<AppendResult> Append(IReadOnlyList<StreamChange> changes, EventMetadata metadata, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>A stream's events after a version, in order.</summary>
    public Task<StreamSlice> ReadStream(Guid streamId, long afterVersion, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>A stream's last event, or null when there is none.</summary>
    public Task<Recorded?> ReadLast(Guid streamId, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>At most <paramref name="max"/> events of the log after a position, in order.</summary>
    public Task<LogPage> ReadLog(long after, int max, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>What became of a command id, or null when it was never carried out.</summary>
    public Task<CommandRecord?> FindCommand(Guid commandId, CancellationToken ct) => throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
