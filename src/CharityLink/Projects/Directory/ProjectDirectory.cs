using System.Text.Json;
using System.Text.Json.Serialization;
using CharityLink.Giving;
using CharityLink.Network;
using CharityLink.Store;
using Dapper;
using Npgsql;

namespace CharityLink.Projects;

/// <summary>Read model: which projects there are, where each stands, what it raised, and all that its page tells.</summary>
public sealed partial class ProjectDirectory(NpgsqlDataSource database, Divisions divisions) : IReadModel
{
    // Rows travel as JSON both ways: the columns are then named in one place.
    private const string Replace = """
        delete from projects where project_id = any(@ids);
        insert into projects select * from jsonb_populate_recordset(null::projects, @rows::jsonb);
        delete from project_stories where project_id = any(@ids);
        insert into project_stories select (story ->> 'project_id')::uuid, story from jsonb_array_elements(@stories::jsonb) story;
        delete from project_lines where project_id = any(@budgets);
        insert into project_lines select * from jsonb_populate_recordset(null::project_lines, @lines::jsonb);
        """;

    private const string Read = """
        select to_jsonb(p)::text as row, s.story::text as story from projects p join project_stories s using (project_id) where p.project_id = any(@ids)
        """;

    private const string Raise = """
        update projects p set raised_minor = p.raised_minor + g.raised, pledged_minor = p.pledged_minor + g.pledged, position = greatest(p.position, g.position)
          from unnest(@ids, @raised, @pledged, @positions) g (id, raised, pledged, position) where p.project_id = g.id
        """;

    private static readonly JsonSerializerOptions _columns = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <inheritdoc/>
    public string Name => "projects";

    /// <inheritdoc/>
    public int Version => 7;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["projects", "project_lines", "project_stories"];

    /// <inheritdoc/>
    public string Ddl { get; } = EmbeddedText.Beside(typeof(ProjectDirectory), "Directory.projects.sql");

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is IProjectEvent || Sum(fact).Project is not null;

    /// <inheritdoc/>
    public async Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct)
    {
        var facts = batch.Where(recorded => recorded.Data is IProjectEvent).ToList();
        if (facts.Count > 0)
        {
            await Carry(facts, connection, ct);
        }

        var sums = (from recorded in batch let sum = Sum(recorded.Data) where sum.Project is not null group (sum.Raised, sum.Pledged, recorded.Position) by sum.Project.GetValueOrDefault()).ToList();
        if (sums.Count > 0)
        {
            await connection.ExecuteAsync(new CommandDefinition(Raise, new
            {
                ids = sums.Select(one => one.Key).ToArray(), raised = sums.Select(one => one.Sum(each => each.Raised)).ToArray(), pledged = sums.Select(one => one.Sum(each => each.Pledged)).ToArray(),
                positions = sums.Select(one => one.Max(each => each.Position)).ToArray(),
            }, cancellationToken: ct));
        }
    }

    // What a gift or a promise adds to a project, and money that goes back takes from it; a promise that is kept, taken back or let off is open no longer.
    private static (Guid? Project, long Raised, long Pledged) Sum(object fact) => fact switch
    {
        DonationPaid e => (e.Cause.ProjectId, e.Amount.Minor, 0),
        PledgeConfirmed e => (e.Cause.ProjectId, 0, e.Amount.Minor),
        PledgeFulfilled e => (e.Cause.ProjectId, 0, -e.Amount.Minor),
        PledgeGiftReturned e => (e.Cause.ProjectId, 0, e.Amount.Minor - (e.Ends?.Minor ?? 0)),
        PledgeGiftRestored e => (e.Cause.ProjectId, 0, (e.Revives?.Minor ?? 0) - e.Amount.Minor),
        PledgeCancelled { WasConfirmed: true } e => (e.Cause.ProjectId, 0, -e.Open.Minor),
        PledgeReleased e => (e.Cause.ProjectId, 0, -e.Open.Minor),
        PledgeLapsed { WasConfirmed: true } e => (e.Cause.ProjectId, 0, -e.Open.Minor),
        _ => GiftFall.Of(fact) is { } fall ? (fall.Gift.Cause.ProjectId, fall.Minor, 0) : default,
    };

    private async Task Carry(List<Recorded> facts, NpgsqlConnection connection, CancellationToken ct)
    {
        var ids = facts.Select(recorded => recorded.StreamId).Distinct().ToArray();
        var before = (await connection.QueryAsync<(string Row, string Story)>(new CommandDefinition(Read, new { ids }, cancellationToken: ct)))
            .Select(pair => (Row: Parse<ProjectRow>(pair.Row), Story: Parse<ProjectStory>(pair.Story))).ToList();
        var rows = before.ToDictionary(pair => pair.Row.ProjectId, pair => pair.Row);
        var stories = before.ToDictionary(pair => pair.Row.ProjectId, pair => pair.Story);
        var lines = new Dictionary<Guid, IReadOnlyList<BudgetLine>>();
        var change = new ProjectRows(divisions);
        foreach (var recorded in facts)
        {
            var (id, fact) = (recorded.StreamId, (IProjectEvent)recorded.Data);
            rows[id] = change.After(rows.GetValueOrDefault(id), fact, recorded.At) with { Position = recorded.Position };
            stories[id] = ProjectStory.After(stories.GetValueOrDefault(id), fact, recorded.Type, recorded.At);
            if (fact is ProjectDrafted { Funding: var first })
            {
                lines[id] = first.Lines;
            }
            else if (fact is ProposalChanged { Funding: var now })
            {
                lines[id] = now.Lines;
            }
        }

        await connection.ExecuteAsync(new CommandDefinition(Replace, new
        {
            ids,
            rows = JsonSerializer.Serialize(rows.Values, _columns),
            stories = JsonSerializer.Serialize(stories.Values, _columns),
            budgets = lines.Keys.ToArray(),
            lines = JsonSerializer.Serialize(lines.SelectMany(budget => budget.Value.Select((line, at) => Line(budget.Key, line, at))), _columns),
        }, cancellationToken: ct));
    }

    private static ProjectLine Line(Guid project, BudgetLine line, int at) => new(project, line.LineId, at, line.NameZh, line.NameEn, line.Planned.Minor, line.IsRequired);

    internal static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json, _columns)!; // A row is never the word null.
}
