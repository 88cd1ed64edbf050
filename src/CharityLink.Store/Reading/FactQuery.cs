using Npgsql;
using NpgsqlTypes;

namespace CharityLink.Store;

/// <summary>Reads the bare facts of many streams in one indexed query: one row per stream, so that a long stream costs little more than its JSON.</summary>
internal sealed class FactQuery : IGroupQuery<Guid, StoredFacts>
{
    // One index scan per stream whatever the size of the log, already in order. jsonb and type names never hold a bare line feed.
    private const string Sql =
        """
        select a.n, f.version, f.position, f.types, f.facts
          from unnest($1) with ordinality a (stream_id, n)
         cross join lateral (
               select max(e.version) as version, max(e.seq_id) as position,
                      string_agg(e.type, e'\n') as types, string_agg(e.data::text, e'\n') as facts
                 from (select m.version, m.seq_id, m.type, m.data from events.mt_events m
                        where m.stream_id = a.stream_id order by m.version) e) f
         where f.version is not null
        """;

    private readonly NpgsqlConnection connection;
    private readonly NpgsqlCommand command;
    private readonly NpgsqlParameter<Guid[]> streams = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };

    private FactQuery(NpgsqlConnection connection)
    {
        this.connection = connection;
        command = new(Sql, connection) { Parameters = { streams } };
    }

    public static async Task<IGroupQuery<Guid, StoredFacts>> Open(NpgsqlDataSource database, EventStoreOptions options, CancellationToken ct)
    {
        var query = new FactQuery(await ReaderSession.Open(database, options, ct));
        await query.command.PrepareAsync(ct);
        return query;
    }

    public async Task<StoredFacts[]> Run(Guid[] asks, CancellationToken ct)
    {
        streams.TypedValue = asks;
        var found = new StoredFacts[asks.Length];
        Array.Fill(found, StoredFacts.None);
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            found[rows.GetInt64(0) - 1] = new(rows.GetInt64(1), rows.GetInt64(2), rows.GetString(3), rows.GetFieldValue<byte[]>(4));
        }

        return found;
    }

    public async ValueTask DisposeAsync()
    {
        await command.DisposeAsync();
        await connection.DisposeAsync();
    }
}

/// <summary>A stream's facts as they came over the wire, one per line, decoded by whoever asked for them.</summary>
internal sealed record StoredFacts(long Version, long Position, string Types, byte[] Json)
{
    private const char LineFeed = '\n';

    public static StoredFacts None { get; } = new(0, 0, "", []);

    public StreamFacts Decode(EventTypes types)
    {
        var facts = new object[Version];
        ReadOnlySpan<char> names = Types;
        ReadOnlySpan<byte> json = Json;
        string? name = null;
        for (var i = 0; i < facts.Length; i++)
        {
            var here = Line(ref names, LineFeed);
            name = here.SequenceEqual(name) ? name : here.ToString();
            facts[i] = types.Decode(name!, Line(ref json, (byte)LineFeed));
        }

        return new(Version, Position, facts);
    }

    private static ReadOnlySpan<T> Line<T>(ref ReadOnlySpan<T> rest, T end) where T : IEquatable<T>
    {
        var at = rest.IndexOf(end);
        var line = at < 0 ? rest : rest[..at];
        rest = at < 0 ? [] : rest[(at + 1)..];
        return line;
    }
}
