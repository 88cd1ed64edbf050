using CharityLink.Kernel;
using CharityLink.Store;
using Dapper;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>What of a payout belongs to one organisation.</summary>
/// <param name="Id">Its place in the list.</param>
/// <param name="PayoutId">The provider's number of the payout, as it stands on the bank's statement.</param>
/// <param name="HolderId">Whose it is; <see cref="Settlement.Nobody"/> for what no gift explains.</param>
/// <param name="Minor">Its part, in minor units.</param>
/// <param name="AgainMinor">What of its part had been paid out before and come back.</param>
/// <param name="AmountMinor">The payout as a whole.</param>
/// <param name="FailedAt">When it was told that the bank had sent it back; null: it arrived.</param>
public sealed record PayoutShare(
    long Id, string Provider, string PayoutId, Guid HolderId, string Currency, long Minor, long AgainMinor, long AmountMinor, DateTime PaidAt, DateTime? FailedAt)
{
    /// <summary>Its part.</summary>
    public Money Share => new(Minor, new Currency(Currency));

    /// <summary>What of its part had been paid out before and come back.</summary>
    public Money Again => new(AgainMinor, new Currency(Currency));

    /// <summary>The payout as a whole.</summary>
    public Money Amount => new(AmountMinor, new Currency(Currency));
}

/// <summary>Read model: what providers paid out to the bank, by organisation.</summary>
public sealed class PayoutList(NpgsqlDataSource database) : IReadModel
{
    private const string Columns =
        "id, provider, payout_id payoutId, holder_id holderId, currency, minor, again_minor againMinor, amount_minor amountMinor, paid_at paidAt, failed_at failedAt";

    private const string PaidSql =
        """
        insert into payout_share (provider, payout_id, holder_id, currency, minor, again_minor, amount_minor, paid_at)
        select * from unnest($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing
        """;

    private const string FailedSql =
        """
        update payout_share s set failed_at = n.at from unnest($1, $2, $3) n (provider, payout_id, at)
         where s.provider = n.provider and s.payout_id = n.payout_id and s.failed_at is null
        """;

    private const string ListSql = $"select {Columns} from payout_share where holder_id = any(@holders) and id < coalesce(@before, 9223372036854775807) order by id desc limit @max";

    private const string FindSql = $"select {Columns} from payout_share where provider = @provider and payout_id = @payoutId and holder_id = any(@holders) order by id";

    /// <inheritdoc/>
    public string Name => "payouts";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["payout_share"];

    /// <inheritdoc/>
    public string Ddl => Sql.File("Giving.Settlement.payouts.sql");

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is RemittancePaid or RemittanceFailed;

    /// <inheritdoc/>
    public Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct)
    {
        PayoutShare[] paid = [.. batch.SelectMany(Paid)];
        var failed = batch.Where(recorded => recorded.Data is RemittanceFailed).Select(recorded => (Fact: (RemittanceFailed)recorded.Data, recorded.At)).ToList();
        T[] Each<T>(Func<PayoutShare, T> column) => Array.ConvertAll(paid, share => column(share));
        return connection.Run(
        [
            new NpgsqlBatchCommand(PaidSql)
                .With(Each(s => s.Provider)).With(Each(s => s.PayoutId)).With(Each(s => s.HolderId)).With(Each(s => s.Currency)).With(Each(s => s.Minor))
                .With(Each(s => s.AgainMinor)).With(Each(s => s.AmountMinor)).With(Each(s => s.PaidAt)),
            new NpgsqlBatchCommand(FailedSql)
                .With(failed.ConvertAll(one => one.Fact.Provider).ToArray()).With(failed.ConvertAll(one => one.Fact.RemittanceId).ToArray()).With(failed.ConvertAll(one => one.At.UtcDateTime).ToArray()),
        ], ct);
    }

    /// <summary>At most so many shares of payouts, the youngest first.</summary>
    /// <param name="holders">Whose.</param>
    /// <param name="before">Only those before this one: the next page.</param>
    public async Task<IReadOnlyList<PayoutShare>> List(IReadOnlyCollection<Guid> holders, long? before, int max, CancellationToken ct) =>
        await Ask(ListSql, new { holders = holders.ToArray(), before, max }, ct);

    /// <summary>The shares of one payout that belong to these organisations; none where there is no such payout for them.</summary>
    public async Task<IReadOnlyList<PayoutShare>> Find(string provider, string payoutId, IReadOnlyCollection<Guid> holders, CancellationToken ct) =>
        await Ask(FindSql, new { provider, payoutId, holders = holders.ToArray() }, ct);

    private async Task<List<PayoutShare>> Ask(string sql, object values, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<PayoutShare>(new CommandDefinition(sql, values, cancellationToken: ct))).AsList();
    }

    private static IEnumerable<PayoutShare> Paid(Recorded recorded) => recorded.Data is RemittancePaid paid
        ? from share in paid.Shares
          group share by share.HolderId into own
          select new PayoutShare(
              0, paid.Provider, paid.RemittanceId, own.Key, paid.Amount.Currency.Code, own.Sum(share => share.Amount.Minor), own.Sum(share => share.IsAgain ? share.Amount.Minor : 0),
              paid.Amount.Minor, recorded.At.UtcDateTime, null)
        : [];
}
