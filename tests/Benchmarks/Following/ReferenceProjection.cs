using System.Diagnostics;
using System.Text.Json;
using Npgsql;

namespace CharityLink.Benchmarks;

/// <summary>The projection loop one would write first: read a page, one upsert per event in one batch, checkpoint, commit.</summary>
public static class ReferenceProjection
{
    private const int Page = 500;

    /// <summary>Events a second over the whole log.</summary>
    public static async Task<double> Run(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await Tell(connection, "create table reference_totals (stream_id uuid primary key, gifts int not null, raised_minor bigint not null)", ct);
        await Tell(connection, "create table reference_checkpoint as select 0::bigint as position", ct);
        var started = Stopwatch.GetTimestamp();
        var (position, done) = (0L, 0L);
        while (true)
        {
            var batch = await Upserts(connection, position, ct);
            if (batch.Rows.Count == 0)
            {
                return done / Stopwatch.GetElapsedTime(started).TotalSeconds;
            }

            await using var transaction = await connection.BeginTransactionAsync(ct);
            await using var commands = new NpgsqlBatch(connection, transaction);
            foreach (var (stream, amount) in batch.Rows)
            {
                commands.BatchCommands.Add(new("""
                    insert into reference_totals as t values ($1, 1, $2)
                    on conflict (stream_id) do update set gifts = t.gifts + 1, raised_minor = t.raised_minor + excluded.raised_minor
                    """) { Parameters = { new() { Value = stream }, new() { Value = amount } } });
            }

            commands.BatchCommands.Add(new("update reference_checkpoint set position = $1") { Parameters = { new() { Value = batch.Last } } });
            await commands.ExecuteNonQueryAsync(ct);
            await transaction.CommitAsync(ct);
            (position, done) = (batch.Last, done + batch.Rows.Count);
        }
    }

    private static async Task<(List<(Guid Stream, long Amount)> Rows, long Last)> Upserts(NpgsqlConnection connection, long after, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select seq_id, stream_id, data from events.mt_events where seq_id > $1 order by seq_id limit $2", connection)
        {
            Parameters = { new() { Value = after }, new() { Value = Page } },
        };
        await using var rows = await command.ExecuteReaderAsync(ct);
        var (found, last) = (new List<(Guid, long)>(Page), after);
        while (await rows.ReadAsync(ct))
        {
            last = rows.GetInt64(0);
            found.Add((rows.GetGuid(1), JsonSerializer.Deserialize<BenchGiven>(rows.GetString(2))!.AmountMinor));
        }

        return (found, last);
    }

    private static async Task Tell(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
