using Microsoft.Extensions.Logging;
using Npgsql;

namespace CharityLink.Workers;

/// <summary>Work that every node hosts and one of them does. The lock spares double work; that nothing happens twice is never its business.</summary>
/// <param name="name">Of the work: stable, and its own; followers of the log lock under names of another kind.</param>
public abstract class OneNodeWork(string name, NpgsqlDataSource database, TimeProvider clock, ILogger log) : RecurringWork(name, AskEvery, clock, log)
{
    // How often a node that does not have the lock asks for it.
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1);

    /// <summary>The database it works on.</summary>
    protected NpgsqlDataSource Database => database;

    /// <summary>Does what is due now; how long to wait before the next look.</summary>
    protected abstract Task<TimeSpan> Turn(CancellationToken ct);

    /// <summary>Leads for as long as the connection holds, where no other node does.</summary>
    protected sealed override async Task Round(CancellationToken ct)
    {
        // The lock lives and dies with this connection.
        await using var connection = await database.OpenConnectionAsync(ct);
        if (!await Ask(connection, "select pg_try_advisory_lock(hashtextextended('charitylink work ' || $1, 0))", ct, Name))
        {
            return;
        }

        try
        {
            // Where the connection is gone the lock is, and the question throws.
            while (await Ask(connection, "select true", ct))
            {
                await Task.Delay(await Turn(ct), Clock, ct);
            }
        }
        finally
        {
            if (connection.State == System.Data.ConnectionState.Open)
            {
                // Before the connection returns to its pool, which would keep the lock.
                await Ask(connection, "select pg_advisory_unlock(hashtextextended('charitylink work ' || $1, 0))", CancellationToken.None, Name);
            }
        }
    }

    private static async Task<bool> Ask(NpgsqlConnection connection, string sql, CancellationToken ct, params string[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        }

        return await command.ExecuteScalarAsync(ct) is true;
    }
}
