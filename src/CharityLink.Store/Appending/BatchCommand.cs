using Npgsql;
using NpgsqlTypes;

namespace CharityLink.Store;

/// <summary>The one call that writes a batch: its arrays in, what became of each append out.</summary>
internal sealed class BatchCommand : IAsyncDisposable
{
    private readonly NpgsqlCommand command = new();
    private readonly HashSet<Guid> held = [];

    private readonly List<int> commandAppends;
    private readonly List<Guid> commandIds;
    private readonly List<string?> commandNames;
    private readonly List<string?> commandHashes;
    private readonly List<int> commandLastEvents;
    private readonly List<int> streamAppends;
    private readonly List<Guid> streamIds;
    private readonly List<string?> streamTypes;
    private readonly List<long> streamExpected;
    private readonly List<long> streamVersions;
    private readonly NpgsqlParameter<long> streamsGrown = new() { NpgsqlDbType = NpgsqlDbType.Bigint };
    private readonly List<int> eventAppends;
    private readonly List<Guid> eventIds;
    private readonly List<Guid> eventStreams;
    private readonly List<long> eventVersions;
    private readonly List<string?> eventTypes;
    private readonly List<string?> eventDotnetTypes;
    private readonly List<string?> eventData;
    private readonly List<string?> eventUsers;
    private readonly List<string?> eventCorrelations;
    private readonly List<string?> eventCausations;
    private readonly List<string?> eventHeaders;
    private readonly NpgsqlParameter<DateTimeOffset> at = new() { NpgsqlDbType = NpgsqlDbType.TimestampTz };

    /// <summary>Parameters in the order of <c>append_batch.sql</c>.</summary>
    public BatchCommand(NpgsqlConnection connection, TimeSpan atMost)
    {
        command.Connection = connection;
        command.CommandTimeout = (int)Math.Ceiling(atMost.TotalSeconds);
        commandAppends = Array<int>(NpgsqlDbType.Integer);
        commandIds = Array<Guid>(NpgsqlDbType.Uuid);
        commandNames = Array<string?>(NpgsqlDbType.Text);
        commandHashes = Array<string?>(NpgsqlDbType.Text);
        commandLastEvents = Array<int>(NpgsqlDbType.Integer);
        streamAppends = Array<int>(NpgsqlDbType.Integer);
        streamIds = Array<Guid>(NpgsqlDbType.Uuid);
        streamTypes = Array<string?>(NpgsqlDbType.Text);
        streamExpected = Array<long>(NpgsqlDbType.Bigint);
        streamVersions = Array<long>(NpgsqlDbType.Bigint);
        command.Parameters.Add(streamsGrown);
        eventAppends = Array<int>(NpgsqlDbType.Integer);
        eventIds = Array<Guid>(NpgsqlDbType.Uuid);
        eventStreams = Array<Guid>(NpgsqlDbType.Uuid);
        eventVersions = Array<long>(NpgsqlDbType.Bigint);
        eventTypes = Array<string?>(NpgsqlDbType.Text);
        eventDotnetTypes = Array<string?>(NpgsqlDbType.Text);
        eventData = Array<string?>(NpgsqlDbType.Jsonb);
        eventUsers = Array<string?>(NpgsqlDbType.Text);
        eventCorrelations = Array<string?>(NpgsqlDbType.Text);
        eventCausations = Array<string?>(NpgsqlDbType.Text);
        eventHeaders = Array<string?>(NpgsqlDbType.Jsonb);
        command.Parameters.Add(at);
        var places = string.Join(", ", Enumerable.Range(1, command.Parameters.Count).Select(n => $"${n}"));
        command.CommandText = $"call events.append_batch({places}, null, null, null, null, null)";
    }

    /// <summary>Prepares the call: from then on only values travel.</summary>
    public Task Prepare(CancellationToken ct) => command.PrepareAsync(ct);

