using Dapper;

namespace CharityLink.Projects;

/// <content>What pages ask.</content>
public sealed partial class ProjectDirectory
{
    private const string Columns = "select to_jsonb(p)::text from projects p";

    /// <summary>One project, or null.</summary>
    public async Task<ProjectRow?> Find(Guid id, CancellationToken ct) => (await Rows($"{Columns} where project_id = @id", new { id }, ct)).SingleOrDefault();

    /// <summary>Several by id, those that exist.</summary>
    public async Task<IReadOnlyDictionary<Guid, ProjectRow>> FindMany(IEnumerable<Guid> ids, CancellationToken ct) =>
        (await Rows($"{Columns} where project_id = any(@ids)", new { ids = ids.Distinct().ToArray() }, ct)).ToDictionary(row => row.ProjectId);

    /// <summary>The projects an organisation raises money for now, paused ones among them.</summary>
    public async Task<IReadOnlyList<Guid>> LiveOf(Guid organiser, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return [.. await connection.QueryAsync<Guid>(new CommandDefinition(
            "select project_id from projects where organiser_id = @organiser and state = 'Live'", new { organiser }, cancellationToken: ct))];
    }

    /// <summary>All that a project's own page tells, or null.</summary>
    public async Task<ProjectView?> View(Guid id, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var (row, story, lines) = await connection.QuerySingleOrDefaultAsync<(string?, string?, string?)>(new CommandDefinition("""
            select to_jsonb(p)::text, s.story::text, (select coalesce(jsonb_agg(l order by ordinal), '[]')::text from project_lines l where l.project_id = @id)
            from projects p join project_stories s using (project_id) where p.project_id = @id
            """, new { id }, cancellationToken: ct));
        return row is null || story is null || lines is null ? null : new(Parse<ProjectRow>(row), Parse<ProjectStory>(story), Parse<List<ProjectLine>>(lines));
    }

    private async Task<IReadOnlyList<ProjectRow>> Rows(string sql, object values, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return [.. (await connection.QueryAsync<string>(new CommandDefinition(sql, values, cancellationToken: ct))).Select(Parse<ProjectRow>)];
    }
}
