using System.Text.Json;
using System.Text.Json.Serialization;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Store;
using Dapper;
using Npgsql;

namespace CharityLink.Projects;

/// <summary>Read model: which project waits for what, for whom, since when and until when by promise.</summary>
public sealed class TaskList(NpgsqlDataSource database) : IReadModel
{
    private const string ReadSql = "select work::text from project_work where project_id = any(@ids)";

    private const string ReplaceSql =
        """
        delete from project_work where project_id = any(@ids);
        insert into project_work select (w ->> 'project_id')::uuid, w from jsonb_array_elements(@works::jsonb) w;
        delete from project_tasks where project_id = any(@ids);
        insert into project_tasks select * from jsonb_populate_recordset(null::project_tasks, @tasks::jsonb);
        """;

    // A role reaches a step by its place, or by its organisation; a charity's officer by the organisation alone.
    private const string IsMine =
        """
        not (t.excluded @> array[@account]) and exists (
          select 1 from unnest(@roles, @patterns, @bodies) as held (role, pattern, body)
           where held.role = any(t.roles) and (held.body = t.organisation_id or (not t.is_own and t.division like held.pattern)))
        """;

    private const string MineSql = $"select to_jsonb(t)::text from project_tasks t where {IsMine} order by t.due_on nulls last, t.since, t.project_id, t.step limit @max";

    // Drafts are their proposers' alone.
    private const string OthersSql =
        $"""
        select to_jsonb(t)::text from project_tasks t
         where t.division like any(@within) and t.step <> 'draft' and not ({IsMine})
         order by t.due_on nulls last, t.since, t.project_id, t.step limit @max
        """;

    private static readonly JsonSerializerOptions _columns = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Converters = { new JsonStringEnumConverter() } };

    /// <inheritdoc/>
    public string Name => "project_tasks";

    /// <inheritdoc/>
    public int Version => 5;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["project_work", "project_tasks"];

    /// <inheritdoc/>
    public string Ddl => Sql.File("Projects.Work.project_tasks.sql");

    /// <summary>What a caller can do something about, the oldest promise first.</summary>
    public Task<IReadOnlyList<ProjectTask>> Of(Caller caller, int max, CancellationToken ct) => Ask(MineSql, caller, max, ct);

    /// <summary>What waits for others in what a caller may read.</summary>
    public Task<IReadOnlyList<ProjectTask>> WaitingForOthers(Caller caller, int max, CancellationToken ct) => Ask(OthersSql, caller, max, ct);

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is IProjectEvent or IVoiceEvent or IPageEvent or IDeliveryEvent;

    /// <inheritdoc/>
    public async Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct)
    {
        var ids = batch.Select(ProjectOf).Distinct().ToArray();
        var works = (await connection.QueryAsync<string>(new CommandDefinition(ReadSql, new { ids }, cancellationToken: ct)))
            .Select(Parse<Work>).ToDictionary(work => work.ProjectId);
        foreach (var recorded in batch)
        {
            var id = ProjectOf(recorded);
            works[id] = recorded.Data is IProjectEvent fact ? Work.After(works.GetValueOrDefault(id), fact, recorded.At) : works[id].After(recorded.Data, recorded.At);
        }

        await connection.ExecuteAsync(new CommandDefinition(ReplaceSql, new
        {
            ids, works = JsonSerializer.Serialize(works.Values, _columns), tasks = JsonSerializer.Serialize(works.Values.SelectMany(work => work.Tasks()), _columns),
        }, cancellationToken: ct));
    }

    private async Task<IReadOnlyList<ProjectTask>> Ask(string sql, Caller caller, int max, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var rows = await connection.QueryAsync<string>(new CommandDefinition(sql, new
        {
            account = caller.AccountId ?? Guid.Empty,
            roles = caller.Appointments.Select(held => held.Role.ToString()).ToArray(),
            patterns = caller.Appointments.Select(held => held.Role == Role.CharityOfficer ? "" : held.Division.Prefix + "%").ToArray(),
            bodies = caller.Appointments.Select(held => held.OrganisationId).ToArray(),
            within = ReadScope.Patterns(caller),
            max,
        }, cancellationToken: ct));
        return [.. rows.Select(Parse<ProjectTask>)];
    }

    // What is told and asked, the pages that raise, and the work itself have streams of their own.
    private static Guid ProjectOf(Recorded recorded) => recorded.Data switch
    {
        IVoiceEvent e => e.ProjectId,
        IPageEvent e => e.ProjectId,
        IDeliveryEvent e => e.ProjectId,
        _ => recorded.StreamId,
    };

    private static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json, _columns)!; // A row is never the word null.
}
