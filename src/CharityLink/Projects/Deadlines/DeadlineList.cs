using CharityLink.Store;
using Dapper;
using Npgsql;

namespace CharityLink.Projects;

/// <summary>Read model: which projects end when. A row lives from the opening to the end, so what is due is always at the front.</summary>
public sealed class DeadlineList(NpgsqlDataSource database) : IReadModel
{
    // A clock that runs ahead ends nothing early: the node's and the database's must both have come to the deadline.
    private const string DueSql =
        """
        select project_id, deadline_at from project_deadlines
         where deadline_at <= least(@now, now()) order by deadline_at, project_id limit @max
        """;

    private const string NextSql = "select min(deadline_at) from project_deadlines";

    private const string SetSql =
        """
        insert into project_deadlines (project_id, deadline_at) select * from unnest($1, $2)
        on conflict (project_id) do update set deadline_at = excluded.deadline_at
        """;

    private const string EndSql = "delete from project_deadlines where project_id = any($1)";

    /// <inheritdoc/>
    public string Name => "project_deadlines";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["project_deadlines"];

    /// <inheritdoc/>
    public string Ddl => Sql.File("Projects.Deadlines.project_deadlines.sql");

    /// <summary>Projects whose deadline has come by both clocks, the earliest first.</summary>
    public async Task<IReadOnlyList<Due>> DueAt(DateTimeOffset now, int max, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var rows = await connection.QueryAsync<(Guid Id, DateTime At)>(new CommandDefinition(DueSql, new { now, max }, cancellationToken: ct));
        return [.. rows.Select(row => new Due(row.Id, new DateTimeOffset(row.At, TimeSpan.Zero)))];
    }

    /// <summary>The next deadline, past or to come; null when no project is open.</summary>
    public async Task<DateTimeOffset?> Next(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteScalarAsync<DateTime?>(new CommandDefinition(NextSql, cancellationToken: ct)) is { } at ? new DateTimeOffset(at, TimeSpan.Zero) : null;
    }

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is ProjectOpened or ProjectExtended or ProjectEnded;

    /// <inheritdoc/>
    public Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct)
    {
        var latest = new Dictionary<Guid, DateTimeOffset?>();
        foreach (var fact in batch.Select(recorded => recorded.Data))
        {
            switch (fact)
            {
                case ProjectOpened opened:
                    latest[opened.ProjectId] = opened.DeadlineAt;
                    break;
                case ProjectExtended extended:
                    latest[extended.ProjectId] = extended.DeadlineAt;
                    break;
                case ProjectEnded ended:
                    latest[ended.ProjectId] = null;
                    break;
                default:
                    break;
            }
        }

        return connection.Run(Writes(latest), ct);
    }

    private static IEnumerable<NpgsqlBatchCommand> Writes(Dictionary<Guid, DateTimeOffset?> latest)
    {
        var open = latest.Where(row => row.Value is not null).ToList();
        if (open.Count > 0)
        {
            yield return new NpgsqlBatchCommand(SetSql).With(open.ConvertAll(row => row.Key).ToArray()).With(open.ConvertAll(row => row.Value.GetValueOrDefault().UtcDateTime).ToArray());
        }

        if (latest.Where(row => row.Value is null).Select(row => row.Key).ToArray() is { Length: > 0 } over)
        {
            yield return new NpgsqlBatchCommand(EndSql).With(over);
        }
    }
}

/// <summary>A project whose deadline has come.</summary>
public sealed record Due(Guid ProjectId, DateTimeOffset DeadlineAt);
