using Npgsql;

namespace CharityLink.Store;

/// <summary>Tables made only from events, so that they can always be made again. One class holds the DDL, the change and the queries.</summary>
public interface IReadModel
{
    /// <summary>Stable name, snake_case: key of its checkpoint.</summary>
    string Name { get; }

    /// <summary>Raise it when the tables or their meaning change: the model is then rebuilt beside the old and swapped in.</summary>
    int Version { get; }

    /// <summary>The tables this model owns, unqualified; swapped as a whole.</summary>
    IReadOnlyList<string> Tables { get; }

    /// <summary>SQL that creates them, names unqualified.</summary>
    string Ddl { get; }

    /// <summary>Does this fact concern the model? What does not is never carried to it, and costs it nothing. A model that comes to heed more is another version.</summary>
    bool Heeds(object fact) => true;

    /// <summary>Carries a batch of the log, as far as it concerns the model, into the tables, inside the open transaction of <paramref name="connection"/>.
    /// Set-based: one statement per table. Takes time and chance from the events only.</summary>
    Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct);
}

/// <summary>Durable "when this happened, do that": sees every event that concerns it at least once, in order, one node at a time.</summary>
public interface IReaction
{
    /// <summary>Stable name, snake_case: key of its checkpoint.</summary>
    string Name { get; }

    /// <summary>Does this fact concern the reaction? What does not is never carried to it, and costs it nothing.</summary>
    bool Heeds(object fact) => true;

    /// <summary>Acts on a batch. May be called again with events seen before: ids of commands sent must come from the events.</summary>
    Task React(IReadOnlyList<Recorded> batch, CancellationToken ct);
}

/// <summary>Where a read model or reaction stands.</summary>
/// <param name="Name">The read model or reaction.</param>
/// <param name="Version">The version in service; 0 for reactions.</param>
/// <param name="State"><c>live</c>, <c>catching_up</c>, <c>rebuilding</c>, <c>standby</c> (another node runs it), <c>retrying</c> or <c>stopped</c> (poison event: see Error).</param>
/// <param name="Position">Everything up to here is carried in.</param>
/// <param name="Error">Why it stopped or retries: position and event type, never the event's content.</param>
public sealed record FollowerStatus(string Name, int Version, string State, long Position, string? Error);
