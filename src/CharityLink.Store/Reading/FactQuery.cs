using Npgsql;
using NpgsqlTypes;

namespace CharityLink.Store;

/// <summary>Reads the bare facts of many streams in one indexed query: one row per stream, so that a long stream costs little more than its JSON.</summary>
internal sealed class FactQuery : IGroupQuery<StreamAsk, StoredFacts>
{
    // One index scan per stream whatever the size of the log, already in order. jsonb and type names never hold a bare line feed.
    private const string Sql =
        """
        select a.n, f.version, f.position, f.types, f.facts
          from unnest($1, $2) with ordinality a (stream_id, after, n)
         cross join lateral (
               select max(e.version) as version, max(e.seq_id) as position,
                      string_agg(e.type, e'\n') as types, string_agg(e.data::text, e'\n') as facts
                 from (select m.version, m.seq_id, m.type, m.data from events.mt_events m
                        where m.stream_id = a.stream_id and m.version > a.after
                        order by m.version) e) f
         where f.version is not null
        """;

    private readonly NpgsqlConnection connection;
    private readonly NpgsqlCommand command;
    private readonly NpgsqlParameter<Guid[]> streams = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };
    private readonly NpgsqlParameter<long[]> afters = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };

    private FactQuery(NpgsqlConnection connection)
    {
        this.connection = connection;
        command = new(Sql, connection) { Parameters = { streams, afters } };
    }

    public static async Task<IGroupQuery<StreamAsk, StoredFacts>> Open(NpgsqlDataSource database, EventStoreOptions options, CancellationToken ct)
    {
        var query = new FactQuery(await ReaderSession.Open(database, options, ct));
        await query.command.PrepareAsync(ct);
        return query;
    }

    public async Task<StoredFacts[]> Run(StreamAsk[] asks, CancellationToken ct)
    {
        streams.TypedValue = Array.ConvertAll(asks, ask => ask.StreamId);
        afters.TypedValue = Array.ConvertAll(asks, ask => ask.AfterVersion);
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

/// <summary>A stream's facts after a version as they came over the wire, one per line, decoded by whoever asked for them.</summary>
internal sealed record StoredFacts(long Version, long Position, string Types, byte[] Json)
{
    private const char LineFeed = '\n';

    public static StoredFacts None { get; } = new(0, 0, "", []);

    /// <summary>What was known, and after it what was found.</summary>
    public KnownFacts After(KnownFacts known, EventTypes types)
    {
        if (Version == 0)
        {
            return known;
        }

        object[] facts = [.. known.Stream.Facts, .. new object[Version - known.Stream.Version]];
        ReadOnlySpan<char> names = Types;
        ReadOnlySpan<byte> json = Json;
        string? name = null;
        for (var i = known.Stream.Facts.Count; i < facts.Length; i++)
        {
            var here = Line(ref names, LineFeed);
            name = here.SequenceEqual(name) ? name : here.ToString();
            facts[i] = types.Decode(name!, Line(ref json, (byte)LineFeed));
        }

        return new(new(Version, Position, facts), known.Bytes + Json.Length);
    }

    private static ReadOnlySpan<T> Line<T>(ref ReadOnlySpan<T> rest, T end) where T : IEquatable<T>
    {
        var at = rest.IndexOf(end);
        var line = at < 0 ? rest : rest[..at];
        rest = at < 0 ? [] : rest[(at + 1)..];
        return line;
    }
}
