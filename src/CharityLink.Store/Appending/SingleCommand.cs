using Npgsql;
using NpgsqlTypes;

namespace CharityLink.Store;

/// <summary>Writes an append that is alone: one event, in one plain statement, which costs less than starting the procedure of <see cref="BatchCommand"/>.</summary>
/// <remarks>
/// The same promises: the turns are taken before a number is drawn, and the server has the whole statement before it begins, so that
/// a client that is frozen holds nothing. What it saw before it had the turns may be old, so it trusts only what is looked at anew
/// when a row is written: the stream's version, and the keys. Where it writes nothing, the procedure is asked for the reason.
/// </remarks>
internal sealed class SingleCommand : IAsyncDisposable
{
    private const string Sql =
        """
        with turn as materialized (
            select pg_advisory_xact_lock(x'436861726974794c'::bigint), pg_advisory_xact_lock(x'436861726974794d'::bigint)),
        news as (
            select from turn where not exists (select from events.command_log l where l.command_id = $12)),
        begun as (
            insert into events.mt_streams (id, type, version, timestamp, created, tenant_id, is_archived)
            select $1, $2, 1, $15, $15, '*DEFAULT*', false from news where $3 = 0
            on conflict on constraint pkey_mt_streams_id do nothing
            returning id),
        grown as (
            update events.mt_streams set version = $3 + 1, timestamp = $15
             where id = $1 and version = $3 and $3 > 0 and exists (select from news)
            returning id),
        event as (
            insert into events.mt_events
                   (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, is_archived, user_name, correlation_id, causation_id, headers)
            select nextval('events.mt_events_sequence'), $4, s.id, $3 + 1, $7, $5, $15, '*DEFAULT*', $6, false, $9, $10, $11, $8
              from (select id from begun union all select id from grown) s
            returning seq_id),
        done as (
            insert into events.command_log (command_id, command_name, command_hash, position, at)
            select $12, $13, $14, e.seq_id, $15 from event e where $12 is not null)
        select seq_id from event
        """;

    private readonly NpgsqlCommand command;

    private readonly NpgsqlParameter<Guid> streamId = new() { NpgsqlDbType = NpgsqlDbType.Uuid };
    private readonly NpgsqlParameter<string> streamType = Text();
    private readonly NpgsqlParameter<long> expected = new() { NpgsqlDbType = NpgsqlDbType.Bigint };
    private readonly NpgsqlParameter<Guid> id = new() { NpgsqlDbType = NpgsqlDbType.Uuid };
    private readonly NpgsqlParameter<string> type = Text();
    private readonly NpgsqlParameter<string> dotnetType = Text();
    private readonly NpgsqlParameter<string> data = new() { NpgsqlDbType = NpgsqlDbType.Jsonb };
    private readonly NpgsqlParameter headers = new() { NpgsqlDbType = NpgsqlDbType.Jsonb };
    private readonly NpgsqlParameter user = Maybe(NpgsqlDbType.Text);
    private readonly NpgsqlParameter correlation = Maybe(NpgsqlDbType.Text);
    private readonly NpgsqlParameter causation = Maybe(NpgsqlDbType.Text);
    private readonly NpgsqlParameter commandId = Maybe(NpgsqlDbType.Uuid);
    private readonly NpgsqlParameter commandName = Maybe(NpgsqlDbType.Text);
    private readonly NpgsqlParameter commandHash = Maybe(NpgsqlDbType.Text);
    private readonly NpgsqlParameter<DateTimeOffset> at = new() { NpgsqlDbType = NpgsqlDbType.TimestampTz };

    /// <summary>Parameters by number, as the statement has them.</summary>
    public SingleCommand(NpgsqlConnection connection, TimeSpan atMost) => command = new(Sql, connection)
    {
        CommandTimeout = (int)Math.Ceiling(atMost.TotalSeconds),
        Parameters = { streamId, streamType, expected, id, type, dotnetType, data, headers, user, correlation, causation, commandId, commandName, commandHash, at },
    };

    public static bool Suits(IReadOnlyList<PendingAppend> appends) => appends is [{ Events.Length: 1, Changes.Count: 1 }];

    /// <summary>Prepares the statement: from then on only values travel.</summary>
    public Task Prepare(CancellationToken ct) => command.PrepareAsync(ct);

    /// <summary>Writes the append and answers with its position: it is durable then. Null: nothing was written.</summary>
    public async Task<long?> Execute(PendingAppend append, DateTimeOffset now, CancellationToken ct)
    {
        Fill(append, now);
        try
        {
            return await command.ExecuteScalarAsync(ct) as long?;
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // Another node carried out the same command, or wrote to the stream past our turn, while this waited.
            return null;
        }
    }

    public ValueTask DisposeAsync() => command.DisposeAsync();

    private void Fill(PendingAppend append, DateTimeOffset now)
    {
        var (one, change, metadata) = (append.Events[0], append.Changes[0], append.Metadata);
        streamId.TypedValue = one.StreamId;
        streamType.TypedValue = change.StreamType;
        expected.TypedValue = change.ExpectedVersion;
        id.TypedValue = one.Id;
        type.TypedValue = one.Name.Alias;
        dotnetType.TypedValue = one.Name.DotnetType;
        data.TypedValue = one.Json;
        headers.Value = OrNull(append.Headers);
        user.Value = OrNull(metadata.UserName);
        correlation.Value = OrNull(metadata.CorrelationId);
        causation.Value = OrNull(metadata.CausationId);
        commandId.Value = OrNull(metadata.CommandId);
        commandName.Value = OrNull(metadata.CommandName);
        commandHash.Value = OrNull(metadata.CommandHash);
        at.TypedValue = now.ToUniversalTime();
    }

    private static object OrNull(object? value) => value ?? DBNull.Value;

    private static NpgsqlParameter<string> Text() => new() { NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter Maybe(NpgsqlDbType type) => new() { NpgsqlDbType = type };
}
