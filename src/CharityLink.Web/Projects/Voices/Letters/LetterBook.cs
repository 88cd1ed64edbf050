using Dapper;
using Npgsql;

namespace CharityLink.Web.Projects.Voices.Letters;

/// <summary>Who gets a letter.</summary>
/// <param name="Box">The mailbox, whoever used it; of an answer who asked.</param>
/// <param name="Language">A tag; empty for an update, which is in both.</param>
public sealed record LetterReceiver(Guid SubjectId, Guid ProjectId, Guid Box, Guid PersonId, string Language);

/// <summary>A project that mailboxes of an account gave to.</summary>
/// <param name="IsFollowed">Its updates are mailed to one of them at least.</param>
public sealed record FollowedProject(Guid ProjectId, bool IsFollowed);

/// <summary>Who is written to about a project, and which mailboxes want no updates.</summary>
public sealed class LetterBook(NpgsqlDataSource database)
{
    private const string GiversSql =
        """
        select u.update_id subjectId, g.project_id projectId, g.giver_id box, g.person_id personId, '' language
          from unnest(@projects, @updates) u (project_id, update_id) join project_giver g using (project_id)
         where not exists (select from mailing.stopped s where s.receiver_id = g.giver_id)
           and not exists (select from mailing.unfollowed f where f.receiver_id = g.giver_id and f.project_id = g.project_id)
        """;

    private const string FollowedSql =
        """
        select g.project_id projectId, bool_or(u.receiver_id is null) isFollowed
          from project_giver g left join mailing.unfollowed u on u.receiver_id = g.giver_id and u.project_id = g.project_id
         where g.giver_id = any(@receivers) group by g.project_id order by isFollowed desc, g.project_id limit @max
        """;

    private const string AskersSql =
        """
        select q.question_id subjectId, q.project_id projectId, q.asker_id box, q.asker_id personId, q.language
          from project_question q where q.question_id = any(@questions) and q.asker_id is not null
        """;

    /// <summary>Every giver of some updates' projects who left an address and wants them.</summary>
    public Task<IReadOnlyList<LetterReceiver>> Givers(IReadOnlyCollection<(Guid Project, Guid Update)> updates, CancellationToken ct) => Receivers(
        GiversSql, new { projects = updates.Select(one => one.Project).ToArray(), updates = updates.Select(one => one.Update).ToArray() }, ct);

    /// <summary>Who asked some questions and wanted the answer by mail.</summary>
    public Task<IReadOnlyList<LetterReceiver>> Askers(IEnumerable<Guid> questions, CancellationToken ct) => Receivers(AskersSql, new { questions = questions.ToArray() }, ct);

    /// <summary>Those of some mailboxes that want no updates.</summary>
    public async Task<IReadOnlySet<Guid>> Stopped(IReadOnlyCollection<Guid> boxes, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<Guid>(new CommandDefinition("select receiver_id from mailing.stopped where receiver_id = any(@boxes)", new { boxes = boxes.ToArray() }, cancellationToken: ct))).ToHashSet();
    }

    /// <summary>What some mailboxes want no updates of, project by project.</summary>
    public async Task<IReadOnlySet<(Guid Box, Guid Project)>> Unfollowed(IReadOnlyCollection<Guid> boxes, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<(Guid, Guid)>(new CommandDefinition(
            "select receiver_id, project_id from mailing.unfollowed where receiver_id = any(@boxes)", new { boxes = boxes.ToArray() }, cancellationToken: ct))).ToHashSet();
    }

    /// <summary>Mailboxes want no updates any more, of any project; those on their way are dropped when their turn comes.</summary>
    public Task Stop(IEnumerable<Guid> boxes, CancellationToken ct) =>
        Run("insert into mailing.stopped (receiver_id) select unnest(@boxes) on conflict do nothing", new { boxes = boxes.ToArray() }, ct);

    /// <summary>Mailboxes want no updates of one project any more; those on their way are dropped when their turn comes.</summary>
    public Task Unfollow(IEnumerable<Guid> receivers, Guid project, CancellationToken ct) => Run(
        "insert into mailing.unfollowed (receiver_id, project_id) select unnest(@receivers), @project on conflict do nothing", new { receivers = receivers.ToArray(), project }, ct);

    /// <summary>Mailboxes want the updates of a project again.</summary>
    public Task Follow(IEnumerable<Guid> receivers, Guid project, CancellationToken ct) =>
        Run("delete from mailing.unfollowed where receiver_id = any(@receivers) and project_id = @project", new { receivers = receivers.ToArray(), project }, ct);

    /// <summary>The projects that some mailboxes gave to, those that are followed first.</summary>
    public async Task<IReadOnlyList<FollowedProject>> Followed(IEnumerable<Guid> receivers, int max, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return [.. await connection.QueryAsync<FollowedProject>(new CommandDefinition(FollowedSql, new { receivers = receivers.ToArray(), max }, cancellationToken: ct))];
    }

    /// <summary>Mailboxes want updates again.</summary>
    public Task Start(IEnumerable<Guid> boxes, CancellationToken ct) => Run("delete from mailing.stopped where receiver_id = any(@boxes)", new { boxes = boxes.ToArray() }, ct);

    private async Task<IReadOnlyList<LetterReceiver>> Receivers(string sql, object values, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return [.. await connection.QueryAsync<LetterReceiver>(new CommandDefinition(sql, values, cancellationToken: ct))];
    }

    private async Task Run(string sql, object values, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(sql, values, cancellationToken: ct));
    }
}
