using System.Runtime.InteropServices;
using Npgsql;
using NpgsqlTypes;

namespace CharityLink.Store;

/// <summary>Which stream, and after which version.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StreamAsk(Guid StreamId, long AfterVersion);

/// <summary>Reads many streams in one indexed query.</summary>
internal sealed class StreamQuery : IGroupQuery<StreamAsk, StreamSlice>
{
    // The lateral keeps one index scan per stream whatever the size of the log.
    private const string Sql =
        $"""
        select {EventRows.Columns}, a.n
          from unnest($1, $2) with ordinality a (stream_id, after, n)
         cross join lateral (select * from events.mt_events m
                              where m.stream_id = a.stream_id and m.version > a.after
                              order by m.version) e
        """;

    private const string VersionSql = "select coalesce(version, 0) from events.mt_streams where id = $1";

    private readonly EventTypes types;
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlCommand command;
    private readonly NpgsqlParameter<Guid[]> streams = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };
    private readonly NpgsqlParameter<long[]> afters = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };

    private StreamQuery(NpgsqlConnection connection, EventTypes types)
    {
        (this.connection, this.types) = (connection, types);
        command = new(Sql, connection) { Parameters = { streams, afters } };
    }

    public static async Task<IGroupQuery<StreamAsk, StreamSlice>> Open(
        NpgsqlDataSource database, EventTypes types, EventStoreOptions options, CancellationToken ct)
    {
        var opened = await ReaderSession.Open(database, options, ct);
        var query = new StreamQuery(opened, types);
        await query.command.PrepareAsync(ct);
        return query;
    }

    public async Task<StreamSlice[]> Run(StreamAsk[] asks, CancellationToken ct)
    {
        streams.TypedValue = Array.ConvertAll(asks, ask => ask.StreamId);
        afters.TypedValue = Array.ConvertAll(asks, ask => ask.AfterVersion);
        var events = new List<Recorded>[asks.Length];
        await using (var rows = await command.ExecuteReaderAsync(ct))
        {
            while (await rows.ReadAsync(ct))
            {
                (events[rows.GetInt64(11) - 1] ??= []).Add(EventRows.Read(rows, types));
            }
        }

        var slices = new StreamSlice[asks.Length];
        for (var i = 0; i < asks.Length; i++)
        {
            slices[i] = events[i] is { } found ? new(found[^1].Version, found) : new(await Version(asks[i], ct), []);
        }

        return slices;
    }

    public async ValueTask DisposeAsync()
    {
        await command.DisposeAsync();
        await connection.DisposeAsync();
    }

    // Nothing after the version asked for: either the stream ends before it, or it grew since (then it ended there, a moment ago).
    private async Task<long> Version(StreamAsk ask, CancellationToken ct)
    {
        if (ask.AfterVersion <= 0)
        {
            return 0;
        }

        await using var query = new NpgsqlCommand(VersionSql, connection) { Parameters = { new() { Value = ask.StreamId } } };
        return Math.Min(ask.AfterVersion, await query.ExecuteScalarAsync(ct) as long? ?? 0);
    }
}
