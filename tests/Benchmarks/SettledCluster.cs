using CharityLink.Testing;
using Npgsql;

namespace CharityLink.Benchmarks;

/// <summary>
/// A durable PostgreSQL as it is after a day's work. A new one makes each log file and takes each page of its memory from the system while somebody
/// waits for it; whoever writes more meets that more often, so ours would pay for it and the reference would not.
/// </summary>
internal static class SettledCluster
{
    // Two gigabytes, min_wal_size of the private cluster: what a server that has run for a day keeps at hand.
    private const int LogFiles = 128;

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
        await Tell(connection, fill, ct);
    }

    // Making a log file stops every commit for some 20 ms: once each is there, it is used again and again.
    private static async Task MakeLogFiles(NpgsqlConnection connection, CancellationToken ct)
    {
        // Without this a checkpoint would come half-way, and the files before it would be used again in place of new ones.
        await Tell(connection, "alter system set max_wal_size = '8GB'", ct);
        await Tell(connection, "select pg_reload_conf()", ct);
        for (var i = 0; i < LogFiles; i++)
        {
            await Tell(connection, "select pg_logical_emit_message(false, 'bench', 'x'), pg_switch_wal()", ct);
        }

        await Tell(connection, "checkpoint", ct);
        await Tell(connection, "alter system reset max_wal_size", ct);
        await Tell(connection, "select pg_reload_conf()", ct);
    }

    private static async Task Tell(NpgsqlConnection connection, string what, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(what, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
