using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CharityLink.Kernel;

/// <summary>Work that every node hosts and one of them does. The lock spares double work; that nothing happens twice is never its business.</summary>
/// <param name="name">Of the work: stable, and its own; followers of the log lock under names of another kind.</param>
public abstract partial class OneNodeWork(string name, NpgsqlDataSource database, TimeProvider clock, ILogger log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>The clock it goes by.</summary>
    protected TimeProvider Clock => clock;

    /// <summary>The database it works on.</summary>
    protected NpgsqlDataSource Database => database;

    /// <summary>False where the configuration leaves it to other nodes.</summary>
    protected virtual bool IsWanted => true;

    /// <summary>Does what is due now; how long to wait before the next look.</summary>
    protected abstract Task<TimeSpan> Turn(CancellationToken ct);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (IsWanted && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(stoppingToken);
                await Lead(connection, stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (PostgresException none) when (none.SqlState == PostgresErrorCodes.UndefinedTable)
            {
                // A first start: the read models' tables are being made.
            }
            catch (Exception lost)
            {
                // A database that is away, most likely; what was due stays due.
                Waits(log, lost, name);
            }

            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // The lock lives and dies with this connection.
    private async Task Lead(NpgsqlConnection connection, CancellationToken ct)
    {
        if (!await Ask(connection, "select pg_try_advisory_lock(hashtextextended('charitylink work ' || $1, 0))", ct, name))
        {
            return;
        }

        try
        {
            // Where the connection is gone the lock is, and the question throws.
            while (await Ask(connection, "select true", ct))
            {
                await Task.Delay(await Turn(ct), clock, ct);
            }
        }
        finally
        {
            if (connection.State == System.Data.ConnectionState.Open)
            {
                // Before the connection returns to its pool, which would keep the lock.
                await Ask(connection, "select pg_advisory_unlock(hashtextextended('charitylink work ' || $1, 0))", CancellationToken.None, name);
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Work: {Name} waits for the database")]
    private static partial void Waits(ILogger log, Exception lost, string name);
}
