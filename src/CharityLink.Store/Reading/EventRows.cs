using Npgsql;

namespace CharityLink.Store;

/// <summary>The columns an event is read from, and how a row becomes a <see cref="Recorded"/>.</summary>
internal static class EventRows
{
    /// <summary>In the order <see cref="Read"/> takes them, of <c>mt_events</c> under the name <c>e</c>.</summary>
    public const string Columns =
        "e.seq_id, e.id, e.stream_id, e.version, e.type, e.timestamp, e.user_name, e.correlation_id, e.causation_id, e.headers, e.data";

    public static Recorded Read(NpgsqlDataReader row, EventTypes types) => new(types, row.GetFieldValue<byte[]>(10))
    {
        Position = row.GetInt64(0),
        Id = row.GetGuid(1),
        StreamId = row.GetGuid(2),
        Version = row.GetInt64(3),
        Type = row.GetString(4),
        At = row.GetFieldValue<DateTimeOffset>(5),
        Metadata = Metadata(Text(row, 6), Text(row, 7), Text(row, 8)),
        Headers = Text(row, 9),
    };

    private static EventMetadata Metadata(string? userName, string? correlationId, string? causationId) =>
        userName is null && correlationId is null && causationId is null
            ? EventMetadata.None
            : new(userName, correlationId, causationId);

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
