using Npgsql;
using NpgsqlTypes;

namespace CharityLink.Store;

/// <summary>One node at a time: a lock that lives and dies with the very connection that writes, so that a leader cut off cannot write.</summary>
internal static class Leadership
{
    /// <summary>Rows and checkpoint commit together, so what a crash forgets is carried in again: no need to wait for the disk.</summary>
    public const string Settings =
        "set synchronous_commit = off; set jit = off; set application_name = 'charitylink follow';";

    /// <summary>Takes the lock if nobody holds it.</summary>
    public static async Task<bool> TryTake(NpgsqlConnection connection, string name, CancellationToken ct)
    {
        await using var command = Locking("select pg_try_advisory_lock(hashtextextended('charitylink ' || $1, 0))", connection, name);
        return await command.ExecuteScalarAsync(ct) is true;
    }

    /// <summary>Waits for the lock.</summary>
    public static async Task Take(NpgsqlConnection connection, string name, CancellationToken ct)
    {
        await using var command = Locking("select pg_advisory_lock(hashtextextended('charitylink ' || $1, 0))", connection, name);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Lets go before the connection returns to its pool, which would keep the lock until the connection's next use.</summary>
    public static async Task Release(NpgsqlConnection connection)
    {
        if (connection.State != System.Data.ConnectionState.Open)
        {
            return;
        }

        try
        {
            await using var command = new NpgsqlCommand("select pg_advisory_unlock_all()", connection) { CommandTimeout = 2 };
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception lost) when (Faults.IsPassing(lost))
        {
            // A connection that is gone holds no lock.
        }
    }

    private static NpgsqlCommand Locking(string sql, NpgsqlConnection connection, string name) =>
        new(sql, connection) { Parameters = { new() { Value = name, NpgsqlDbType = NpgsqlDbType.Text } } };
}
