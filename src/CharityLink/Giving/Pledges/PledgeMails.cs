using Dapper;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>A mail that is to be written about a promise.</summary>
/// <param name="Number">The part it is about, or which of several of a kind; 0 for the promise as a whole.</param>
/// <param name="Kind"><c>confirm</c>, <c>entered</c>, <c>reopened</c>, <c>before_7</c>, <c>due</c>, <c>after_7</c> or <c>after_30</c>; by card <c>card_kept</c>, <c>card_before</c>, <c>card_lost</c>, <c>card_mend</c>, <c>card_dropped</c> or <c>card_missed</c>.</param>
/// <param name="DueOn">The day the mail speaks of.</param>
public sealed record PledgeMail(Guid PledgeId, int Number, string Kind, Guid DonorId, string Language, DateOnly DueOn, long AmountMinor, Guid? ProgramId, Guid? SiteId, Guid? ProjectId, Guid? PageId);

/// <summary>A mail about a promise, as staff are told of it.</summary>
/// <param name="Number">Of the part it is about; 0 for the whole.</param>
/// <param name="SentAt">When it was handed to the outbox; null: it waits for that, or became needless before.</param>
/// <param name="NeedlessAt">When it was seen that there is nothing left to write about; null while there is.</param>
public sealed record PledgeMailSent(int Number, string Kind, DateTime? SentAt, DateTime? NeedlessAt);

/// <summary>Which mails about promises are due: each is noted once and handed over once, whichever node does it.</summary>
public sealed class PledgeMails(NpgsqlDataSource database)
{
    // Each kind has its days; after those the next kind speaks, so that nobody gets old news after a standstill.
    // A reminder before the deadline is numbered by it, so that an extension brings another; links to pay come every two days.
    // A card that is gone is told at once and again two days before the deadline, in the place of that reminder.
    // Looked at is what was heard of since the last look, and whose day or deadline has come since: never all that is open.
    private const string NoteSql =
        """
        with moved as (
          update giving.pledge_mail_mark set looked_at = @now, heard_position = greatest(heard_position, (select max(heard_position) from pledge))),
        past as (
          delete from giving.pledge_mail_deadline where deadline_at <= @now),
        near as (
          insert into giving.pledge_mail_deadline (project_id, deadline_at)
          select id, deadline_at from cause_project where deadline_at > @now and deadline_at <= @now + interval '48 hours' on conflict do nothing returning project_id),
        heard as (select * from pledge where heard_position > @heard),
        -- The promises of a project whose deadline has come near; those of a deadline that is far off are heard of by themselves.
        carded as (
          select p.id, p.state, p.by_card, p.is_met, p.has_card, p.cards_lost, c.deadline_at, c.deadline_at <= @now + interval '48 hours' is_near
            from (select * from heard union all select p.* from near join pledge p on p.project_id = near.project_id) p join cause_project c on c.id = p.project_id
           where p.by_card and p.state = 'confirmed' and p.is_met is null and c.deadline_at > @now),
        day_kind (kind, since, until) as (values ('before_7', -7, 0), ('due', 0, 7), ('after_7', 7, 30), ('after_30', 30, 60))
        insert into giving.pledge_mail (pledge_id, number, kind)
        select id, 0, 'confirm' from heard where state = 'made' and not by_card and made_at > @confirmable
        union all
        select id, 0, 'entered' from heard where is_entered and has_address and state = 'confirmed' and confirmed_at > @now - interval '2 days'
        union all
        select id, reopened, 'reopened' from heard where state = 'confirmed' and not by_card and has_address and reopened_at > @now - interval '2 days'
        union all
        select p.id, i.number, k.kind
          from (select i.* from heard h join pledge_instalment i on i.pledge_id = h.id
                 union all
                select i.* from day_kind k join pledge_instalment i on i.due_on > @before - k.since and i.due_on <= @today - k.since) i
          join day_kind k on i.due_on <= @today - k.since and i.due_on > @today - k.until
          join pledge p on p.id = i.pledge_id
         where p.state = 'confirmed' and not p.by_card and p.has_address and p.fulfilled_minor < i.cumulative_minor
           -- Who is told that it is open again is told the day, too.
           and (p.reopened_at is null or p.reopened_at <= @now - interval '2 days')
        union all
        select id, 0, 'card_kept' from heard where by_card and state = 'confirmed' and is_met is null and confirmed_at > @now - interval '2 days'
        union all
        select id, floor(extract(epoch from deadline_at) / 3600)::int, 'card_before' from carded where has_card and is_near
        union all
        select id, cards_lost + case when is_near then floor(extract(epoch from deadline_at) / 3600)::int else 0 end, 'card_lost' from carded where not has_card
        union all
        select p.id, floor(extract(epoch from @now - p.first_charge_at) / 172800)::int, 'card_mend'
          from (select * from heard
                 union all
                select p.* from (values (0), (2), (4), (6)) k (days)
                  join pledge p on p.first_charge_at > @looked - k.days * interval '1 day' and p.first_charge_at <= @now - k.days * interval '1 day'
                 where p.failed_at is not null and p.state = 'collecting') p
         where p.state = 'collecting' and p.failed_at is not null and not p.is_live and p.first_charge_at > @now - interval '7 days'
        union all
        select id, 0, case when is_met then 'card_dropped' else 'card_missed' end
          from heard where by_card and state = 'lapsed' and is_met is not null and over_at > @now - interval '2 days'
        on conflict do nothing
        """;

