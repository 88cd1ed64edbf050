using System.Collections.Concurrent;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace CharityLink.Benchmarks;

/// <summary>What the store is measured against: the same rows, one prepared batch and one commit per append, at most 64 connections.</summary>
public sealed class ReferenceWriter : IAsyncDisposable
{
    private const int ConnectionsMax = 64;

    private const string NewStream = "insert into events.mt_streams (id, type, version, timestamp, tenant_id, is_archived) values ($1, $2, 1, $3, '*DEFAULT*', false)";

    private const string NextVersion = "update events.mt_streams set version = $2 + 1, timestamp = $3 where id = $1 and version = $2";

    private const string Event = """
        insert into events.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, is_archived)
        values (nextval('events.mt_events_sequence'), $1, $2, $3, $4, 'bench_given', $5, '*DEFAULT*', 'CharityLink.Benchmarks.BenchGiven, Benchmarks', false)
        """;

    private const string Read = "select version, data from events.mt_events where stream_id = $1 order by version";

    private readonly ConcurrentBag<Lane> _free = [];
    private readonly SemaphoreSlim _lanes;

    private ReferenceWriter(IEnumerable<Lane> lanes, int count)
    {
        foreach (var lane in lanes)
        {
            _free.Add(lane);
        }

        _lanes = new SemaphoreSlim(count, count);
    }

    /// <summary>Opens the connections and prepares the statements on each.</summary>
    public static async Task<ReferenceWriter> Open(NpgsqlDataSource database, int inFlight, CancellationToken ct)
    {
        var lanes = new List<Lane>();
        for (var i = 0; i < Math.Min(inFlight, ConnectionsMax); i++)
        {
            lanes.Add(await Lane.Open(database, ct));
        }

        return new ReferenceWriter(lanes, lanes.Count);
    }

    /// <summary>A new stream with one event, in one transaction.</summary>
    public Task Append(Guid stream, BenchGiven gift, CancellationToken ct) => Use(lane => lane.Append(stream, gift, ct), ct);

    /// <summary>Reads the stream, decodes it, appends one event under the version it read.</summary>
    public Task Change(Guid stream, CancellationToken ct) => Use(lane => lane.Change(stream, ct), ct);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var lane in _free)
        {
            await lane.DisposeAsync();
        }

        _lanes.Dispose();
    }

    private async Task Use(Func<Lane, Task> work, CancellationToken ct)
    {
        await _lanes.WaitAsync(ct);
        _free.TryTake(out var lane);
        try
        {
            await work(lane!);
        }
        finally
        {
            _free.Add(lane!);
            _lanes.Release();
        }
    }

    private sealed class Lane(NpgsqlConnection connection, NpgsqlBatch append, NpgsqlBatch change, NpgsqlCommand read) : IAsyncDisposable
    {
        public static async Task<Lane> Open(NpgsqlDataSource database, CancellationToken ct)
        {
            var connection = await database.OpenConnectionAsync(ct);
            var append = Batch(connection, NewStream, NpgsqlDbType.Uuid, NpgsqlDbType.Text, NpgsqlDbType.TimestampTz);
            var change = Batch(connection, NextVersion, NpgsqlDbType.Uuid, NpgsqlDbType.Bigint, NpgsqlDbType.TimestampTz);
            var read = new NpgsqlCommand(Read, connection) { Parameters = { new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Uuid } } };
            await append.PrepareAsync(ct);
            await change.PrepareAsync(ct);
            await read.PrepareAsync(ct);
            return new Lane(connection, append, change, read);
        }

        public async Task Append(Guid stream, BenchGiven gift, CancellationToken ct)
        {
            var now = TimeProvider.System.GetUtcNow();
            Set(append.BatchCommands[0], stream, "bench", now);
            Set(append.BatchCommands[1], Guid.CreateVersion7(), stream, 1L, JsonSerializer.Serialize(gift), now);
            await append.ExecuteNonQueryAsync(ct);
        }

        public async Task Change(Guid stream, CancellationToken ct)
        {
            read.Parameters[0].Value = stream;
            var (version, sum) = (0L, 0L);
            await using (var rows = await read.ExecuteReaderAsync(ct))
            {
                while (await rows.ReadAsync(ct))
                {
                    version = rows.GetInt64(0);
                    sum += JsonSerializer.Deserialize<BenchGiven>(rows.GetString(1))!.AmountMinor;
                }
            }

            var now = TimeProvider.System.GetUtcNow();
            Set(change.BatchCommands[0], stream, version, now);
            Set(change.BatchCommands[1], Guid.CreateVersion7(), stream, version + 1, JsonSerializer.Serialize(BenchStore.Gift(stream, (int)(sum % 100))), now);
            await change.ExecuteNonQueryAsync(ct);
        }

        public async ValueTask DisposeAsync()
        {
            await append.DisposeAsync();
            await change.DisposeAsync();
            await read.DisposeAsync();
            await connection.DisposeAsync();
        }

        private static NpgsqlBatch Batch(NpgsqlConnection connection, string stream, params NpgsqlDbType[] types)
        {
            var first = new NpgsqlBatchCommand(stream);
            foreach (var type in types)
            {
                first.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type });
            }

            var second = new NpgsqlBatchCommand(Event);
            foreach (var type in (ReadOnlySpan<NpgsqlDbType>)[NpgsqlDbType.Uuid, NpgsqlDbType.Uuid, NpgsqlDbType.Bigint, NpgsqlDbType.Jsonb, NpgsqlDbType.TimestampTz])
            {
                second.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type });
            }

            return new NpgsqlBatch(connection) { BatchCommands = { first, second } };
        }

        private static void Set(NpgsqlBatchCommand command, params ReadOnlySpan<object> values)
        {
            for (var i = 0; i < values.Length; i++)
            {
                command.Parameters[i].Value = values[i];
            }
        }
    }
}
