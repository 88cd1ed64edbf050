using CharityLink.Testing;
using Npgsql;

namespace CharityLink.Benchmarks;

/// <summary>
/// A durable PostgreSQL as it is after a day's work. A new one makes each log file and takes each page of its memory from the system while somebody
/// waits for it; whoever writes more meets that more often, so ours would pay for it and the reference would not.
/// </summary>
internal static class SettledCluster
{
    // A gigabyte, min_wal_size of the private cluster: what a server that has run for a day keeps at hand.
    private const int LogFiles = 64;

    /// <summary>Starts one, with every durability setting on.</summary>
    public static async Task<PrivateCluster> Start(CancellationToken ct)
    {
        var cluster = await TestCluster.StartDurable(ct);
        await using var database = NpgsqlDataSource.Create(cluster.Server.ConnectionString("postgres"));
        await using var connection = await database.OpenConnectionAsync(ct);
        await TouchMemory(connection, ct);
        await MakeLogFiles(connection, ct);
        return cluster;
    }

    // One row a page, and more pages than fit.
    private static async Task TouchMemory(NpgsqlConnection connection, CancellationToken ct)
    {
        const string fill = """
            create unlogged table filling (row text) with (fillfactor = 10);
            insert into filling select repeat('x', 1000) from generate_series(1, pg_size_bytes(current_setting('shared_buffers')) / 8192 * 5 / 4);
            drop table filling;
            """;
        await using var command = new NpgsqlCommand(fill, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    // Making a log file stops every commit for some 20 ms: once each is there, it is used again and again.
    private static async Task MakeLogFiles(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var next = new NpgsqlCommand("select pg_logical_emit_message(false, 'bench', 'x'), pg_switch_wal()", connection);
        for (var i = 0; i < LogFiles; i++)
        {
            await next.ExecuteNonQueryAsync(ct);
        }

        await using var keep = new NpgsqlCommand("checkpoint", connection);
        await keep.ExecuteNonQueryAsync(ct);
    }
}
