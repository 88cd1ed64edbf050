using Npgsql;

namespace CharityLink.Store;

/// <summary>Makes a read model's tables and puts new ones in the place of old ones.</summary>
internal static class ModelTables
{
    // How long the exchange may queue for the tables: readers that come meanwhile queue behind it.
    private const string ReadersWaitAtMost = "set local lock_timeout = '200ms'";

    /// <summary>A model's very first tables, empty.</summary>
    public static async Task Create(NpgsqlConnection connection, IReadModel model, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Drop(connection, model.Tables, ct);
        await Run(connection, model.Ddl, ct);
        await Checkpoints.Start(connection, model.Name, model.Version, 0, model.Tables, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Drops what is in service and moves the tables of a rebuild's schema there. Gives way to long readers and tries again.</summary>
    public static async Task Swap(NpgsqlConnection connection, IReadModel model, string from, long position, CancellationToken ct)
    {
        for (var failures = 0; ; failures++)
        {
            try
            {
                await using var transaction = await connection.BeginTransactionAsync(ct);
                await Run(connection, ReadersWaitAtMost, ct);
                var old = (await Checkpoints.Load(connection, model.Name, ct))?.Tables ?? [];
                await Drop(connection, old.Union(model.Tables, StringComparer.Ordinal), ct);
                await Run(connection, string.Concat(model.Tables.Select(table => $"alter table {Quote(from)}.{Quote(table)} set schema read;")), ct);
                await Checkpoints.Start(connection, model.Name, model.Version, position, model.Tables, ct);
                await Checkpoints.RebuildsDone(connection, model.Name, null, ct);
                await Run(connection, $"drop schema {Quote(from)} cascade", ct);
                await transaction.CommitAsync(ct);
                return;
            }
            catch (PostgresException busy) when (busy.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected && failures < 100)
            {
                await Faults.Pause(failures, ct);
            }
        }
    }

    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static async Task Run(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static Task Drop(NpgsqlConnection connection, IEnumerable<string> tables, CancellationToken ct) =>
        Run(connection, string.Concat(tables.Select(table => $"drop table if exists read.{Quote(table)} cascade;")), ct);
}
