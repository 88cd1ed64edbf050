using Dapper;
using Npgsql;

namespace CharityLink.Web.Mail;

/// <summary>A mail as staff are told of it: what it is about and how it stands, never who gets it.</summary>
/// <param name="Why">Why it did not go out, as a word the console has a sentence for, and the server's number where there is one.</param>
public sealed record MailRow(Guid Id, string Kind, string State, DateTime NotedAt, DateTime? EndedAt, int Tries, string? Why);

/// <summary>How the outbox stands.</summary>
/// <param name="Oldest">Since when the oldest of those that wait does so.</param>
public sealed record MailCounts(long Waiting, long Retried, long Failed, long SentToday, DateTime? Oldest);

/// <summary>The outbox as the console shows it, and the button that tries again.</summary>
public sealed class MailLedger(NpgsqlDataSource database, MailBell bell, TimeProvider clock)
{
    private const string Columns = "mail_id id, kind, state, noted_at notedAt, ended_at endedAt, tries, why";

    private const string CountsSql =
        """
        select (select count(*) from mailing.mail where state = 'waiting') waiting,
               (select count(*) from mailing.mail where state = 'waiting' and why is not null) retried,
               (select count(*) from mailing.mail where state = 'failed') failed,
               (select count(*) from mailing.mail where state = 'sent' and ended_at > @day) sentToday,
               (select min(noted_at) from mailing.mail where state = 'waiting') oldest
        """;

    private const string TroubledSql =
        $"""
        select {Columns} from mailing.mail where state = 'failed'
        union all
        (select {Columns} from mailing.mail where state = 'waiting' and why is not null order by noted_at limit @max)
        order by 4 desc limit @max
        """;

    private const string AboutSql = $"select {Columns} from mailing.mail where facts ? 'subject' and facts ->> 'subject' = @subject order by noted_at, mail_id";

    private const string RetrySql =
        """
        update mailing.mail set state = 'waiting', ended_at = null, why = null, tries = 0, since = @now, next_at = @now
         where (state = 'failed' or (state = 'waiting' and why is not null)) and (@id::uuid is null or mail_id = @id)
        """;

    /// <summary>How many wait, failed and went out within a day.</summary>
    public async Task<MailCounts> Counts(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.QuerySingleAsync<MailCounts>(new CommandDefinition(CountsSql, new { day = Now.AddDays(-1) }, cancellationToken: ct));
    }

    /// <summary>What was given up and what did not go out at the last try, newest first.</summary>
    public Task<IReadOnlyList<MailRow>> Troubled(int max, CancellationToken ct) => Rows(TroubledSql, new { max }, ct);

    /// <summary>What was mailed about one thing.</summary>
    public Task<IReadOnlyList<MailRow>> About(Guid subject, CancellationToken ct) => Rows(AboutSql, new { subject = subject.ToString() }, ct);

    /// <summary>Tries again now, from the beginning: one mail, or all that are in trouble.</summary>
    public async Task Retry(Guid? id, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(RetrySql, new { id, now = Now }, cancellationToken: ct));
        bell.Ring();
    }

    private DateTimeOffset Now => clock.GetUtcNow().ToUniversalTime();

    private async Task<IReadOnlyList<MailRow>> Rows(string sql, object values, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return [.. await connection.QueryAsync<MailRow>(new CommandDefinition(sql, values, cancellationToken: ct))];
    }
}
