using CharityLink.Web.Mail;
using Dapper;
using Npgsql;

namespace CharityLink.Web.Disclosure.Reminders;

/// <summary>One person to be reminded of one duty.</summary>
/// <param name="Week">Which reminder it is, see <see cref="CharityLink.Disclosure.ReminderWeek"/>.</param>
public sealed record Reminder(Guid DutyId, Guid AccountId, int Week);

/// <summary>Who was reminded of what, and by which mail. A row holds the newest reminder alone, so that a standstill of weeks leaves one to tell, and a clock that is set back none.</summary>
public sealed class ReminderBook(NpgsqlDataSource database, MailOutbox outbox)
{
    // Nodes take turns: two that wrote the same rows in another order would block each other.
    private const string Turn = "select pg_advisory_xact_lock(hashtextextended('charitylink duty reminders', 0))";

    private const string OweSql =
        """
        insert into mailing.duty_reminder as r (duty_id, account_id, week) select * from unnest(@duties, @accounts, @weeks)
        on conflict (duty_id, account_id) do update set week = excluded.week, mail_id = null where excluded.week > r.week
        """;

    // All that waits for one person is told together: one mail says it all.
    private const string GatherSql =
        """
        with people as (select account_id, gen_random_uuid() mail_id from mailing.duty_reminder where mail_id is null group by account_id),
        told as (update mailing.duty_reminder r set mail_id = p.mail_id from people p where r.account_id = p.account_id and r.mail_id is null returning p.mail_id)
        select mail_id mail, account_id account from people where mail_id in (select mail_id from told)
        """;

    private const string OfSql = "select mail_id mail, duty_id duty from mailing.duty_reminder where mail_id = any(@mails)";

    /// <summary>Owes reminders; one that was told, and every older one, is owed no more.</summary>
    public Task Owe(IReadOnlyCollection<Reminder> reminders, CancellationToken ct) => reminders.Count == 0 ? Task.CompletedTask : InTurn(
        (connection, transaction) => connection.ExecuteAsync(new CommandDefinition(OweSql, new
        {
            duties = reminders.Select(one => one.DutyId).ToArray(), accounts = reminders.Select(one => one.AccountId).ToArray(), weeks = reminders.Select(one => one.Week).ToArray(),
        }, transaction, cancellationToken: ct)), ct);

    /// <summary>Notes one mail for each person who has something to be told of; how many there were.</summary>
    /// <param name="today">The day it is owed on.</param>
    public Task<int> Tell(DateOnly today, CancellationToken ct) => InTurn(
        async (connection, transaction) =>
        {
            var people = (await connection.QueryAsync<(Guid Mail, Guid Account)>(new CommandDefinition(GatherSql, transaction: transaction, cancellationToken: ct))).AsList();
            await outbox.Note(
                people.ConvertAll(one => new NotedMail(one.Mail, ReminderKind.Kind, MailReceiver.OfAccount(one.Account), "", new MailFacts(Day: today))), connection, transaction, ct);
            return people.Count;
        }, ct);

    /// <summary>Which duties some mails tell of. One of which a newer mail tells is not among them.</summary>
    public async Task<ILookup<Guid, Guid>> DutiesOf(IReadOnlyCollection<Guid> mails, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<(Guid Mail, Guid Duty)>(new CommandDefinition(OfSql, new { mails = mails.ToArray() }, cancellationToken: ct))).ToLookup(row => row.Mail, row => row.Duty);
    }

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
