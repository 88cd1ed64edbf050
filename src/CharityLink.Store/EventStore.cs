using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CharityLink.Store;

/// <summary>Appends to streams and reads them back: every event once, in one order, durable when acknowledged.</summary>
public sealed class EventStore : IAsyncDisposable
{
    private readonly NpgsqlDataSource database;
    private readonly EventTypes types;
    private readonly GroupCommit commits;
    private readonly GroupRead<StreamAsk, StoredFacts> facts;
    private readonly GroupRead<StreamAsk, StreamSlice> streams;
    private readonly GroupRead<Guid, CommandRecord?> commands;
    private readonly FactCache cache;
    private readonly CommitSignal written = new();
    private readonly CancellationTokenSource closing = new();
    private readonly Lazy<Task> announcing;

    /// <summary>Opens nothing yet: connections are made when they are first needed.</summary>
    public EventStore(NpgsqlDataSource database, EventTypes types, TimeProvider clock, EventStoreOptions? options = null, ILogger<EventStore>? log = null)
    {
        (this.database, this.types) = (database, types);
        var (limits, logger) = (options ?? new(), log ?? NullLogger<EventStore>.Instance);
        commits = new(limits, () => new BatchWriter(database, clock, limits, Written, logger));
        cache = new(limits.CacheBytes);
        facts = new(limits.Readers, ct => FactQuery.Open(database, limits, ct), limits, logger);
        streams = new(1, ct => StreamQuery.Open(database, types, limits, ct), limits, logger);
        commands = new(1, ct => CommandQuery.Open(database, limits, ct), limits, logger);
        announcing = new(() => Task.Run(() => new Announcer(database, Node, written, logger).Run(closing.Token)));
    }

    /// <summary>The names under which events are stored.</summary>
    internal EventTypes Types => types;

    /// <summary>What this node is called among those on the same database, for as long as it runs.</summary>
    internal string Node { get; } = Guid.CreateVersion7().ToString("N");

    /// <summary>How followers of the log hear that it has grown, by this node or another.</summary>
    internal CommitSignal Signal { get; } = new();

    /// <summary>Creates the schema <c>events</c> where it is missing. Safe to call from several nodes at once.</summary>
    public Task CreateSchema(CancellationToken ct) => EventSchema.Create(database, ct);

    /// <summary>Writes all of <paramref name="changes"/> or nothing; returns when it is durable.</summary>
    /// <exception cref="StoreUnavailableException">The database did not answer in time; whether it was written is unknown.</exception>
    /// <exception cref="ArgumentException">A fact that can never be stored: unknown type, too large, or holding U+0000.</exception>
    public Task<AppendResult> Append(IReadOnlyList<StreamChange> changes, EventMetadata metadata, CancellationToken ct)
    {
        AppendRules.Check(changes, metadata);
        _ = announcing.Value;
        return commits.Append(new PendingAppend(changes, EncodedEvent.All(changes, metadata, types), metadata), ct);
    }

    /// <summary>All facts of a stream, in order, without what is known about each: the cheapest way to decide on it.</summary>
    public async Task<StreamFacts> ReadFacts(Guid streamId, CancellationToken ct)
    {
        var known = cache.Find(streamId);
        var now = (await facts.Ask(new(streamId, known.Stream.Version), ct)).After(known, types);
        if (!ReferenceEquals(now, known))
        {
            cache.Keep(streamId, now);
        }

        return now.Stream;
    }

    /// <summary>A stream's events after a version, in order.</summary>
    public Task<StreamSlice> ReadStream(Guid streamId, long afterVersion, CancellationToken ct) =>
        streams.Ask(new(streamId, afterVersion), ct);

    /// <summary>A stream's last event, or null when there is none.</summary>
    public Task<Recorded?> ReadLast(Guid streamId, CancellationToken ct) => LogQuery.Last(database, types, streamId, ct);

    /// <summary>At most <paramref name="max"/> events of the log after a position, in order.</summary>
    public Task<LogPage> ReadLog(long after, int max, CancellationToken ct) => LogQuery.Page(database, types, after, long.MaxValue, max, ct);

    /// <summary>The position of the last event; 0 when there is none.</summary>
    public Task<long> ReadEnd(CancellationToken ct) => LogQuery.End(database, ct);

    /// <summary>Which of these SHA-256 hashes (lower-case hex) stand anywhere in an event, of a kind this program knows or not. Reads the whole log: for what is done once a day.</summary>
    public async Task<IReadOnlySet<string>> ReadMentioned(IReadOnlyCollection<string> hashes, CancellationToken ct) => await LogQuery.Mentioned(database, hashes, ct);

    /// <summary>Which of these ids stand anywhere in an event, of a kind this program knows or not. Reads the whole log: for what is done once a day.</summary>
    public Task<IReadOnlySet<Guid>> ReadMentionedIds(IReadOnlyCollection<Guid> ids, CancellationToken ct) => LogQuery.MentionedIds(database, ids, ct);

    /// <summary>What became of a command id, or null when it was never carried out.</summary>
    public Task<CommandRecord?> FindCommand(Guid commandId, CancellationToken ct) => commands.Ask(commandId, ct);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await commits.DisposeAsync();
        await facts.DisposeAsync();
        await streams.DisposeAsync();
        await commands.DisposeAsync();
        cache.Dispose();
        await closing.CancelAsync();
        if (announcing.IsValueCreated)
        {
            await announcing.Value;
        }

        closing.Dispose();
    }

    private void Written(long position)
    {
        Signal.Reached(position);
        written.Reached(position);
    }
}
