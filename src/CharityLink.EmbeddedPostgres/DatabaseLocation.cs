using Npgsql;

namespace CharityLink.EmbeddedPostgres;

/// <summary>The database the program works on: the one the operator named, else a private cluster that stops with the program.</summary>
public sealed class DatabaseLocation : IAsyncDisposable
{
    private const string DatabaseName = "charitylink";
    private readonly PostgresCluster? _cluster;

    private DatabaseLocation(string connectionString, PostgresCluster? cluster)
    {
        ConnectionString = new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = "read,public" }.ConnectionString;
        _cluster = cluster;
    }

    /// <summary>How to reach it, with the search path every part of the program expects.</summary>
    public string ConnectionString { get; }

    /// <summary>Takes <paramref name="databaseUrl"/> (CHARITYLINK_DATABASE) when there is one, else starts the private cluster in <paramref name="home"/>.</summary>
    /// <exception cref="PostgresUnavailableException">With a sentence that says what to do.</exception>
    public static async Task<DatabaseLocation> Resolve(
        string? databaseUrl, string home, Action<string> progress, CancellationToken ct)
    {
        if (!string.IsNullOrWhiteSpace(databaseUrl))
        {
            var named = DatabaseUrl.Parse(databaseUrl);
            await Check(named, ct);
            return new DatabaseLocation(named.ConnectionString, cluster: null);
        }

        var cluster = await PostgresCluster.Start(new PostgresOptions { Home = home, Progress = progress }, ct);
        await cluster.EnsureDatabase(DatabaseName, ct);
        return new DatabaseLocation(cluster.ConnectionString(DatabaseName), cluster);
    }

    /// <summary>Starts the private cluster again when it is down, and tells whether it was; an operator's own database is the operator's to start.</summary>
    /// <exception cref="PostgresUnavailableException">It does not start.</exception>
    public async Task<bool> Revive(CancellationToken ct)
    {
        if (_cluster is null or { Pid: not null })
        {
            return false;
        }

        await _cluster.Restart(ct);
        return true;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _cluster?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task Check(NpgsqlConnectionStringBuilder named, CancellationToken ct)
    {
        try
        {
            await using var connection = new NpgsqlConnection(named.ConnectionString);
            await connection.OpenAsync(ct);
            if (connection.PostgreSqlVersion.Major < PostgresBinaries.MajorMin)
            {
                throw new PostgresUnavailableException(
                    $"CHARITYLINK_DATABASE names PostgreSQL {connection.PostgreSqlVersion.Major} at {named.Host}, "
                    + $"but {PostgresBinaries.MajorMin} or newer is needed: upgrade it, or unset CHARITYLINK_DATABASE.");
            }
        }
        catch (NpgsqlException e)
        {
            var reason = e is PostgresException answer ? answer.MessageText : e.InnerException?.Message ?? e.Message;
            throw new PostgresUnavailableException(
                $"The database {named.Database} at {named.Host} that CHARITYLINK_DATABASE names does not let us in ({reason}): "
                + "start it or correct the address, or unset CHARITYLINK_DATABASE to use a private one.", e);
        }
    }
}
