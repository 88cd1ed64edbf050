using Npgsql;

namespace CharityLink.Store;

/// <summary>What a <see cref="Runner"/> carries the log into: a read model or a reaction.</summary>
internal interface IFollower
{
    string Name { get; }

    int Version { get; }

    bool Heeds(object fact);

    /// <summary>Makes ready to follow. The position to go on from, or null when a newer program has taken over.</summary>
    Task<long?> Prepare(NpgsqlConnection leader, Action<string> report, CancellationToken ct);

    /// <summary>Carries in what concerns it of a page, which is something, and saves the checkpoint. Throws <see cref="PoisonException"/> at an event that cannot be carried.</summary>
    Task Carry(LogPage page, string state, NpgsqlConnection leader, CancellationToken ct);

    /// <summary>Called about every second, between pages: proves the connection alive. The new position when tables were exchanged, else null.</summary>
    Task<long?> Tend(NpgsqlConnection leader, CancellationToken ct);
}

/// <summary>An event that a follower cannot take: it says where and of which type, never what is in it.</summary>
internal sealed class PoisonException(Recorded poison, Exception fault)
    : Exception($"position {poison.Position} ({poison.Type}): {Kind(fault)}", fault)
{
    // Messages of faults may quote the event: the kind of fault must do.
    public static string Kind(Exception fault) =>
        fault is PostgresException refused ? $"{nameof(PostgresException)} {refused.SqlState}" : fault.GetType().Name;
}
