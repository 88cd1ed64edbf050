using System.Text;

namespace CharityLink.Store;

/// <summary>One event as it stands in the log, for those who follow it: where, when, by whom, and the fact itself.</summary>
/// <remarks>The fact is decoded from JSON (and upcast to its newest shape) on first use, so a reader that only skips pays nothing.</remarks>
public sealed class Recorded
{
    private readonly EventTypes types;
    private readonly byte[] json;
    private EventMetadata metadata = EventMetadata.None;
    private string? headers;
    private object? data;

    /// <summary>An event from its stored JSON.</summary>
    public Recorded(EventTypes types, string json)
        : this(types, Encoding.UTF8.GetBytes(json))
    {
    }

    internal Recorded(EventTypes types, byte[] json) => (this.types, this.json) = (types, json);

    /// <summary>The place in the one order of all events (<c>seq_id</c>): ascending, with holes where appends were rolled back.</summary>
    public required long Position { get; init; }

    /// <summary>The event's own id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The stream it belongs to.</summary>
    public required Guid StreamId { get; init; }

    /// <summary>Its number within the stream, from 1 without holes.</summary>
    public required long Version { get; init; }

    /// <summary>The stored name, snake_case: <c>donation_paid</c>.</summary>
    public required string Type { get; init; }

    /// <summary>When it was appended, by the writer's clock, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who caused it and by which command.</summary>
    public required EventMetadata Metadata
    {
        get => Volatile.Read(ref headers) is { } stored ? WithHeaders(stored) : metadata;
        init => metadata = value;
    }

    /// <summary>The fact, or <see cref="UnknownEvent"/> where this program has no type of that name.</summary>
    public object Data => data ??= types.Decode(Type, json);

    /// <summary>The stored headers, which complete <see cref="Metadata"/> when somebody asks for it.</summary>
    internal string? Headers
    {
        init => headers = value;
    }

    // Several followers may ask at once: each makes the same, and whose is kept does not matter.
    private EventMetadata WithHeaders(string stored)
    {
        metadata = MetadataHeaders.Complete(metadata, stored);
        Volatile.Write(ref headers, null);
        return metadata;
    }
}

/// <summary>A fact written by a newer program, kept as it stands: read models pass over it, aggregates refuse to load.</summary>
public sealed record UnknownEvent(string Type, string Json);
