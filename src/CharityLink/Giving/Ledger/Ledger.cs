using CharityLink.Kernel;
using CharityLink.Store;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>How much stands in one account.</summary>
/// <param name="Balance">Debits less credits: negative where the organisation owes it.</param>
public sealed record AccountBalance(Guid HolderId, string Account, Money Balance);

/// <summary>One booked movement, with where in the log its cause stands.</summary>
public sealed record LedgerEntry(string Kind, string Id, Guid HolderId, string Debit, string Credit, Money Amount, Guid? DonationId, long Position, DateTimeOffset At);

/// <summary>Read model: the books. Every movement of money is one row, written once; balances are counters kept beside them.</summary>
public sealed class Ledger(NpgsqlDataSource database) : IReadModel
{
    // A cause that was booked is not booked again, and moves no balance: only rows that were really written are counted.
    private const string BookSql =
        """
        with booked as (
          insert into ledger_entry (source_kind, source_id, part, holder_id, debit, credit, minor, currency, donation_id, project_id, position, at)
          select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing
          returning holder_id, debit, credit, minor, currency),
        moved as (
          select holder_id, debit account, currency, minor debit_minor, 0::bigint credit_minor from booked
          union all
          select holder_id, credit, currency, 0, minor from booked)
        insert into ledger_balance as b (holder_id, account, currency, debit_minor, credit_minor)
        select holder_id, account, currency, sum(debit_minor), sum(credit_minor) from moved group by 1, 2, 3
        on conflict (holder_id, account, currency) do update
           set debit_minor = b.debit_minor + excluded.debit_minor, credit_minor = b.credit_minor + excluded.credit_minor
        """;

    private const string BalancesSql =
        "select holder_id, account, currency, debit_minor - credit_minor from ledger_balance where holder_id = any($1) order by holder_id, currency, account";

    private const string AllBalancesSql = "select holder_id, account, currency, debit_minor - credit_minor from ledger_balance order by holder_id, currency, account";

    private const string SharesSql =
        """
        select holder_id, sum(net_minor)::bigint, count(*) from ledger_booking
         where provider = $1 and transaction_id = any($2) and currency = $3 group by holder_id order by holder_id
        """;

    private const string EntriesSql =
        """
        select source_kind, source_id, holder_id, debit, credit, minor, currency, donation_id, position, at
          from ledger_entry where donation_id = $1 order by position, part
        """;

    /// <summary>Of the books' rows: raised where they come to say something else, so that they are made and compared anew.</summary>
    internal const int Shape = 4;

    /// <inheritdoc/>
    public string Name => "ledger";

    /// <inheritdoc/>
    public int Version => Shape;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["ledger_entry", "ledger_booking", "ledger_balance"];

    /// <inheritdoc/>
    public string Ddl => Sql.File("Giving.Ledger.ledger.sql");

    /// <inheritdoc/>
    public async Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct)
    {
        var rows = batch.SelectMany(recorded => Postings.Of(recorded.Data).Select(posting => (Posting: posting, recorded.Position, recorded.At))).ToArray();
        NpgsqlBatchCommand[] writes = [.. Book(rows), .. BookingRows.Of(batch)];
        if (writes.Length > 0)
        {
            await connection.Run(writes, ct);
        }
    }

    /// <summary>The balances of some organisations' books, by currency and account.</summary>
    public Task<IReadOnlyList<AccountBalance>> Balances(IReadOnlyCollection<Guid> holders, CancellationToken ct) =>
        Balances(BalancesSql, ct, new NpgsqlParameter<Guid[]> { TypedValue = [.. holders] });

    /// <summary>The balances of all books: a few accounts for each organisation.</summary>
    public Task<IReadOnlyList<AccountBalance>> Balances(CancellationToken ct) => Balances(AllBalancesSql, ct);

    /// <summary>What of a payout belongs to whom, by the bookings in it; null while some of them are not in the books. What they do not add up to is nobody's.</summary>
    /// <param name="again">What of it had come back from the bank before.</param>
    internal async Task<IReadOnlyList<RemittanceShare>?> Shares(string provider, IReadOnlyList<string> bookings, Money paid, IReadOnlyList<RemittanceShare> again, CancellationToken ct)
    {
        await using var command = database.CreateCommand(SharesSql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = provider });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. bookings] });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = paid.Currency.Code });
        await using var row = await command.ExecuteReaderAsync(ct);
        var (shares, known) = (new List<RemittanceShare>(again), 0L);
        while (await row.ReadAsync(ct))
        {
            shares.Add(new(row.GetGuid(0), new Money(row.GetInt64(1), paid.Currency)));
            known += row.GetInt64(2);
        }

        var rest = paid.Minor - shares.Sum(share => share.Amount.Minor);
        return known < bookings.Count ? null : [.. shares, .. rest == 0 ? Array.Empty<RemittanceShare>() : [new RemittanceShare(Settlement.Nobody, new Money(rest, paid.Currency))]];
    }

    private static IEnumerable<NpgsqlBatchCommand> Book((Posting Posting, long Position, DateTimeOffset At)[] rows)
    {
        T[] Each<T>(Func<Posting, T> column) => Array.ConvertAll(rows, row => column(row.Posting));
        if (rows.Length > 0)
        {
            yield return new NpgsqlBatchCommand(BookSql)
                .With(Each(p => p.Kind)).With(Each(p => p.Id)).With(Each(p => (short)p.Part)).With(Each(p => p.HolderId)).With(Each(p => p.Debit)).With(Each(p => p.Credit))
                .With(Each(p => p.Amount.Minor)).With(Each(p => p.Amount.Currency.Code)).With(Each(p => p.DonationId)).With(Each(p => p.ProjectId))
                .With(Array.ConvertAll(rows, row => row.Position)).With(Array.ConvertAll(rows, row => row.At));
        }
    }

    private async Task<IReadOnlyList<AccountBalance>> Balances(string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<AccountBalance>();
        while (await row.ReadAsync(ct))
        {
            found.Add(new(row.GetGuid(0), row.GetString(1), new Money(row.GetInt64(3), new Currency(row.GetString(2)))));
        }

        return found;
    }

    /// <summary>Everything that was booked because of a gift, in the order of the log.</summary>
    public async Task<IReadOnlyList<LedgerEntry>> OfGift(Guid donationId, CancellationToken ct)
    {
        await using var command = database.CreateCommand(EntriesSql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = donationId });
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<LedgerEntry>();
        while (await row.ReadAsync(ct))
        {
            found.Add(new(
                row.GetString(0), row.GetString(1), row.GetGuid(2), row.GetString(3), row.GetString(4), new Money(row.GetInt64(5), new Currency(row.GetString(6))),
                row.GetFieldValue<Guid?>(7), row.GetInt64(8), row.GetFieldValue<DateTimeOffset>(9)));
        }

        return found;
    }
}
