using Dapper;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>A mail that is to be written about a promise.</summary>
/// <param name="Number">The part it is about; 0 for the promise as a whole.</param>
/// <param name="Kind"><c>confirm</c>, <c>before_7</c>, <c>due</c>, <c>after_7</c> or <c>after_30</c>.</param>
public sealed record PledgeMail(Guid PledgeId, int Number, string Kind, Guid DonorId, string Language, DateOnly DueOn, long AmountMinor, Guid? ProgramId, Guid? SiteId, Guid? ProjectId, Guid? PageId)
{
    /// <summary>What was promised to.</summary>
    public CauseChoice Choice => ProjectId is null ? new(ProgramId, SiteId, null, null) : new(null, null, ProjectId, PageId);
}

/// <summary>A mail about a promise, as staff are told of it.</summary>
/// <param name="Number">Of the part it is about; 0 for the whole.</param>
/// <param name="SentAt">Null: it waits to be sent, or became needless before.</param>
public sealed record PledgeMailSent(int Number, string Kind, DateTime? SentAt);

/// <summary>The outbox of mails about promises: each is noted once and sent once, whichever node does it.</summary>
public sealed class PledgeMails(NpgsqlDataSource database)
{
    // Each kind has its days; after those the next kind speaks, so that nobody gets old news after a standstill.
    private const string NoteSql =
        """
        insert into giving.pledge_mail (pledge_id, number, kind)
        select p.id, 0, 'confirm' from pledge p where p.state = 'made' and p.made_at > @confirmable
        union all
        select p.id, i.number, k.kind
          from (values ('before_7', -7, 0), ('due', 0, 7), ('after_7', 7, 30), ('after_30', 30, 60)) k (kind, since, until)
          join pledge_instalment i on @today >= i.due_on + k.since and @today < i.due_on + k.until
          join pledge p on p.id = i.pledge_id
         where p.state = 'confirmed' and p.fulfilled_minor < i.cumulative_minor
        on conflict do nothing
        """;

    // What was kept or ended since it was noted is not written about any more: it is taken out without being sent.
    private const string TakeSql =
        """
        select m.pledge_id pledgeId, m.number, m.kind, p.donor_id donorId, p.language, coalesce(i.due_on, p.next_on) dueOn,
               coalesce(least(i.amount_minor, i.cumulative_minor - p.fulfilled_minor), p.amount_minor) amountMinor,
               p.program_id programId, p.site_id siteId, p.project_id projectId, p.page_id pageId
          from giving.pledge_mail m join pledge p on p.id = m.pledge_id
          left join pledge_instalment i on i.pledge_id = m.pledge_id and i.number = m.number
         where m.sent_at is null and ((m.kind = 'confirm' and p.state = 'made') or (p.state = 'confirmed' and p.fulfilled_minor < i.cumulative_minor))
         order by m.noted_at limit 1 for update of m skip locked
        """;

    private const string OfSql = "select number, kind, sent_at sentAt from giving.pledge_mail where pledge_id = @pledgeId order by noted_at, number, kind";

    private const string SentSql = "update giving.pledge_mail set sent_at = @now where pledge_id = @PledgeId and number = @Number and kind = @Kind";

    /// <summary>What was written about one promise, in the order it was noted; what waits to be sent has no time of sending.</summary>
    public async Task<IReadOnlyList<PledgeMailSent>> Of(Guid pledgeId, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<PledgeMailSent>(new CommandDefinition(OfSql, new { pledgeId }, cancellationToken: ct))).AsList();
    }

    /// <summary>Writes down what is to be mailed as of now; what is written down already stays as it is.</summary>
    public async Task Note(DateTimeOffset now, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(NoteSql, new { today = Pledge.DayOf(now), confirmable = now.ToUniversalTime() - Pledge.ConfirmWithin }, cancellationToken: ct));
    }

    /// <summary>Sends the next mail and marks it; false when none waits. A mail that could not be sent waits on.</summary>
    public async Task<bool> SendNext(Func<PledgeMail, Task<bool>> send, DateTimeOffset now, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await connection.QueryFirstOrDefaultAsync<PledgeMail>(new CommandDefinition(TakeSql, transaction: transaction, cancellationToken: ct)) is not { } mail || !await send(mail))
        {
            return false;
        }

        await connection.ExecuteAsync(new CommandDefinition(SentSql, new { mail.PledgeId, mail.Number, mail.Kind, now = now.ToUniversalTime() }, transaction, cancellationToken: ct));
        await transaction.CommitAsync(ct);
        return true;
    }
}
