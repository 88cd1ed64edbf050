using Dapper;
using Npgsql;

namespace CharityLink.Web.Projects.Voices.Letters;

/// <summary>One mail that is owed.</summary>
public sealed record Letter(Guid LetterId, string Kind, Guid SubjectId, Guid ProjectId, Guid ReceiverId, Guid PersonId);

/// <summary>The letters that are owed, taken, sent; and who wants none.</summary>
public sealed class LetterBook(NpgsqlDataSource database)
{
    /// <summary>A letter is tried so often, at growing distances: more than a day of a mail server that is down.</summary>
    public const int TriesMax = 20;

    private const string OweUpdateSql =
        """
        insert into mailing.letter (kind, subject_id, project_id, receiver_id, person_id)
        select 'update', @update, g.project_id, g.giver_id, g.person_id from project_giver g
         where g.project_id = @project and not exists (select from mailing.stopped s where s.receiver_id = g.giver_id)
        on conflict (kind, subject_id, receiver_id) do nothing
        """;

    private const string OweAnswersSql =
        """
        insert into mailing.letter (kind, subject_id, project_id, receiver_id, person_id)
        select 'answer', q.question_id, q.project_id, q.asker_id, q.asker_id from project_question q
         where q.question_id = any(@questions) and q.asker_id is not null
        on conflict (kind, subject_id, receiver_id) do nothing
        """;

    private const string TakeSql =
        """
        update mailing.letter l set taken_at = now(), tries = l.tries + 1
         where l.letter_id in (select letter_id from mailing.letter where taken_at is null and next_at <= now() and tries < @triesMax
                                order by next_at, letter_id limit @max for update skip locked)
        returning l.letter_id, l.kind, l.subject_id, l.project_id, l.receiver_id, l.person_id
        """;

    // One, four, nine … minutes later, at most two hours.
    private const string EndSql =
        """
        update mailing.letter set sent_at = now() where letter_id = any(@sent);
        update mailing.letter set taken_at = null, next_at = now() + least(tries * tries, 120) * interval '1 minute' where letter_id = any(@failed);
        """;

    /// <summary>Owes an update to every giver of the project who left an address; those who have it already are passed over.</summary>
    public Task OweUpdate(Guid project, Guid update, CancellationToken ct) => Run(OweUpdateSql, new { project, update }, ct);

    /// <summary>Owes answers to those who asked and wanted a mail.</summary>
    public Task OweAnswers(IEnumerable<Guid> questions, CancellationToken ct) => Run(OweAnswersSql, new { questions = questions.ToArray() }, ct);

    /// <summary>Takes some letters to be sent; nobody else gets them.</summary>
    public async Task<IReadOnlyList<Letter>> Take(int max, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return [.. await connection.QueryAsync<Letter>(new CommandDefinition(TakeSql, new { max, triesMax = TriesMax }, cancellationToken: ct))];
    }

    /// <summary>Says which of the taken went out; the others are tried again later.</summary>
    public Task End(IEnumerable<Guid> sent, IEnumerable<Guid> failed, CancellationToken ct) => Run(EndSql, new { sent = sent.ToArray(), failed = failed.ToArray() }, ct);

    /// <summary>A mailbox wants no updates any more, of any project; those on their way are dropped.</summary>
    public Task Stop(Guid receiver, CancellationToken ct) => Run(
        """
        insert into mailing.stopped (receiver_id) values (@receiver) on conflict do nothing;
        delete from mailing.letter where receiver_id = @receiver and kind = 'update' and taken_at is null;
        """, new { receiver }, ct);

    /// <summary>Mailboxes of one account want no updates any more.</summary>
    public async Task StopAll(IEnumerable<Guid> receivers, CancellationToken ct)
    {
        foreach (var receiver in receivers)
        {
            // Hardly anybody has more than one.
            await Stop(receiver, ct);
        }
    }

    /// <summary>Mailboxes want updates again.</summary>
    public Task Start(IEnumerable<Guid> receivers, CancellationToken ct) => Run("delete from mailing.stopped where receiver_id = any(@receivers)", new { receivers = receivers.ToArray() }, ct);

    /// <summary>Whether any of some mailboxes wants no updates.</summary>
    public async Task<bool> IsStopped(IEnumerable<Guid> receivers, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.QuerySingleAsync<bool>(new CommandDefinition(
            "select exists (select from mailing.stopped where receiver_id = any(@receivers))", new { receivers = receivers.ToArray() }, cancellationToken: ct));
    }

    private async Task Run(string sql, object values, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(sql, values, cancellationToken: ct));
    }
}
