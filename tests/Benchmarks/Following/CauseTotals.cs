using CharityLink.Store;
using Npgsql;
using NpgsqlTypes;

namespace CharityLink.Benchmarks;

/// <summary>A read model with a row per stream: the usual shape, and the one Marten's daemon was measured with.</summary>
public sealed class CauseTotals(string name) : IReadModel
{
    private const string Upsert = """
        insert into bench_totals as t (stream_id, gifts, raised_minor) select * from unnest($1, $2, $3)
        on conflict (stream_id) do update set gifts = t.gifts + excluded.gifts, raised_minor = t.raised_minor + excluded.raised_minor
        """;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["bench_totals"];

    /// <inheritdoc/>
    public string Ddl => "create table bench_totals (stream_id uuid primary key, gifts int not null, raised_minor bigint not null)";

    /// <inheritdoc/>
    public async Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct)
    {
        var rows = new Dictionary<Guid, (int Gifts, long Raised)>();
        foreach (var recorded in batch)
        {
            if (recorded.Data is BenchGiven gift)
            {
                var row = rows.GetValueOrDefault(recorded.StreamId);
                rows[recorded.StreamId] = (row.Gifts + 1, row.Raised + gift.AmountMinor);
            }
        }

        await using var command = new NpgsqlCommand(Upsert, connection)
        {
            Parameters =
            {
                new() { Value = rows.Keys.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid },
                new() { Value = rows.Values.Select(row => row.Gifts).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer },
                new() { Value = rows.Values.Select(row => row.Raised).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
            },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}
