using CharityLink.Kernel;
using CharityLink.Network;
using Dapper;

namespace CharityLink.Projects;

/// <summary>Which projects a list shows. Everything empty: all of them, those not public yet among them.</summary>
/// <param name="Areas">Within somebody's reach: needed in these divisions or below; null: anywhere.</param>
/// <param name="Bodies">Or proposed or organised by one of these organisations.</param>
/// <param name="Place">And needed in this division or below it.</param>
/// <param name="Text">Part of a title or place, in characters, letters or pinyin.</param>
/// <param name="IsShort">Less than half of the goal has come together.</param>
public sealed record ProjectFilter(
    IReadOnlyList<DivisionCode>? Areas = null, IReadOnlyList<Guid>? Bodies = null, DivisionCode? Place = null, Guid? ProgramId = null, string? Kind = null, IReadOnlyList<ProjectStage>? Stages = null,
    IReadOnlyList<ProjectState>? States = null, FundingModel? Model = null, bool IsShort = false, string? Text = null)
{
    /// <summary>The stages everybody may see.</summary>
    public static IReadOnlyList<ProjectStage> Public { get; } = [ProjectStage.Live, ProjectStage.Paused, ProjectStage.CarryingOut, ProjectStage.Done, ProjectStage.Failed];
}

/// <summary>What comes first in a list. Projects that take gifts always come before those that do not.</summary>
public enum ProjectSort
{
    /// <summary>The next deadline first.</summary>
    EndingSoon,

    /// <summary>Opened last first; before opening, drafted last.</summary>
    Newest,

    /// <summary>The largest part of the goal first, those that have reached it after.</summary>
    ClosestToGoal,

    /// <summary>The smallest part of the goal first.</summary>
    NeedsMost,
}

/// <summary>How many projects there would be of each stage and of each kind.</summary>
public sealed record ProjectCounts(IReadOnlyDictionary<ProjectStage, long> ByStage, IReadOnlyDictionary<string, long> ByKind);

/// <content>What pages ask.</content>
public sealed partial class ProjectDirectory
{
    private const string Filtered = """
        where ((@Areas::text[] is null and @Bodies::uuid[] is null) or division like any(@Areas) or proposer_id = any(@Bodies) or organiser_id = any(@Bodies))
          and (@Place::text is null or division like @Place)
          and (@ProgramId::uuid is null or program_id = @ProgramId)
          and (@States::text[] is null or state = any(@States))
          and (@Model::text is null or model = @Model)
          and (not @IsShort or raised_minor * 2 < goal_minor)
          and (@Key = '' or search_key like '%' || @Key || '%')
        """;

    private const string OfKind = "and (@Kind::text is null or kind = @Kind)";

    private const string OfStage = "and (@Stages::text[] is null or stage = any(@Stages))";

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

    /// <summary>A page of the list that a filter leaves, and how many there are in all.</summary>
    public async Task<PageOf<ProjectRow>> List(ProjectFilter filter, ProjectSort sort, int page, int size, CancellationToken ct) => (await Search(filter, sort, page, size, ct)).Rows;

    /// <summary>The same, and how many projects other stages and kinds would leave: each count passes over its own part of the filter.</summary>
    public async Task<(PageOf<ProjectRow> Rows, ProjectCounts Counts)> Search(ProjectFilter filter, ProjectSort sort, int page, int size, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        // One pass over narrow rows counts and sorts; only those of the page are fetched whole.
        var (counted, shown) = await connection.QuerySingleAsync<(string, string)>(new CommandDefinition(
            $"""
            with found as materialized (
              select project_id, stage, kind, deadline_at, ended_at, opened_at, drafted_at, raised_minor, goal_minor from projects {Filtered})
            select (select coalesce(jsonb_agg(c), '[]')::text from (select stage, kind, count(*) as count from found group by stage, kind) c),
                   (select coalesce(jsonb_agg(to_jsonb(p) order by shown.n), '[]')::text
                      from (select project_id, row_number() over () as n
                              from (select project_id from found where true {OfKind} {OfStage} {Order(sort)} offset @Skip limit @Size) cut) shown
                      join projects p using (project_id))
            """, Values(filter, (long)(page - 1) * size, size), cancellationToken: ct));
        var all = Parse<List<Counted>>(counted);
        var (ofKind, ofStage) = (all.Where(row => filter.Kind is null || row.Kind == filter.Kind).ToList(), all.Where(row => filter.Stages?.Contains(row.Stage) != false).ToList());
        return (
            new(Parse<List<ProjectRow>>(shown), ofKind.Intersect(ofStage).Sum(row => row.Count)),
            new(
                ofKind.GroupBy(row => row.Stage).ToDictionary(stage => stage.Key, stage => stage.Sum(row => row.Count)),
                ofStage.GroupBy(row => row.Kind, StringComparer.Ordinal).ToDictionary(kind => kind.Key, kind => kind.Sum(row => row.Count), StringComparer.Ordinal)));
    }

    // A goal is above zero by the rules of a proposal; a row that should break them is sorted last, not divided by.
    private static string Order(ProjectSort sort) => "order by stage <> 'Live', " + sort switch
    {
        ProjectSort.EndingSoon => "case when stage = 'Live' then deadline_at end, ended_at desc nulls last, project_id",
        ProjectSort.Newest => "coalesce(opened_at, drafted_at) desc, project_id",
        ProjectSort.ClosestToGoal => "raised_minor >= goal_minor, raised_minor::float8 / nullif(goal_minor, 0) desc nulls last, project_id",
        _ => "raised_minor::float8 / nullif(goal_minor, 0) nulls last, project_id",
    };

    private static object Values(ProjectFilter filter, long skip, int size) => new
    {
        Areas = filter.Areas?.Select(area => area.Prefix + "%").ToArray(),
        Bodies = filter.Bodies?.ToArray(),
        Place = filter.Place is { } place ? place.Prefix + "%" : null,
        filter.ProgramId,
        filter.Kind,
        Stages = filter.Stages?.Select(stage => stage.ToString()).ToArray(),
        States = filter.States?.Select(state => state.ToString()).ToArray(),
        Model = filter.Model?.ToString(),
        filter.IsShort,
        Key = SearchKey.Of(filter.Text),
        Skip = skip,
        Size = size,
    };

    private sealed record Counted(ProjectStage Stage, string Kind, long Count);

    private async Task<IReadOnlyList<ProjectRow>> Rows(string sql, object values, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return [.. (await connection.QueryAsync<string>(new CommandDefinition(sql, values, cancellationToken: ct))).Select(Parse<ProjectRow>)];
    }
}
