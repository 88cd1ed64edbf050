using CharityLink.Kernel;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>Compares what stands with a provider with what our books say. Nothing is booked here: a difference is for a person.</summary>
public sealed class ProviderBalances(NpgsqlDataSource database)
{
    /// <summary>So long a line may be missing on one side before it counts as a difference.</summary>
    internal static readonly TimeSpan Allowed = TimeSpan.FromDays(3);

    // A payout leaves the provider at once and is said to be complete days later.
    private static readonly TimeSpan AllowedToBank = TimeSpan.FromDays(14);

    // The provider's clock is not ours, and its answer is a moment old.
    private static readonly TimeSpan AroundTheQuestion = TimeSpan.FromMinutes(5);

    // One statement, so that all of it is of one moment. $1 the provider, $2 and $3 its accounts, $4 when it was asked, $5 and $6 since when something may be missing.
    private const string Sql =
        """
        with recent as (
          select distinct donation_id from ledger_entry where at > $5 and donation_id is not null and (debit = $2 or credit = $2)),
        parts (part, currency, minor) as (
          select 'here', currency, debit_minor - credit_minor from ledger_balance where account in ($2, $3)
          union all
          select 'waiting', e.currency, case when e.debit = $2 then e.minor else -e.minor end from recent join ledger_entry e using (donation_id) where e.debit = $2 or e.credit = $2
          union all
          select 'waiting', b.currency, -b.net_minor from recent join ledger_booking b using (donation_id) where b.provider = $1
          union all
          select 'coming', b.currency, b.net_minor
            from giving.booking_open o join giving.provider_booking b on b.provider = o.provider and b.transaction_id = o.transaction_id
           where o.provider = $1 and b.kind <> 'payout' and b.booked_at > $5
             and not exists (select from ledger_booking l where l.provider = o.provider and l.transaction_id = o.transaction_id)
          union all
          select 'coming', p.currency, p.minor - coalesce((
                   select sum(case when e.credit = 'bank' then e.minor else -e.minor end)
                     from ledger_entry e where e.source_kind in ('payout', 'payout_failed') and e.source_id = p.source_id and 'bank' in (e.debit, e.credit)), 0)
            from (select source_id, currency, sum(net_minor) minor from giving.provider_booking
                   where provider = $1 and kind = 'payout' group by source_id, currency having max(booked_at) > $6) p
          union all
          select case when n.minor > 0 then 'in' else 'out' end, n.currency, abs(n.minor)
            from (select currency, net_minor from giving.provider_booking where booked_at >= $4 and provider = $1
                   union all
                  select l.currency, l.net_minor from ledger_booking l
                   where l.at >= $4 and l.provider = $1
                     and not exists (select from giving.provider_booking b where b.provider = l.provider and b.transaction_id = l.transaction_id)) n (currency, minor))
        select part, currency, sum(minor)::bigint from parts group by part, currency
        """;

    /// <summary>One comparison for each currency that either side knows.</summary>
    /// <param name="there">What the provider answered.</param>
    /// <param name="askedAt">When it was asked; its lines must have been read to their end after that.</param>
    public async Task<IReadOnlyList<BalanceComparison>> Compare(string provider, IReadOnlyList<Money> there, DateTimeOffset askedAt, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sql);
        command.CommandTimeout = 600;
        foreach (var name in (string[])[provider, Accounts.Pending(provider), Accounts.Available(provider)])
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        }

        foreach (var before in (TimeSpan[])[AroundTheQuestion, Allowed, AllowedToBank])
        {
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = (askedAt - before).ToUniversalTime() });
        }

        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new Dictionary<(string Part, Currency Currency), Money>();
        while (await row.ReadAsync(ct))
        {
            var currency = new Currency(row.GetString(1));
            found[(row.GetString(0), currency)] = new Money(row.GetInt64(2), currency);
        }

        Money Of(string part, Currency currency) => found.GetValueOrDefault((part, currency), new Money(0, currency));
        return
        [
            .. from currency in there.Select(money => money.Currency).Concat(found.Keys.Select(key => key.Currency)).Distinct().OrderBy(currency => currency.Code, StringComparer.Ordinal)
               select new BalanceComparison(
                   there.FirstOrDefault(money => money.Currency == currency, new Money(0, currency)), Of("here", currency), Of("waiting", currency), Of("coming", currency),
                   Of("in", currency), Of("out", currency)),
        ];
    }
}
