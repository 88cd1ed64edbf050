using CharityLink.Kernel;
using CharityLink.Web.Site;
using Dapper;
using Npgsql;

namespace CharityLink.Web.Mail;

/// <summary>How a try to send ended.</summary>
/// <param name="State"><c>sent</c>; <c>needless</c>; <c>failed</c> for good; <c>waiting</c> when it is to be tried again.</param>
/// <param name="Why">A word for the console; never the server's own, which may quote an address.</param>
public sealed record MailEnd(Guid Id, string State, string? Why = null);

/// <summary>The one outbox: mails noted beside the facts that owe them, sent when the mail server takes them. A row stays after the mail went out, so that nothing is ever noted twice.</summary>
public sealed class MailOutbox(NpgsqlDataSource database, MailBell bell, TimeProvider clock)
{
    /// <summary>How long a node has for the mails it took; after that another takes them, so that a node that died holds up nobody.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(15);

    /// <summary>After so many days without success it is given up.</summary>
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(3);

    private const string NoteSql =
        """
        insert into mailing.mail (mail_id, kind, person_id, account_id, language, facts, noted_at, since, next_at)
        select id, kind, person, account, language, facts::jsonb, @now, @now, @now
          from unnest(@ids, @kinds, @persons, @accounts, @languages, @facts) n (id, kind, person, account, language, facts)
        on conflict (mail_id) do nothing
        """;

    private const string TakeSql =
        """
        update mailing.mail m set next_at = @until, tries = m.tries + 1
         where m.mail_id in (select mail_id from mailing.mail where state = 'waiting' and next_at <= @now order by next_at, mail_id limit @max for update skip locked)
        returning m.mail_id id, m.kind, m.person_id person, m.account_id account, m.language, m.facts::text facts
        """;

    // One, four, nine … minutes later, at most two hours; given up after days, and then only by hand again.
    private const string EndSql =
        """
        update mailing.mail m
           set state = case when @state = 'waiting' and m.since < @giveUp then 'failed' else @state end,
               ended_at = case when @state <> 'waiting' or m.since < @giveUp then @now end,
               next_at = case when @state = 'waiting' then @now + least(m.tries * m.tries, 120) * interval '1 minute' else m.next_at end,
               why = @why
         where m.mail_id = @id and m.state = 'waiting'
        """;

    /// <summary>Owes one mail to somebody in the vault. The same id again owes nothing more.</summary>
    public Task Note(Guid id, string kind, PersonId to, Language language, MailFacts facts, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(language);
        return Note([new(id, kind, to, language.Tag, facts)], ct);
    }

    /// <summary>Owes many mails in one statement.</summary>
    public async Task Note(IReadOnlyCollection<NotedMail> mails, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(mails);
        if (mails.Count == 0)
        {
            return;
        }

        await using var connection = await database.OpenConnectionAsync(ct);
        await Note(mails, connection, null, ct);
        bell.Ring();
    }

    /// <summary>Owes them together with what else is written in a transaction; the carrier finds them in its next round.</summary>
    public Task Note(IReadOnlyCollection<NotedMail> mails, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken ct) => connection.ExecuteAsync(
        new CommandDefinition(NoteSql, new
        {
            ids = mails.Select(mail => mail.Id).ToArray(), kinds = mails.Select(mail => mail.Kind).ToArray(),
            persons = mails.Select(mail => mail.To.Person?.Value).ToArray(), accounts = mails.Select(mail => mail.To.Account).ToArray(),
            languages = mails.Select(mail => mail.Language).ToArray(), facts = mails.Select(mail => mail.Facts.Write()).ToArray(), now = Now,
        }, transaction, cancellationToken: ct));

    /// <summary>Takes some mails that wait; nobody else gets them before the lease is over.</summary>
    public async Task<IReadOnlyList<NotedMail>> Take(int max, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(TakeSql, new { max, now = Now, until = Now + Lease }, cancellationToken: ct));
        return [.. rows.Select(row => new NotedMail(row.Id, row.Kind, new(row.Person is { } person ? new PersonId(person) : null, row.Account), row.Language, MailFacts.Read(row.Facts)))];
    }

    /// <summary>Says how a try ended. One statement per mail and at once: a crash right after the server's yes then doubles that one mail and no other.</summary>
    public async Task End(MailEnd end, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(end);
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(EndSql, new { end.Id, end.State, end.Why, now = Now, giveUp = Now - GiveUpAfter }, cancellationToken: ct));
    }

    private DateTimeOffset Now => clock.GetUtcNow().ToUniversalTime();

    private sealed record Row(Guid Id, string Kind, Guid? Person, Guid? Account, string Language, string Facts);
}