    private const string MarkSql = "select looked_at looked, heard_position heard from giving.pledge_mail_mark for update";

    // What became of the promise since: false once there is nothing left to write about.
    private const string Wanted =
        """
        case m.kind when 'confirm' then p.state = 'made'
                    when 'entered' then p.state = 'confirmed'
                    when 'reopened' then p.state = 'confirmed' and p.reopened = m.number
                    when 'card_kept' then p.state = 'confirmed'
                    when 'card_before' then p.state = 'confirmed' and p.is_met is null
                    when 'card_lost' then p.state = 'confirmed' and p.is_met is null and not p.has_card
                    when 'card_mend' then p.state = 'collecting'
                    when 'card_dropped' then p.state = 'lapsed'
                    when 'card_missed' then p.state = 'lapsed'
                    else p.state = 'confirmed'
                     and p.fulfilled_minor < (select i.cumulative_minor from pledge_instalment i where i.pledge_id = m.pledge_id and i.number = m.number) end
        """;

    private const string LetGoSql =
        $"""
        update giving.pledge_mail m set needless_at = @now from pledge p
         where p.id = m.pledge_id and m.sent_at is null and m.needless_at is null and ({Wanted}) is not true
        """;

    // A link to pay waits while the giver has the page open; and nobody is asked for money for who is suspended.
    private const string TakeSql =
        $"""
        select m.pledge_id pledgeId, m.number, m.kind, p.donor_id donorId, p.language,
               coalesce(case when m.kind <> 'reopened' then i.due_on end, case when m.kind in ('card_kept', 'card_before', 'card_lost') then ((c.deadline_at - interval '1 microsecond') at time zone 'Asia/Shanghai')::date end, p.next_on) dueOn,
               case when m.kind = 'reopened' then p.amount_minor - p.fulfilled_minor else coalesce(least(i.amount_minor, i.cumulative_minor - p.fulfilled_minor), p.amount_minor) end amountMinor,
               p.program_id programId, p.site_id siteId, p.project_id projectId, p.page_id pageId
          from giving.pledge_mail m join pledge p on p.id = m.pledge_id
          left join pledge_instalment i on i.pledge_id = m.pledge_id and i.number = m.number and not p.by_card
          left join cause_project c on c.id = p.project_id
         where m.sent_at is null and m.needless_at is null and ({Wanted}) and not (m.kind = 'card_mend' and p.is_live)
           and not (m.kind in ('reopened', 'before_7', 'due', 'after_7', 'after_30', 'card_before', 'card_lost', 'card_mend')
                    and exists (select from cause_organisation o where o.id in (p.holder_id, p.organisation_id) and o.is_suspended))
         order by m.noted_at limit @max for update of m skip locked
        """;

    private const string OfSql = "select number, kind, sent_at sentAt, needless_at needlessAt from giving.pledge_mail where pledge_id = @pledgeId order by noted_at, number, kind";

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

    /// <summary>Writes down what is to be mailed since the last look, and lets go what waits in vain; what is written down already stays as it is. Nodes take turns.</summary>
    public async Task Note(DateTimeOffset now, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var (looked, heard) = await connection.QuerySingleAsync<(DateTime Looked, long Heard)>(new CommandDefinition(MarkSql, transaction: transaction, cancellationToken: ct));
        await connection.ExecuteAsync(new CommandDefinition(LetGoSql, new { now = now.ToUniversalTime() }, transaction, cancellationToken: ct));
        await connection.ExecuteAsync(new CommandDefinition(
            NoteSql,
            new
            {
                now = now.ToUniversalTime(), today = Pledge.DayOf(now), looked = new DateTimeOffset(looked, TimeSpan.Zero), before = Pledge.DayOf(new DateTimeOffset(looked, TimeSpan.Zero)), heard,
                confirmable = now.ToUniversalTime() - Pledge.ConfirmWithin,
            },
            transaction, cancellationToken: ct));
        await transaction.CommitAsync(ct);
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
