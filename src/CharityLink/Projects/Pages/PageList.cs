using System.Text.Json;
using System.Text.Json.Serialization;
using CharityLink.Network;
using CharityLink.Store;
using Dapper;
using Npgsql;

namespace CharityLink.Projects;

/// <summary>Read model: the fundraising pages of projects, and what was reported of them.</summary>
public sealed class PageList(NpgsqlDataSource database) : IReadModel
{
    private const string ReadSql =
        """
        select to_jsonb(p)::text from fundraising_page p where page_id = any(@ids);
        select to_jsonb(r)::text from page_report r where report_id = any(@reports);
        """;

    private const string ReplaceSql =
        """
        delete from fundraising_page where page_id = any(@ids);
        insert into fundraising_page select * from jsonb_populate_recordset(null::fundraising_page, @rows::jsonb);
        delete from page_report where report_id = any(@reports);
        insert into page_report select * from jsonb_populate_recordset(null::page_report, @told::jsonb);
        """;

    private const string Columns = "select to_jsonb(p)::text from fundraising_page p";
    private const string Live = "from fundraising_page p where project_id = @project and state = 'live' and hidden_because is null";
    private const string Newest = "order by opened_at desc, page_id offset @skip limit @size";

    private static readonly JsonSerializerOptions _columns = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Converters = { new JsonStringEnumConverter() } };

    /// <inheritdoc/>
    public string Name => "project_pages";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["fundraising_page", "page_report"];

    /// <inheritdoc/>
    public string Ddl => Sql.File("Projects.Pages.pages.sql");

    /// <summary>One page, or null.</summary>
    public async Task<PageRow?> Find(Guid id, CancellationToken ct) => (await Rows<PageRow>($"{Columns} where page_id = @id", new { id }, ct)).SingleOrDefault();

    /// <summary>The pages of a project that raise now, newest first.</summary>
    public async Task<PageOf<PageRow>> LiveOf(Guid project, int page, int size, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var both = await connection.QueryMultipleAsync(new CommandDefinition(
            $"select to_jsonb(p)::text {Live} {Newest}; select count(*) {Live}", new { project, skip = (long)(page - 1) * size, size }, cancellationToken: ct));
        return new([.. (await both.ReadAsync<string>()).Select(Parse<PageRow>)], await both.ReadSingleAsync<long>());
    }

    /// <summary>Teams of a project that raise now, by title.</summary>
    public Task<IReadOnlyList<PageRow>> TeamsOf(Guid project, int max, CancellationToken ct) =>
        Rows<PageRow>($"select to_jsonb(p)::text {Live} and kind = 'Team' order by title, page_id limit @max", new { project, max }, ct);

    /// <summary>The members' pages of a team that everybody may read.</summary>
    public Task<IReadOnlyList<PageRow>> MembersOf(Guid team, int max, CancellationToken ct) =>
        Rows<PageRow>($"{Columns} where team_id = @team and state <> 'waiting' and hidden_because is null order by opened_at, page_id limit @max", new { team, max }, ct);

    /// <summary>All pages of a project that were ever confirmed, for staff: the newest first.</summary>
    public Task<IReadOnlyList<PageRow>> AllOf(Guid project, int max, CancellationToken ct) =>
        Rows<PageRow>($"{Columns} where project_id = @project and state <> 'waiting' order by opened_at desc, page_id limit @max", new { project, max }, ct);

    /// <summary>What was reported of a project's pages and waits, the oldest first.</summary>
    public Task<IReadOnlyList<ReportOfPage>> ReportsOf(Guid project, int max, CancellationToken ct) => Rows<ReportOfPage>(
        "select to_jsonb(r)::text from page_report r where project_id = @project and findings is null order by reported_at, report_id limit @max", new { project, max }, ct);

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is IPageEvent;

    /// <inheritdoc/>
    public async Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct)
    {
        var facts = batch.Select(recorded => (Fact: (IPageEvent)recorded.Data, recorded.Position)).ToList();
        var ids = facts.Select(one => one.Fact.PageId).Distinct().ToArray();
        var reports = facts.Select(one => one.Fact switch { PageReported e => e.ReportId, ReportAnswered e => e.ReportId, _ => (Guid?)null }).OfType<Guid>().Distinct().ToArray();
        Dictionary<Guid, PageRow> rows;
        Dictionary<Guid, ReportOfPage> told;
        await using (var both = await connection.QueryMultipleAsync(new CommandDefinition(ReadSql, new { ids, reports }, cancellationToken: ct)))
        {
            rows = (await both.ReadAsync<string>()).Select(Parse<PageRow>).ToDictionary(row => row.PageId);
            told = (await both.ReadAsync<string>()).Select(Parse<ReportOfPage>).ToDictionary(row => row.ReportId);
        }

        foreach (var (fact, position) in facts)
        {
            rows[fact.PageId] = PageRow.After(rows.GetValueOrDefault(fact.PageId), fact, position);
            if (fact is PageReported said)
            {
                told[said.ReportId] = new(said.ReportId, said.PageId, said.ProjectId, said.Text, said.ReportedAt, null);
            }
            else if (fact is ReportAnswered answered)
            {
                told[answered.ReportId] = told[answered.ReportId] with { Findings = answered.Findings };
            }
        }

        await connection.ExecuteAsync(new CommandDefinition(ReplaceSql, new
        {
            ids, rows = JsonSerializer.Serialize(rows.Values, _columns), reports, told = JsonSerializer.Serialize(told.Values, _columns),
        }, cancellationToken: ct));
    }

    private async Task<IReadOnlyList<TRow>> Rows<TRow>(string sql, object values, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return [.. (await connection.QueryAsync<string>(new CommandDefinition(sql, values, cancellationToken: ct))).Select(Parse<TRow>)];
    }

    private static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json, _columns)!; // A row is never the word null.
}