    /// <summary>Writes the batch. When this returns, what was accepted is durable.</summary>
    public async Task<BatchOutcome> Execute(IReadOnlyList<PendingAppend> appends, DateTimeOffset now, CancellationToken ct)
    {
        Fill(appends);
        at.TypedValue = now.ToUniversalTime();
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var positions = reader.GetFieldValue<long?[]>(0);
        if (await reader.IsDBNullAsync(1, ct))
        {
            return new(positions, []);
        }

        var numbers = reader.GetFieldValue<int[]>(1);
        var streams = reader.GetFieldValue<Guid?[]>(2);
        var found = reader.GetFieldValue<long[]>(3);
        var hashes = reader.GetFieldValue<string?[]>(4);
        return new(positions, [.. numbers.Select((number, i) => new BatchRefusal(number, streams[i], found[i], hashes[i]))]);
    }

    public ValueTask DisposeAsync() => command.DisposeAsync();

    private void Fill(IReadOnlyList<PendingAppend> appends)
    {
        foreach (var parameter in command.Parameters.OfType<NpgsqlParameter>())
        {
            (parameter.Value as System.Collections.IList)?.Clear();
        }

        streamsGrown.TypedValue = 0;
        held.Clear();
        for (var number = 0; number < appends.Count; number++)
        {
            AddEvents(number, appends[number]);
            AddStreams(number, appends[number]);
            AddCommand(number, appends[number].Metadata);
        }

        Once(streamTypes);
        Once(streamExpected);
        Once(streamVersions);
        Once(eventVersions);
        Once(eventTypes);
        Once(eventDotnetTypes);
        Once(eventUsers);
        Once(eventCorrelations);
        Once(eventCausations);
        Once(eventHeaders);
    }

    // What is the same in every row travels once.
    private static void Once<T>(List<T> values)
    {
        if (values.TrueForAll(value => EqualityComparer<T>.Default.Equals(value, values[0])))
        {
            values.RemoveRange(1, values.Count - 1);
        }
    }

    private void AddEvents(int number, PendingAppend append)
    {
        foreach (var one in append.Events)
        {
            eventAppends.Add(number);
            eventIds.Add(one.Id);
            eventStreams.Add(one.StreamId);
            eventVersions.Add(one.Version);
            eventTypes.Add(one.Name.Alias);
            eventDotnetTypes.Add(one.Name.DotnetType);
            eventData.Add(one.Json);
            eventUsers.Add(append.Metadata.UserName);
            eventCorrelations.Add(append.Metadata.CorrelationId);
            eventCausations.Add(append.Metadata.CausationId);
            eventHeaders.Add(append.Headers);
        }
    }

    private void AddStreams(int number, PendingAppend append)
    {
        foreach (var change in append.Changes)
        {
            streamAppends.Add(number);
            streamIds.Add(change.StreamId);
            streamTypes.Add(change.StreamType);
            streamExpected.Add(change.ExpectedVersion);
            streamVersions.Add(change.ExpectedVersion + change.Events.Count);
            // What several appends hold is one row.
            streamsGrown.TypedValue += change.ExpectedVersion > 0 && (change.Events.Count > 0 || held.Add(change.StreamId)) ? 1 : 0;
        }
    }

    private void AddCommand(int number, EventMetadata metadata)
    {
        if (metadata.CommandId is { } id)
        {
            commandAppends.Add(number);
            commandIds.Add(id);
            commandNames.Add(metadata.CommandName);
            commandHashes.Add(metadata.CommandHash);
            commandLastEvents.Add(eventIds.Count);
        }
    }

    private List<T> Array<T>(NpgsqlDbType element)
    {
        var values = new List<T>();
        command.Parameters.Add(new NpgsqlParameter<List<T>> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | element });
        return values;
    }
}

/// <summary>What became of a batch: a position per event, null where its append was refused, and the refusals.</summary>
internal sealed record BatchOutcome(long?[] Positions, IReadOnlyList<BatchRefusal> Refusals);

/// <summary>An append of the batch that was refused: its stream stood at <paramref name="Found"/>, or (no stream) its command was done there.</summary>
internal sealed record BatchRefusal(int Number, Guid? StreamId, long Found, string? CommandHash);
