using CharityLink.Store;
using CharityLink.Workers;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>What a round let go.</summary>
/// <param name="Emptied">Calls whose content and answer are gone.</param>
/// <param name="Calls">Calls whose rows are gone.</param>
/// <param name="GivenUp">Notifications that lay aside for too long: their content is gone, and nobody can act on them any more.</param>
/// <param name="Notifications">Notifications whose rows are gone.</param>
public sealed record LetGo(int Emptied, int Calls, int GivenUp, int Notifications)
{
    /// <summary>Nothing more is to be let go now.</summary>
    public bool IsNothing => this == new LetGo(0, 0, 0, 0);
}

/// <summary>
/// Lets go what calls to providers and their notifications leave behind: first what they say, which may name a giver, later the rows. That nothing
/// happens twice hangs on none of them: facts decide by the provider's ids, and a fact that was planned from is not planned from again.
/// </summary>
public sealed partial class OldPayments(
    EventStore store, ReadModelHost models, NpgsqlDataSource database, PaymentLimits limits, TimeProvider clock, ILogger<OldPayments> log)
    : OneNodeWork("old calls and notifications", database, clock, log)
{
    /// <summary>A provider repeats what happened for thirty days: so long everything is kept, whatever the settings say.</summary>
    public const int KeepDaysLeast = 31;

    /// <summary>What stands at a notification that lay aside until its content went.</summary>
    public const string TooOld = "too_old";

    private const int AtOnce = 2_000;
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private static readonly TimeSpan CatchUpMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private const string EmptySql =
        """
        with due as (
          select id, concluded_at from giving.payment_operation
           where concluded_at >= (select emptied_upto from giving.payment_keeping) and concluded_at < $1 and (call <> '' or answer is not null)
           order by concluded_at limit $2),
        moved as (update giving.payment_keeping set emptied_upto = greatest(emptied_upto, (select max(concluded_at) from due)))
        update giving.payment_operation o set call = '', answer = null from due where o.id = due.id
        """;

    // Whoever plans waits for this, and then knows that the rows are gone.
    private const string TakeTurnsSql = "select 1 from giving.payment_keeping for update";

    private const string RemoveSql =
        """
        with moved as (
          update giving.payment_keeping set planned_upto = greatest(planned_upto, $3)
           where exists (select from giving.payment_operation where concluded_at < $1))
        delete from giving.payment_operation where id in (select id from giving.payment_operation where concluded_at < $1 order by concluded_at limit $2)
        """;

    private const string GiveUpSql =
        """
        update giving.payment_inbox set state = 'dropped', body = null, error = $3, done_at = $4
         where id in (select id from giving.payment_inbox where state = 'dead' and received_at < $1 order by id limit $2)
        """;

    // The oldest stand first: what cannot go yet is younger, or waits, and is never many.
    private const string ForgetSql =
        """
        delete from giving.payment_inbox i using (select id from giving.payment_inbox order by id limit $2) oldest
         where i.id = oldest.id and i.received_at < $1 and i.state in ('done', 'unheeded', 'dropped')
        """;

    /// <summary>Lets go some of what is old enough at a moment; what went.</summary>
    public async Task<LetGo> Work(DateTimeOffset now, CancellationToken ct)
    {
        DateTimeOffset Before(int days) => now.ToUniversalTime().AddDays(-Math.Max(KeepDaysLeast, days));
        var (contents, aside, rows) = (Before(limits.KeepContentDays), Before(limits.KeepAsideDays), Before(Math.Max(limits.KeepRowsDays, limits.KeepContentDays)));
        // Up to here all has been planned. Where the planner is behind or stands still, no call goes: nobody could say whether it was planned.
        var planned = await store.ReadEnd(ct);
        var isPlanned = await models.WaitFor(OperationPlanner.Follower, planned, CatchUpMax, ct);
        await using var connection = await Database.OpenConnectionAsync(ct);
        var gone = new LetGo(
            await Run(connection, ct, new NpgsqlBatchCommand(EmptySql).With(contents).With(AtOnce)),
            !isPlanned ? 0 : await Run(connection, ct, new NpgsqlBatchCommand(TakeTurnsSql), new NpgsqlBatchCommand(RemoveSql).With(rows).With(AtOnce).With(planned)),
            await Run(connection, ct, new NpgsqlBatchCommand(GiveUpSql).With(aside).With(AtOnce).With(TooOld).With(now.ToUniversalTime())),
            await Run(connection, ct, new NpgsqlBatchCommand(ForgetSql).With(rows).With(AtOnce)));
        if (gone.GivenUp > 0)
        {
            GaveUp(log, gone.GivenUp);
        }

        return gone;
    }

    /// <inheritdoc/>
    protected override bool IsWanted => limits.Work;

    /// <inheritdoc/>
    protected override async Task<TimeSpan> Turn(CancellationToken ct) => (await Work(Clock.GetUtcNow(), ct)).IsNothing ? Every : Soon;

    private static async Task<int> Run(NpgsqlConnection connection, CancellationToken ct, params NpgsqlBatchCommand[] commands)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in commands)
        {
            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync(ct);
        return (int)commands[^1].RecordsAffected;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Payments: {Count} notifications lay aside for too long; their content is gone")]
    private static partial void GaveUp(ILogger log, int count);
}
