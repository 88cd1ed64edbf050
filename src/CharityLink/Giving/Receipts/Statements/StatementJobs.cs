using Dapper;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>An order to make the annual statements of all givers of one organisation, and how far it has come.</summary>
/// <param name="State"><c>waiting</c>, <c>running</c>, <c>done</c>, <c>cancelled</c> or <c>failed</c>.</param>
/// <param name="Total">Givers who get one; null until that was counted.</param>
/// <param name="LastGiver">The last one in the file.</param>
/// <param name="Bytes">How long the file is with that one.</param>
/// <param name="Fault">Why it failed, or waits a while, as a code; null where nothing is wrong.</param>
/// <param name="TellsGivers">Whoever gave and left a mailbox is written to when it is done.</param>
public sealed record StatementJob(
    Guid Id, Guid HolderId, int Year, int StartMonth, int StartDay, string Language, string State, DateTime OrderedAt, DateTime? EndedAt, int? Total, int Done, Guid LastGiver, long Bytes, string? Fault, bool TellsGivers)
{
    /// <summary>For which twelve months.</summary>
    public FiscalYear Fiscal => new(Year, new YearStart(StartMonth, StartDay));

    /// <summary>Somebody still works on it, or will.</summary>
    public bool IsOpen => State is "waiting" or "running";
}

/// <summary>Orders for annual statements: each is worked on by one node at a time, and goes on elsewhere when that node dies.</summary>
public sealed class StatementJobs(NpgsqlDataSource database, TimeProvider clock)
{
    private static readonly TimeSpan LeaseFor = TimeSpan.FromSeconds(30);

    private const string Columns =
        "id, holder_id holderId, year, start_month startMonth, start_day startDay, language, state, ordered_at orderedAt, ended_at endedAt, total, done, last_giver lastGiver, bytes, fault, tells_givers tellsGivers";

    private const string OrderSql =
        """
        insert into giving.statement_job (id, holder_id, year, start_month, start_day, language, ordered_by, ordered_at, tells_givers)
        select @id, @holder, @year, @month, @day, @language, @by, @now, @tellsGivers
         where not exists (select from giving.statement_job where holder_id = @holder and state in ('waiting', 'running') and id <> @id)
        on conflict (id) do nothing
        """;

    private const string TakeSql =
        $"""
        update giving.statement_job set state = 'running', leased_by = @node, lease_until = @until
         where id = (select id from giving.statement_job where state in ('waiting', 'running') and (lease_until is null or lease_until < @now)
                      order by ordered_at limit 1 for update skip locked)
        returning {Columns}
        """;

    private const string KeepSql =
        """
        update giving.statement_job set total = coalesce(@total, total), done = @done, last_giver = @lastGiver, bytes = @bytes, lease_until = @until, fault = null
         where id = @id and leased_by = @node and state = 'running'
        """;

    private const string EndSql =
        "update giving.statement_job set state = @state, fault = @fault, ended_at = @now, lease_until = null where id = @id and leased_by = @node and state = 'running'";

    private const string ReleaseSql = "update giving.statement_job set lease_until = null where id = @id and leased_by = @node and state = 'running'";

    private const string PauseSql = "update giving.statement_job set fault = @fault, lease_until = @until where id = @id and leased_by = @node and state = 'running'";

    private const string CancelSql = "update giving.statement_job set state = 'cancelled', ended_at = @now where id = @id and state in ('waiting', 'running')";

    private const string OldSql = $"select {Columns} from giving.statement_job where state in ('done', 'cancelled', 'failed') and ended_at < @before";

    /// <summary>Orders the statements; the same form again changes nothing. False: another order of the organisation is being worked on.</summary>
    public async Task<bool> Order(Guid id, Guid holder, FiscalYear year, string language, Guid? by, bool tellsGivers, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            OrderSql, new { id, holder, year.Year, year.Start.Month, year.Start.Day, language, by, tellsGivers, now = clock.GetUtcNow().UtcDateTime }, cancellationToken: ct));
        return await Find(id, ct) is { } job && job.HolderId == holder;
    }

    /// <summary>An order, or null.</summary>
    public async Task<StatementJob?> Find(Guid id, CancellationToken ct) => (await Rows($"select {Columns} from giving.statement_job where id = @id", new { id }, ct)).SingleOrDefault();

    /// <summary>An organisation's orders, the newest first.</summary>
    public Task<IReadOnlyList<StatementJob>> Of(Guid holder, CancellationToken ct) =>
        Rows($"select {Columns} from giving.statement_job where holder_id = @holder order by ordered_at desc limit 20", new { holder }, ct);

    /// <summary>Takes an order nobody works on, or one whose node has not been heard of; null when there is none.</summary>
    public async Task<StatementJob?> Take(Guid node, CancellationToken ct) =>
        (await Rows(TakeSql, new { node, now = clock.GetUtcNow().UtcDateTime, until = (clock.GetUtcNow() + LeaseFor).UtcDateTime }, ct)).SingleOrDefault();

    /// <summary>Writes down how far it has come and holds the lease; false when it was cancelled or is another node's by now.</summary>
    public async Task<bool> Keep(StatementJob job, Guid node, CancellationToken ct) =>
        await Run(KeepSql, new { job.Id, node, job.Total, job.Done, job.LastGiver, job.Bytes, until = (clock.GetUtcNow() + LeaseFor).UtcDateTime }, ct);

    /// <summary>Ends an order: done, or failed with a code.</summary>
    public Task<bool> End(Guid id, Guid node, string? fault, CancellationToken ct) =>
        Run(EndSql, new { id, node, fault, state = fault is null ? "done" : "failed", now = clock.GetUtcNow().UtcDateTime }, ct);

    /// <summary>Leaves an order as far as it has come, with why; any node goes on from there after a while.</summary>
    public Task<bool> Pause(Guid id, Guid node, string fault, TimeSpan pause, CancellationToken ct) =>
        Run(PauseSql, new { id, node, fault, until = (clock.GetUtcNow() + pause).UtcDateTime }, ct);

    /// <summary>Lets another node go on at once: this one is going down.</summary>
    public Task<bool> Release(Guid id, Guid node, CancellationToken ct) => Run(ReleaseSql, new { id, node }, ct);

    /// <summary>Stops an order; what was made of it goes away.</summary>
    public Task<bool> Cancel(Guid id, CancellationToken ct) => Run(CancelSql, new { id, now = clock.GetUtcNow().UtcDateTime }, ct);

    /// <summary>Orders that ended before an instant: their files are not kept longer.</summary>
    public Task<IReadOnlyList<StatementJob>> EndedBefore(DateTimeOffset before, CancellationToken ct) => Rows(OldSql, new { before = before.UtcDateTime }, ct);

    private async Task<bool> Run(string sql, object values, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteAsync(new CommandDefinition(sql, values, cancellationToken: ct)) == 1;
    }

    private async Task<IReadOnlyList<StatementJob>> Rows(string sql, object values, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<StatementJob>(new CommandDefinition(sql, values, cancellationToken: ct))).AsList();
    }
}
