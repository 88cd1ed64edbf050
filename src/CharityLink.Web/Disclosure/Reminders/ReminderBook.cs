using Dapper;
using Npgsql;

namespace CharityLink.Web.Disclosure.Reminders;

/// <summary>One person to be reminded of one duty.</summary>
/// <param name="Week">Which reminder it is, see <see cref="CharityLink.Disclosure.ReminderWeek"/>.</param>
public sealed record Reminder(Guid DutyId, Guid AccountId, int Week);

/// <summary>Who was reminded of what. A row holds the newest reminder alone, so that a standstill of weeks leaves one to send, and a clock that is set back none.</summary>
public sealed class ReminderBook(NpgsqlDataSource database)
{
    /// <summary>So long a reminder that was taken is nobody else's; a node that fell in between loses it then.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(15);

    /// <summary>A reminder is tried so often, at growing distances: more than a day of a mail server that is down.</summary>
    public const int TriesMax = 20;

    // Nodes take turns: two that wrote the same rows in another order would block each other.
    private const string Turn = "select pg_advisory_xact_lock(hashtextextended('charitylink duty reminders', 0))";

    private const string OweSql =
        """
        insert into mailing.duty_reminder as r (duty_id, account_id, week) select * from unnest(@duties, @accounts, @weeks)
        on conflict (duty_id, account_id) do update set week = excluded.week, next_at = now(), tries = 0, taken_at = null, sent_at = null
         where excluded.week > r.week
        """;

    // All that waits for one person is taken together: one mail says it all. Whoever took it and fell silent loses it again:
    // rather a second mail than none.
    private const string TakeSql =
        """
        with waiting as (
          select duty_id, account_id from mailing.duty_reminder
           where sent_at is null and next_at <= now() and tries < @triesMax and (taken_at is null or taken_at <= now() - @lease)),
        people as (select distinct account_id from waiting order by account_id limit @max)
        update mailing.duty_reminder r set taken_at = now(), tries = r.tries + 1
          from waiting w join people p using (account_id) where (r.duty_id, r.account_id) = (w.duty_id, w.account_id)
        returning r.duty_id dutyId, r.account_id accountId, r.week
        """;

    // A newer reminder that was written meanwhile is left alone. One, four, nine … minutes later, at most two hours.
    private const string SentSql =
        """
        update mailing.duty_reminder r set sent_at = now() from unnest(@duties, @accounts, @weeks) n (duty_id, account_id, week)
         where (r.duty_id, r.account_id, r.week) = (n.duty_id, n.account_id, n.week)
        """;

    private const string FailedSql =
        """
        update mailing.duty_reminder r set taken_at = null, next_at = now() + least(r.tries * r.tries, 120) * interval '1 minute'
          from unnest(@duties, @accounts, @weeks) n (duty_id, account_id, week) where (r.duty_id, r.account_id, r.week) = (n.duty_id, n.account_id, n.week)
        """;

    /// <summary>Owes reminders; one that was sent, and every older one, is owed no more.</summary>
    public Task Owe(IReadOnlyCollection<Reminder> reminders, CancellationToken ct) => Write(OweSql, reminders, ct);

    /// <summary>Takes what waits for some people; nobody else gets it.</summary>
    public Task<IReadOnlyList<Reminder>> Take(int people, CancellationToken ct) => InTurn<IReadOnlyList<Reminder>>(async (connection, transaction) =>
        [.. await connection.QueryAsync<Reminder>(new CommandDefinition(TakeSql, new { max = people, triesMax = TriesMax, lease = Lease }, transaction, cancellationToken: ct))], ct);

    /// <summary>Says what went out or is needless; what did not go out is tried again later.</summary>
    public async Task End(IReadOnlyCollection<Reminder> sent, IReadOnlyCollection<Reminder> failed, CancellationToken ct)
    {
        await Write(SentSql, sent, ct);
        await Write(FailedSql, failed, ct);
    }

    private Task Write(string sql, IReadOnlyCollection<Reminder> reminders, CancellationToken ct) => reminders.Count == 0 ? Task.CompletedTask : InTurn(
        (connection, transaction) => connection.ExecuteAsync(new CommandDefinition(sql, new
        {
            duties = reminders.Select(one => one.DutyId).ToArray(), accounts = reminders.Select(one => one.AccountId).ToArray(), weeks = reminders.Select(one => one.Week).ToArray(),
        }, transaction, cancellationToken: ct)), ct);

    private async Task<T> InTurn<T>(Func<NpgsqlConnection, NpgsqlTransaction, Task<T>> work, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(Turn, transaction: transaction, cancellationToken: ct));
        var result = await work(connection, transaction);
        await transaction.CommitAsync(ct);
        return result;
    }
}
