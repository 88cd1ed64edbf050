using Dapper;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>A mail that is to be written about a promise.</summary>
/// <param name="Number">The part it is about, or which of several of a kind; 0 for the promise as a whole.</param>
/// <param name="Kind"><c>confirm</c>, <c>before_7</c>, <c>due</c>, <c>after_7</c> or <c>after_30</c>; by card <c>card_kept</c>, <c>card_before</c>, <c>card_lost</c>, <c>card_mend</c>, <c>card_dropped</c> or <c>card_missed</c>.</param>
/// <param name="DueOn">The day the mail speaks of.</param>
public sealed record PledgeMail(Guid PledgeId, int Number, string Kind, Guid DonorId, string Language, DateOnly DueOn, long AmountMinor, Guid? ProgramId, Guid? SiteId, Guid? ProjectId, Guid? PageId);

/// <summary>A mail about a promise, as staff are told of it.</summary>
/// <param name="Number">Of the part it is about; 0 for the whole.</param>
/// <param name="SentAt">When it was handed to the outbox; null: it waits for that, or became needless before.</param>
public sealed record PledgeMailSent(int Number, string Kind, DateTime? SentAt);

/// <summary>Which mails about promises are due: each is noted once and handed over once, whichever node does it.</summary>
public sealed class PledgeMails(NpgsqlDataSource database)
{
    // Each kind has its days; after those the next kind speaks, so that nobody gets old news after a standstill.
    // A reminder before the deadline is numbered by it, so that an extension brings another; links to pay come every two days.
    // A card that is gone is told at once and again two days before the deadline, in the place of that reminder.
    private const string NoteSql =
        """
        insert into giving.pledge_mail (pledge_id, number, kind)
        select p.id, 0, 'confirm' from pledge p where p.state = 'made' and not p.by_card and p.made_at > @confirmable
        union all
        select p.id, i.number, k.kind
          from (values ('before_7', -7, 0), ('due', 0, 7), ('after_7', 7, 30), ('after_30', 30, 60)) k (kind, since, until)
          join pledge_instalment i on i.due_on <= @today - k.since and i.due_on > @today - k.until
          join pledge p on p.id = i.pledge_id
         where p.state = 'confirmed' and not p.by_card and p.fulfilled_minor < i.cumulative_minor
        union all
        select p.id, 0, 'card_kept' from pledge p where p.by_card and p.state = 'confirmed' and p.is_met is null and p.confirmed_at > @now - interval '2 days'
        union all
        select p.id, floor(extract(epoch from c.deadline_at) / 3600)::int, 'card_before'
          from pledge p join cause_project c on c.id = p.project_id
         where p.by_card and p.has_card and p.state = 'confirmed' and p.is_met is null and c.deadline_at > @now and c.deadline_at <= @now + interval '48 hours'
        union all
        select p.id, p.cards_lost + case when c.deadline_at <= @now + interval '48 hours' then floor(extract(epoch from c.deadline_at) / 3600)::int else 0 end, 'card_lost'
          from pledge p join cause_project c on c.id = p.project_id
         where p.by_card and not p.has_card and p.state = 'confirmed' and p.is_met is null and c.deadline_at > @now
        union all
        select p.id, floor(extract(epoch from @now - p.first_charge_at) / 172800)::int, 'card_mend'
          from pledge p where p.state = 'collecting' and p.failed_at is not null and not p.is_live and p.first_charge_at > @now - interval '7 days'
        union all
        select p.id, 0, case when p.is_met then 'card_dropped' else 'card_missed' end
          from pledge p where p.by_card and p.state = 'lapsed' and p.is_met is not null and p.over_at > @now - interval '2 days'
        on conflict do nothing
        """;

    // What was kept or ended since it was noted is not written about any more: it is left out.
    private const string TakeSql =
        """
        select m.pledge_id pledgeId, m.number, m.kind, p.donor_id donorId, p.language,
               coalesce(i.due_on, case when m.kind in ('card_kept', 'card_before', 'card_lost') then ((c.deadline_at - interval '1 microsecond') at time zone 'Asia/Shanghai')::date end, p.next_on) dueOn,
               coalesce(least(i.amount_minor, i.cumulative_minor - p.fulfilled_minor), p.amount_minor) amountMinor,
               p.program_id programId, p.site_id siteId, p.project_id projectId, p.page_id pageId
          from giving.pledge_mail m join pledge p on p.id = m.pledge_id
          left join pledge_instalment i on i.pledge_id = m.pledge_id and i.number = m.number and not p.by_card
          left join cause_project c on c.id = p.project_id
         where m.sent_at is null
           and case m.kind when 'confirm' then p.state = 'made'
                           when 'card_kept' then p.state = 'confirmed'
                           when 'card_before' then p.state = 'confirmed' and p.is_met is null
                           when 'card_lost' then p.state = 'confirmed' and p.is_met is null and not p.has_card
                           when 'card_mend' then p.state = 'collecting' and not p.is_live
                           when 'card_dropped' then p.state = 'lapsed'
                           when 'card_missed' then p.state = 'lapsed'
                           else p.state = 'confirmed' and p.fulfilled_minor < i.cumulative_minor end
         order by m.noted_at limit @max for update of m skip locked
        """;

    private const string OfSql = "select number, kind, sent_at sentAt from giving.pledge_mail where pledge_id = @pledgeId order by noted_at, number, kind";

    private const string SentSql =
        """
        update giving.pledge_mail m set sent_at = @now from unnest(@ids, @numbers, @kinds) n (id, number, kind)
         where m.pledge_id = n.id and m.number = n.number and m.kind = n.kind
        """;

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
        await connection.ExecuteAsync(new CommandDefinition(
            NoteSql, new { today = Pledge.DayOf(now), now = now.ToUniversalTime(), confirmable = now.ToUniversalTime() - Pledge.ConfirmWithin }, cancellationToken: ct));
    }

    /// <summary>Hands over what waits, at most so much at once, and marks it; how much it was. Whoever takes it must bear getting it twice: after a crash it comes again.</summary>
    public async Task<int> HandOver(Func<IReadOnlyList<PledgeMail>, Task> take, int max, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(take);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var mails = (await connection.QueryAsync<PledgeMail>(new CommandDefinition(TakeSql, new { max }, transaction, cancellationToken: ct))).AsList();
        if (mails.Count > 0)
        {
            await take(mails);
            await connection.ExecuteAsync(new CommandDefinition(SentSql, new
            {
                ids = mails.Select(mail => mail.PledgeId).ToArray(), numbers = mails.Select(mail => mail.Number).ToArray(), kinds = mails.Select(mail => mail.Kind).ToArray(), now = now.ToUniversalTime(),
            }, transaction, cancellationToken: ct));
            await transaction.CommitAsync(ct);
        }

        return mails.Count;
    }
}
