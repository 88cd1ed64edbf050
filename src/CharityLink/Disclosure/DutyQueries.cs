using CharityLink.Kernel;
using Dapper;

namespace CharityLink.Disclosure;

/// <summary>How many duties are open, and how many of them late.</summary>
public sealed record DutyCounts(long Open, long Overdue);

/// <content>What pages ask.</content>
public sealed partial class DutyCalendar
{
    // A rule may owe the same for each report: the row says of which.
    private const string DutyColumns =
        """
        select (to_jsonb(d) || coalesce((
            select jsonb_build_object('report_kind', r.kind, 'report_from', r.from_on, 'report_until', r.until_on) from report r where r.report_id = d.about), '{}'))::text from duty d
        """;

    // What waits for the authority is told where it belongs, and charged to nobody.
    private const string OrganisationsOwn = $"met_on is null and code <> '{DutyRow.Authoritys}'";

    // What begins later is owed later; what has no last day comes after what has one.
    private const string OpenSql =
        $"""
        {DutyColumns}
         where {OrganisationsOwn} and from_on <= @today and division like any(@within) and (not @overdueOnly or due_on < @today)
         order by due_on nulls last, organisation_id, duty_id offset @skip limit @max
        """;

    private const string DueSql =
        $"""
        {DutyColumns}
         where {OrganisationsOwn} and due_on <= @until and from_on <= @today and (due_on, duty_id) > (@afterDay::date, @afterId) order by due_on, duty_id limit @max
        """;

    private const string OpenOfSql =
        $"""
        {DutyColumns}
         where {OrganisationsOwn} and from_on <= @today and organisation_id = any(@organisations)
         order by due_on nulls last, from_on, duty_id limit @max
        """;

    private const string CountSql =
        $"""
        select count(*) filter (where from_on <= @today), count(*) filter (where due_on < @today) from duty where {OrganisationsOwn} and division like any(@within)
        """;

    /// <summary>What a project owes and owed, by day.</summary>
    public Task<IReadOnlyList<DutyRow>> OfProject(Guid projectId, CancellationToken ct) =>
        Duties($"{DutyColumns} where project_id = @projectId order by due_on nulls last, from_on, duty_id", new { projectId }, ct);

    /// <summary>What an organisation owes and owed, for itself and for its projects, open ones first.</summary>
    public Task<IReadOnlyList<DutyRow>> OfOrganisation(Guid organisationId, int max, CancellationToken ct) =>
        Duties($"{DutyColumns} where organisation_id = @organisationId order by met_on is not null, due_on nulls last, duty_id limit @max", new { organisationId, max }, ct);

    /// <summary>What is owed in an area as of a day, the oldest day first.</summary>
    public Task<IReadOnlyList<DutyRow>> Open(IReadOnlyList<string> within, DateOnly today, bool overdueOnly, int page, int size, CancellationToken ct) =>
        Duties(OpenSql, new { within = within.ToArray(), today = today.ToDateTime(TimeOnly.MinValue), overdueOnly, skip = (page - 1) * size, max = size }, ct);

    /// <summary>How much is owed in an area as of a day.</summary>
    public async Task<DutyCounts> Count(IReadOnlyList<string> within, DateOnly today, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var (open, overdue) = await connection.QuerySingleAsync<(long, long)>(
            new CommandDefinition(CountSql, new { within = within.ToArray(), today = today.ToDateTime(TimeOnly.MinValue) }, cancellationToken: ct));
        return new(open, overdue);
    }

    /// <summary>What is due within some days of a day or is late, of all organisations, the oldest first, a part at a time: what reminders are sent for.</summary>
    /// <param name="after">The last of the part before; null: from the beginning.</param>
    public Task<IReadOnlyList<DutyRow>> Due(DateOnly today, int daysAhead, DutyRow? after, int max, CancellationToken ct) => Duties(DueSql, new
    {
        today = today.ToDateTime(TimeOnly.MinValue), until = today.AddDays(daysAhead).ToDateTime(TimeOnly.MinValue), afterDay = (after?.DueOn ?? DateOnly.MinValue).ToDateTime(TimeOnly.MinValue), afterId = after?.DutyId ?? Guid.Empty, max,
    }, ct);

    /// <summary>Some duties, met or not; one that is owed no more is not among them.</summary>
    public Task<IReadOnlyList<DutyRow>> FindMany(IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        Duties($"{DutyColumns} where duty_id = any(@ids) order by due_on, duty_id", new { ids = ids.ToArray() }, ct);

    /// <summary>What organisations owe as of a day, for themselves and for their projects, the oldest day first.</summary>
    public Task<IReadOnlyList<DutyRow>> OpenOf(IReadOnlyCollection<Guid> organisations, DateOnly today, int max, CancellationToken ct) => organisations.Count == 0
        ? Task.FromResult<IReadOnlyList<DutyRow>>([])
        : Duties(OpenOfSql, new { organisations = organisations.ToArray(), today = today.ToDateTime(TimeOnly.MinValue), max }, ct);

    /// <summary>Every report and correction of a project, or of an organisation for itself, in the order they were made public.</summary>
    public async Task<IReadOnlyList<ReportRow>> ReportsOf(Guid subjectId, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return [.. (await connection.QueryAsync<string>(new CommandDefinition(
            "select to_jsonb(r)::text from report r where project_id = @subjectId order by position", new { subjectId }, cancellationToken: ct))).Select(Parse<ReportRow>)];
    }

    /// <summary>An area as SQL asks for it.</summary>
    public static IReadOnlyList<string> Within(DivisionCode division) => [division.Prefix + "%"];

    private async Task<IReadOnlyList<DutyRow>> Duties(string sql, object values, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return [.. (await connection.QueryAsync<string>(new CommandDefinition(sql, values, cancellationToken: ct))).Select(Parse<DutyRow>)];
    }
}
