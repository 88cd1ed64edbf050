using Npgsql;
using NpgsqlTypes;

namespace CharityLink.Store;

/// <summary>The table <c>read.follower</c>: how far each follower has come, in the same transaction as what it wrote.</summary>
internal static class Checkpoints
{
    public static async Task<Checkpoint?> Load(NpgsqlConnection connection, string name, CancellationToken ct)
    {
        const string sql =
            """
            select version, position, state, error, tables, rebuilds_asked > rebuilds_done
              from read.follower where name = $1
            """;
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { Text(name) } };
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct)
            ? new(
                row.GetInt32(0),
                row.GetInt64(1),
                row.GetString(2),
                await row.IsDBNullAsync(3, ct) ? null : row.GetString(3),
                row.GetFieldValue<string[]>(4),
                row.GetBoolean(5))
            : null;
    }

    /// <summary>Starts a follower's row, or starts it anew with another version's tables.</summary>
    public static Task Start(NpgsqlConnection connection, string name, int version, long position, IReadOnlyList<string> tables, CancellationToken ct)
    {
        const string sql =
            """
            insert into read.follower (name, version, position, state, tables) values ($1, $2, $3, 'live', $4)
            on conflict (name) do update
               set version = excluded.version, position = excluded.position, state = excluded.state, error = null,
                   tables = excluded.tables, updated_at = now()
            """;
        return Run(connection, sql, ct, Text(name), Number(version), Number(position),
            new NpgsqlParameter<string[]> { TypedValue = [.. tables] });
    }

    public static Task Save(NpgsqlConnection connection, string name, long position, string state, CancellationToken ct)
    {
        const string sql =
            "update read.follower set position = $2, state = $3, error = null, updated_at = now() where name = $1";
        return Run(connection, sql, ct, Text(name), Number(position), Text(state));
    }

    /// <summary>Moves followers past what did not concern them. A checkpoint that stands elsewhere by now is left alone: it is another leader's, or of other tables.</summary>
    public static async Task SavePassed(NpgsqlDataSource database, IReadOnlyList<QuietRun> runs, CancellationToken ct)
    {
        const string sql =
            """
            update read.follower f set position = n.upto, updated_at = now()
              from unnest($1, $2, $3, $4) n (name, version, since, upto)
             where f.name = n.name and f.version = n.version and f.position >= n.since and f.position < n.upto and f.state <> 'stopped'
            """;
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. runs.Select(run => run.Name)] });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. runs.Select(run => run.Version)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. runs.Select(run => run.Since)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. runs.Select(run => run.UpTo)] });
        await command.ExecuteNonQueryAsync(ct);
    }

    public static Task SaveState(NpgsqlConnection connection, string name, string state, string? error, CancellationToken ct)
    {
        const string sql = "update read.follower set state = $2, error = $3, updated_at = now() where name = $1";
        return Run(connection, sql, ct, Text(name), Text(state), Text(error));
    }

    /// <summary>Asks whoever runs a read model to make it again; the answer is the number to wait for.</summary>
    public static async Task<long?> AskRebuild(NpgsqlDataSource database, string name, CancellationToken ct)
    {
        const string sql =
            "update read.follower set rebuilds_asked = rebuilds_asked + 1 where name = $1 returning rebuilds_asked";
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(Text(name));
        return await command.ExecuteScalarAsync(ct) as long?;
    }

    /// <summary>Whether the rebuild of that number is over, and what stopped it if it failed.</summary>
    public static async Task<(bool Over, string? Error)> Rebuilt(NpgsqlDataSource database, string name, long number, CancellationToken ct)
    {
        const string sql = "select rebuilds_done >= $2, rebuild_error from read.follower where name = $1";
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(Text(name));
        command.Parameters.Add(Number(number));
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? (row.GetBoolean(0), await row.IsDBNullAsync(1, ct) ? null : row.GetString(1)) : (false, null);
    }

    public static Task RebuildsDone(NpgsqlConnection connection, string name, string? error, CancellationToken ct)
    {
        const string sql = "update read.follower set rebuilds_done = rebuilds_asked, rebuild_error = $2 where name = $1";
        return Run(connection, sql, ct, Text(name), Text(error));
    }

    /// <summary>Where every follower stands, by name.</summary>
    public static async Task<Dictionary<string, FollowerStatus>> All(NpgsqlDataSource database, CancellationToken ct)
    {
        const string sql = "select name, version, state, position, error from read.follower";
        await using var command = database.CreateCommand(sql);
        await using var row = await command.ExecuteReaderAsync(ct);
        var all = new Dictionary<string, FollowerStatus>(StringComparer.Ordinal);
        while (await row.ReadAsync(ct))
        {
            all[row.GetString(0)] = new(
                row.GetString(0), row.GetInt32(1), row.GetString(2), row.GetInt64(3), await row.IsDBNullAsync(4, ct) ? null : row.GetString(4));
        }

        return all;
    }

    // Prepared statements stay with the physical connection: preparing again costs nothing.
    private static async Task Run(NpgsqlConnection connection, string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await command.PrepareAsync(ct);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlParameter Text(string? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter<long> Number(long value) => new() { TypedValue = value };

    private static NpgsqlParameter<int> Number(int value) => new() { TypedValue = value };
}

/// <summary>A row of <c>read.follower</c>.</summary>
internal sealed record Checkpoint(int Version, long Position, string State, string? Error, IReadOnlyList<string> Tables, bool RebuildAsked);
