using Npgsql;
using NpgsqlTypes;

namespace CharityLink.Store;

/// <summary>The call for an append that is alone: one event, plain values instead of arrays. Same answer as <see cref="BatchCommand"/>.</summary>
internal sealed class SingleCommand : IAsyncDisposable
{
    private readonly NpgsqlCommand command;

    private readonly NpgsqlParameter<Guid> stream = new() { NpgsqlDbType = NpgsqlDbType.Uuid };
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

    /// <summary>Parameters in the order of <c>append_one.sql</c>.</summary>
    public SingleCommand(NpgsqlConnection connection, TimeSpan atMost)
    {
        const string call =
            "call events.append_one($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, null, null, null, null)";
        command = new(call, connection)
        {
            CommandTimeout = (int)Math.Ceiling(atMost.TotalSeconds),
            Parameters =
            {
                stream, streamType, expected, id, type, dotnetType, data, headers, user, correlation, causation,
                commandId, commandName, commandHash, at,
            },
        };
    }

    public static bool Suits(IReadOnlyList<PendingAppend> appends) => appends is [{ Events.Length: 1, Changes.Count: 1 }];

    /// <summary>Prepares the call: from then on only values travel.</summary>
    public Task Prepare(CancellationToken ct) => command.PrepareAsync(ct);

    /// <summary>Writes the append. When this returns, and it was accepted, it is durable.</summary>
    public async Task<BatchOutcome> Execute(PendingAppend append, DateTimeOffset now, CancellationToken ct)
    {
        Fill(append, now);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        if (!reader.IsDBNull(0))
        {
            return new([reader.GetInt64(0)], []);
        }

        return new([null], [reader.IsDBNull(2)
            ? new(0, append.Changes[0].StreamId, reader.GetInt64(1), null)
            : new(0, null, reader.GetInt64(2), reader.IsDBNull(3) ? null : reader.GetString(3))]);
    }

    public ValueTask DisposeAsync() => command.DisposeAsync();

    private void Fill(PendingAppend append, DateTimeOffset now)
    {
        var (one, change, metadata) = (append.Events[0], append.Changes[0], append.Metadata);
        stream.TypedValue = one.StreamId;
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
