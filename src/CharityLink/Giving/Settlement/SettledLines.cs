using System.Runtime.CompilerServices;
using Dapper;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>A line of a provider's books as it stands in ours, or a payout.</summary>
/// <param name="Kind">As <see cref="ProviderBooking.Kind"/> has it.</param>
/// <param name="TakenAt">When our books took it in.</param>
/// <param name="BookedAt">When the provider booked it; null where its list was not read yet, and for payouts.</param>
/// <param name="PayoutId">With which payout it went to the bank; null while it did not, or nobody has said.</param>
public sealed record SettledLine(
    string Provider, string TransactionId, string Kind, Guid HolderId, Guid? DonationId, long GrossMinor, long CostMinor, long NetMinor, string Currency, DateTime TakenAt, DateTime? BookedAt,
    string? PayoutId);

/// <summary>All lines of one kind in a payout.</summary>
public sealed record SettledKind(string Kind, string Currency, int Lines, long GrossMinor, long CostMinor, long NetMinor);

/// <summary>Something of which nobody knows yet whose it is, or why it differs.</summary>
/// <param name="About">The gift's id, or the provider's number of the line where there is no gift.</param>
/// <param name="Kind">What put it there last, as the books call it.</param>
/// <param name="Minor">What stands there of it; below zero where more left than came.</param>
/// <param name="Position">Its place in the list.</param>
public sealed record SuspenseLine(Guid HolderId, string About, Guid? DonationId, string Kind, string Currency, long Minor, DateTime At, long Position);

/// <summary>What a charity's accountant asks of the providers' books: what is in a payout, what was booked in a time, what nobody can explain.</summary>
public sealed class SettledLines(NpgsqlDataSource database)
{
    private const int AtOnce = 2_000;

    private const string Columns =
        """
        l.provider, l.transaction_id transactionId, l.kind, l.holder_id holderId, l.donation_id donationId, l.gross_minor grossMinor, l.cost_minor costMinor, l.net_minor netMinor, l.currency,
        l.at takenAt, b.booked_at bookedAt
        """;

    private const string Theirs = "left join giving.provider_booking b on b.provider = l.provider and b.transaction_id = l.transaction_id";

    private const string Inside =
        """
        giving.payout_line p join ledger_booking l on l.provider = p.provider and l.transaction_id = p.transaction_id and l.holder_id = any(@holders)
        """;

    private const string InPayoutSql =
        $"""
        select {Columns}, p.payout_id payoutId from {Inside} {Theirs}
         where p.provider = @provider and p.payout_id = @payoutId and p.transaction_id > coalesce(@after, '') order by p.transaction_id limit @max
        """;

    private const string KindsSql =
        $"""
        select l.kind, l.currency, count(*)::int lines, sum(l.gross_minor)::bigint grossMinor, sum(l.cost_minor)::bigint costMinor, sum(l.net_minor)::bigint netMinor from {Inside}
         where p.provider = @provider and p.payout_id = @payoutId group by l.kind, l.currency order by l.kind, l.currency
        """;

    // A line that was paid out, came back and was paid out again names the last payout: the last by time, for numbers of providers do not rise.
    private const string BetweenSql =
        $"""
        select {Columns},
               (select p.payout_id from giving.payout_line p left join payout_share s on s.provider = p.provider and s.payout_id = p.payout_id
                 where p.provider = l.provider and p.transaction_id = l.transaction_id order by s.paid_at desc nulls last, s.id desc limit 1) payoutId
          from ledger_booking l {Theirs} where l.at >= @from and l.at < @until and l.holder_id = any(@holders)
        union all
        select provider, payout_id, 'payout', holder_id, null, -minor, 0, -minor, currency, paid_at, null, payout_id from payout_share where paid_at >= @from and paid_at < @until and holder_id = any(@holders)
        union all
        select provider, payout_id, 'payout', holder_id, null, minor, 0, minor, currency, failed_at, null, payout_id from payout_share where failed_at >= @from and failed_at < @until and holder_id = any(@holders)
         order by takenAt, transactionId
        """;

    // What is or was in suspense is little: all of it is added up.
    private const string SuspenseSql =
        """
        select holder_id holderId, about, donation_id donationId, (array_agg(source_kind order by position desc))[1] kind, currency, sum(minor)::bigint minor, max(at) at, max(position) position
          from (select holder_id, coalesce(donation_id::text, source_id) about, donation_id, source_kind, currency, at, position, case when debit = 'suspense' then -minor else minor end minor
                  from ledger_entry where holder_id = any(@holders) and (debit = 'suspense' or credit = 'suspense')) e
         group by holder_id, about, donation_id, currency having sum(minor) <> 0 and max(position) < coalesce(@before, 9223372036854775807)
         order by max(position) desc, about limit @max
        """;

    /// <summary>At most so many lines of a payout, by their numbers.</summary>
    /// <param name="holders">Whose lines.</param>
    /// <param name="after">Only those after this line: the next page.</param>
    public Task<IReadOnlyList<SettledLine>> InPayout(string provider, string payoutId, IReadOnlyCollection<Guid> holders, string? after, int max, CancellationToken ct) =>
        Ask<SettledLine>(InPayoutSql, new { provider, payoutId, holders = holders.ToArray(), after, max }, ct);

    /// <summary>All lines of a payout, however many there are.</summary>
    public async IAsyncEnumerable<SettledLine> InPayout(string provider, string payoutId, IReadOnlyCollection<Guid> holders, [EnumeratorCancellation] CancellationToken ct)
    {
        for (string? after = null; ;)
        {
            var some = await InPayout(provider, payoutId, holders, after, AtOnce, ct);
            foreach (var line in some)
            {
                yield return line;
            }

            if (some.Count < AtOnce)
            {
                yield break;
            }

            after = some[^1].TransactionId;
        }
    }

    /// <summary>What is in a payout, by kind.</summary>
    public Task<IReadOnlyList<SettledKind>> Kinds(string provider, string payoutId, IReadOnlyCollection<Guid> holders, CancellationToken ct) =>
        Ask<SettledKind>(KindsSql, new { provider, payoutId, holders = holders.ToArray() }, ct);

    /// <summary>At most so many things in suspense, the youngest first.</summary>
    /// <param name="before">Only those before this place: the next page.</param>
    public Task<IReadOnlyList<SuspenseLine>> InSuspense(IReadOnlyCollection<Guid> holders, long? before, int max, CancellationToken ct) =>
        Ask<SuspenseLine>(SuspenseSql, new { holders = holders.ToArray(), before, max }, ct);

    /// <summary>Everything our books took in from a moment until another, payouts with their sign: row by row, however many there are.</summary>
    public async IAsyncEnumerable<SettledLine> Between(DateTimeOffset from, DateTimeOffset until, IReadOnlyCollection<Guid> holders, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await foreach (var line in connection.QueryUnbufferedAsync<SettledLine>(
            BetweenSql, new { from = from.ToUniversalTime(), until = until.ToUniversalTime(), holders = holders.ToArray() }, commandTimeout: 600).WithCancellation(ct))
        {
            yield return line;
        }
    }

    private async Task<IReadOnlyList<TRow>> Ask<TRow>(string sql, object values, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<TRow>(new CommandDefinition(sql, values, cancellationToken: ct))).AsList();
    }
}
