namespace CharityLink.Giving;

/// <summary>The statements behind <see cref="LedgerInvariants"/>: each gives one line of text per place where something is wrong.</summary>
internal static class LedgerChecks
{
    /// <summary>Says yes when the books and the totals stand at one place of the log.</summary>
    public const string StandsTogether =
        "select case when count(distinct position) = 1 and count(*) = 2 then 'yes' else 'no' end from read.follower where name in ('ledger', 'gift_totals')";

    // Up to where the books have read the log.
    private const string Log =
        """
        log as (
          select type, (data->>'DonationId')::uuid gift, data, stream_id, version from events.mt_events
           where seq_id <= (select position from read.follower where name = 'ledger')
             and type in ('donation_paid', 'refund_started', 'refund_completed', 'refund_failed', 'payment_settled',
                          'dispute_funds_withdrawn', 'dispute_funds_reinstated', 'dispute_closed', 'payment_held', 'booking_unexplained', 'remittance_paid', 'remittance_failed',
                          'held_returned', 'held_return_failed', 'held_counted'))
        """;

    /// <summary>Number, sentence, statement.</summary>
    public static IReadOnlyList<(string Id, string Says, string Sql)> All { get; } =
    [
        ("I1", "Every entry moves one positive amount between two different accounts",
            "select source_kind || ' ' || source_id from ledger_entry where minor <= 0 or debit = credit"),
        ("I2", "Entries are only ever added",
            "select 'the table can be changed' where not exists (select 1 from pg_trigger where tgrelid = 'ledger_entry'::regclass and tgname = 'ledger_entry_append_only' and tgenabled = 'O')"),
        ("I3", "Each cause is booked once",
            "select source_kind || ' ' || source_id from ledger_entry group by source_kind, source_id, part having count(*) > 1"),
        ("I4", "All accounts of a currency add up to zero, and the balances are the sums of the entries",
            """
            select 'all of ' || currency || ': ' || sum(debit_minor - credit_minor) from ledger_balance group by currency having sum(debit_minor - credit_minor) <> 0
            union all
            select coalesce(b.account, s.account) || ' of ' || coalesce(b.holder_id, s.holder_id) || ': ' || coalesce(b.balance, 0) || ' instead of ' || coalesce(s.balance, 0)
              from (select holder_id, account, currency, debit_minor - credit_minor balance from ledger_balance) b
              full join (select holder_id, account, currency, sum(minor)::bigint balance from (
                           select holder_id, debit account, currency, minor from ledger_entry union all select holder_id, credit, currency, -minor from ledger_entry) e
                          group by 1, 2, 3) s using (holder_id, account, currency)
             where coalesce(b.balance, 0) <> coalesce(s.balance, 0)
            """),
        ("I5", "No gift gives back more than was given",
            $"""
            with {Log},
            back as (select gift, sum(case type when 'refund_started' then 1 else -1 end * (data->'Amount'->>'Minor')::bigint) minor
                       from log where type in ('refund_started', 'refund_failed') group by gift)
            select 'gift ' || p.gift || ': ' || b.minor from back b join log p on p.gift = b.gift and p.type = 'donation_paid' where b.minor > (p.data->'Amount'->>'Minor')::bigint
            """),
        ("I6", "What stands with a provider is what it booked, and what it has yet to book",
            $"""
            with {Log},
            moved as (
              select gift, data->>'Provider' provider, (data->'Cause'->>'HolderId')::uuid holder, data->'Amount'->>'Currency' currency, (data->'Amount'->>'Minor')::bigint minor
                from log where type = 'donation_paid' and coalesce(data->>'Method', '') not in ('bank_transfer', 'cheque', 'cash')
              union all
              select gift, data->'Gift'->>'Provider', (data->'Gift'->'Cause'->>'HolderId')::uuid, data->'Amount'->>'Currency',
                     case type when 'refund_completed' then -1 else 1 end * (data->'Amount'->>'Minor')::bigint
                from log where (type = 'refund_completed' or (type = 'refund_failed' and (data->>'AfterCompletion')::boolean)) and data->>'Route' = 'provider'
                 and coalesce(data->'Gift'->>'Method', '') not in ('bank_transfer', 'cheque', 'cash')
              union all
              select gift, data->'Gift'->>'Provider', (data->'Gift'->'Cause'->>'HolderId')::uuid, data->'Moved'->>'Currency', -(data->'Moved'->>'Minor')::bigint from log where type = 'payment_settled' and data->>'Kind' <> 'passed'
              union all
              select gift, data->'Gift'->>'Provider', (data->'Gift'->'Cause'->>'HolderId')::uuid, data->'Net'->>'Currency', (data->'Net'->>'Minor')::bigint from log where type = 'payment_settled'
              union all
              select gift, data->'Gift'->>'Provider', (data->'Gift'->'Cause'->>'HolderId')::uuid, data->'Amount'->>'Currency',
                     case type when 'dispute_funds_withdrawn' then -1 else 1 end * ((data->'Amount'->>'Minor')::bigint + (data->'Cost'->>'Minor')::bigint)
                from log where type in ('dispute_funds_withdrawn', 'dispute_funds_reinstated')
              union all
              select gift, data->>'Provider', (data->'Cause'->>'HolderId')::uuid, data->'Received'->>'Currency', (data->'Received'->>'Minor')::bigint
                from log where type = 'payment_held' and data->'Cause'->>'HolderId' is not null
              union all
              select gift, data->'Held'->>'Provider', (data->'Held'->'Cause'->>'HolderId')::uuid, data->'Held'->'Amount'->>'Currency',
                     case type when 'held_return_failed' then 1 else -1 end * (data->'Held'->'Amount'->>'Minor')::bigint
                from log where type in ('held_returned', 'held_counted') or (type = 'held_return_failed' and (data->>'AfterCompletion')::boolean)
              union all
              select null, data->>'Provider', '00000000-0000-0000-0000-000000000000', data->'Net'->>'Currency', (data->'Net'->>'Minor')::bigint from log where type = 'booking_unexplained'
              union all
              select null, data->>'Provider', (s->>'HolderId')::uuid, s->'Amount'->>'Currency', case type when 'remittance_paid' then -1 else 1 end * (s->'Amount'->>'Minor')::bigint
                from log, jsonb_array_elements(data->'Shares') s where type in ('remittance_paid', 'remittance_failed',
                          'held_returned', 'held_return_failed', 'held_counted'))
            select m.provider || ' of ' || m.holder || ' in ' || m.currency || ': ' || coalesce(max(b.balance), 0) || ' instead of ' || sum(m.minor)
              from moved m
              left join (select holder_id, split_part(account, ':', 2) provider, currency, sum(debit_minor - credit_minor) balance from ledger_balance
                          where account like 'pending:%' or account like 'available:%' group by 1, 2, 3) b on b.holder_id = m.holder and b.provider = m.provider and b.currency = m.currency
             group by m.provider, m.holder, m.currency having sum(m.minor) <> coalesce(max(b.balance), 0)
            union all
            select 'own account of ' || p.holder || ' in ' || p.currency || ': ' || coalesce(max(b.debit_minor - b.credit_minor), 0) || ' instead of ' || sum(p.minor)
              from (select data->'Gift'->>'Provider' provider, (data->'Gift'->'Cause'->>'HolderId')::uuid holder, data->'Gross'->>'Currency' currency, -(data->'Gross'->>'Minor')::bigint minor
                      from log where type = 'payment_settled' and data->>'Kind' = 'passed') p
              left join ledger_balance b on b.holder_id = p.holder and b.account = 'own:' || p.provider and b.currency = p.currency
             group by p.provider, p.holder, p.currency having sum(p.minor) <> coalesce(max(b.debit_minor - b.credit_minor), 0)
            """),
        ("I7", "Of every booking of a provider, gross less fee is net",
            $"""
            with {Log}
            select data->>'TransactionId' from log
             where type = 'payment_settled' and (data->'Gross'->>'Minor')::bigint - (data->'Cost'->>'Minor')::bigint <> (data->'Net'->>'Minor')::bigint
            """),
        ("I8", "What an organisation owes to its purposes is what was given, less what went back or was lost",
            $"""
            with {Log},
            owed as (
              select (coalesce(data->'Gift'->'Cause', data->'Cause')->>'HolderId')::uuid holder, coalesce(data->'Amount', data->'Lost')->>'Currency' currency,
                     case type when 'donation_paid' then 1 when 'refund_failed' then 1 else -1 end * (coalesce(data->'Amount', data->'Lost')->>'Minor')::bigint minor
                from log where type in ('donation_paid', 'refund_started', 'refund_failed', 'dispute_closed'))
            select 'organisation ' || o.holder || ': ' || coalesce(max(b.credit_minor - b.debit_minor), 0) || ' instead of ' || sum(o.minor)
              from owed o left join ledger_balance b on b.holder_id = o.holder and b.currency = o.currency and b.account = 'charity_payable'
             group by o.holder, o.currency having sum(o.minor) <> coalesce(max(b.credit_minor - b.debit_minor), 0)
            """),
        ("I9", "No payment counts twice, no gift has been paid twice, and no promise was charged twice",
            $"""
            with {Log}
            select 'payment ' || (data->>'PaymentId') from log where type in ('donation_paid', 'payment_held', 'held_counted') and data->>'PaymentId' is not null
             group by coalesce(data->>'Provider', data->'Held'->>'Provider'), data->>'PaymentId' having sum(case type when 'held_counted' then -1 else 1 end) > 1
            union all
            select 'gift ' || gift from log where type = 'donation_paid' group by gift having count(*) > 1
            union all
            select 'promise ' || b.stream_id from events.mt_events b join log p on p.type = 'donation_paid' and p.gift = (b.data->>'DonationId')::uuid
             where b.type = 'pledge_charge_begun' group by b.stream_id having count(*) > 1
            """),
        ("I10", "What a project raised is what the books say of its gifts",
            """
            with booked as (
              select project_id, sum(case source_kind when 'gift' then minor when 'refund_completed' then -minor when 'dispute_lost' then -minor
                                     when 'refund_failed' then case when part = 1 then minor else 0 end else 0 end) minor
                from ledger_entry where project_id is not null and currency = 'CNY' group by project_id)
            select 'project ' || coalesce(b.project_id::text, t.scope_key) || ': ' || coalesce(t.raised_minor, 0) || ' instead of ' || coalesce(b.minor, 0)
              from booked b full join (select * from gift_total where scope_kind = 'project') t on t.scope_key = b.project_id::text
             where coalesce(t.raised_minor, 0) <> coalesce(b.minor, 0)
            """),
    ];
}
