using Npgsql;
using NpgsqlTypes;

namespace CharityLink.Store;

/// <summary>One of the statements of <see cref="SingleCommand"/>, with nothing in it that its kind of append does not need.</summary>
/// <remarks>The server gets ready for every table that a statement names, written to or not: a tenth of the time of one statement for all kinds.</remarks>
internal sealed class SingleStatement : IAsyncDisposable
{
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

    /// <summary>For an append that begins a stream or one that goes on with it, and for one that a command made or not.</summary>
    public SingleStatement(NpgsqlConnection connection, TimeSpan atMost, bool begins, bool logged) => command = new(Sql(begins, logged), connection)
    {
        CommandTimeout = (int)Math.Ceiling(atMost.TotalSeconds),
        Parameters = { streamId, streamType, expected, id, type, dotnetType, data, headers, user, correlation, causation, commandId, commandName, commandHash, at },
    };

    /// <summary>Prepares the statement: from then on only values travel.</summary>
    public Task Prepare(CancellationToken ct) => command.PrepareAsync(ct);

    /// <summary>Writes the append and answers with its position. Null: nothing was written.</summary>
    public async Task<long?> Execute(PendingAppend append, DateTimeOffset now, CancellationToken ct)
    {
        Fill(append, now);
        return await command.ExecuteScalarAsync(ct) as long?;
    }

    public ValueTask DisposeAsync() => command.DisposeAsync();

    // Parameters by number: every statement is given all of them.
    private static string Sql(bool begins, bool logged)
    {
        var unseen = logged ? "not exists (select from events.command_log l where l.command_id = $12)" : "true";
        // A stream that is there already is an error and not "on conflict": that would be paid for by every append that meets none.
        var stream = begins
            ? $"""
               insert into events.mt_streams (id, type, version, timestamp, created, tenant_id, is_archived)
               select $1, $2, 1, $15, $15, '*DEFAULT*', false from turn where {unseen}
               """
            : $"update events.mt_streams set version = $3 + 1, timestamp = $15 from turn where id = $1 and version = $3 and {unseen}";
        const string inserted = """
            insert into events.mt_events
                   (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, is_archived, user_name, correlation_id, causation_id, headers)
            select nextval('events.mt_events_sequence'), $4, s.id, $3 + 1, $7, $5, $15, '*DEFAULT*', $6, false, $9, $10, $11, $8
              from stream s
            returning seq_id
            """;
        // Whatever is written last answers: a select around it would have its rows kept once more.
        var rows = logged
            ? $"""
               , event as ({inserted})
               insert into events.command_log (command_id, command_name, command_hash, position, at)
               select $12, $13, $14, e.seq_id, $15 from event e
               returning position
               """
            : inserted;
        return $"""
            with turn as materialized (
                select pg_advisory_xact_lock(x'436861726974794c'::bigint), pg_advisory_xact_lock(x'436861726974794d'::bigint)),
            stream as ({stream} returning id)
            {rows}
            """;
    }

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
