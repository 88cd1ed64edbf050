using Npgsql;

namespace CharityLink.Store;

/// <summary>Reads the log as it lies: pages by position, and the end of a stream.</summary>
internal static class LogQuery
{
    // Positions become visible in ascending order (append_batch.sql), so what is greater than the last one seen is all there is to see.
    private const string PageSql =
        $"select {EventRows.Columns} from events.mt_events e where e.seq_id > $1 and e.seq_id <= $2 order by e.seq_id limit $3";

    private const string LastSql =
        $"select {EventRows.Columns} from events.mt_events e where e.stream_id = $1 order by e.version desc limit 1";

    private const string TextSql = "select e.data::text from events.mt_events e";

    public static async Task<LogPage> Page(NpgsqlDataSource database, EventTypes types, long after, long end, int max, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(PageSql, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<long> { TypedValue = after },
                new NpgsqlParameter<long> { TypedValue = end },
                new NpgsqlParameter<int> { TypedValue = max },
            },
        };
        await command.PrepareAsync(ct);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var events = new List<Recorded>(Math.Min(max, 1024));
        while (await rows.ReadAsync(ct))
        {
            events.Add(EventRows.Read(rows, types));
        }

        return new(events.Count > 0 ? events[^1].Position : after, events);
    }

    /// <summary>The position of the last event; 0 when there is none.</summary>
    public static async Task<long> End(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select coalesce(max(seq_id), 0) from events.mt_events");
        return await command.ExecuteScalarAsync(ct) as long? ?? 0;
    }

    public static Task<HashSet<string>> Mentioned(NpgsqlDataSource database, IReadOnlyCollection<string> hashes, CancellationToken ct) =>
        Mentions.Hashes(database, TextSql, hashes, ct);

    public static Task<IReadOnlySet<Guid>> MentionedIds(NpgsqlDataSource database, IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        Mentions.Ids(database, TextSql, ids, ct);

    public static async Task<Recorded?> Last(NpgsqlDataSource database, EventTypes types, Guid streamId, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(LastSql, connection)
        {
            Parameters = { new NpgsqlParameter<Guid> { TypedValue = streamId } },
        };
        await command.PrepareAsync(ct);
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? EventRows.Read(row, types) : null;
    }
}
