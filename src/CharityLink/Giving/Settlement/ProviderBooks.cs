using CharityLink.Kernel;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>The providers' books as they were read, and what stands otherwise in ours. Nothing is put right here: it is shown.</summary>
public sealed class ProviderBooks(NpgsqlDataSource database, TimeProvider clock)
{
    private const string TakeSql =
        """
        insert into giving.provider_booking as b (provider, transaction_id, kind, source_id, gross_minor, cost_minor, net_minor, currency, booked_at, read_at)
        select $1, n.*, $10 from unnest($2, $3, $4, $5, $6, $7, $8, $9) n
            on conflict (provider, transaction_id) do update set gross_minor = excluded.gross_minor, cost_minor = excluded.cost_minor, net_minor = excluded.net_minor, read_at = excluded.read_at
        """;

    private const string UnknownSql =
        "select id from unnest($2) id where not exists (select from ledger_booking l where l.provider = $1 and l.transaction_id = id)";

    private const string PaidOutSql =
        "insert into giving.payout_line (provider, payout_id, transaction_id) select $1, $2, id from unnest($3) id on conflict do nothing";

    private const string ReadSql = "select read_upto, full_at from giving.reconciliation where provider = $1";

    private const string MoveSql =
        """
        insert into giving.reconciliation (provider, read_upto, full_at) values ($1, $2, $3)
            on conflict (provider) do update set read_upto = greatest(giving.reconciliation.read_upto, excluded.read_upto), full_at = excluded.full_at
        """;

    /// <summary>What stands otherwise here than there, the youngest first.</summary>
    /// <param name="holders">Whose: with <see cref="Settlement.Nobody"/> also what belongs to no organisation.</param>
    public async Task<IReadOnlyList<BookDifference>> Differences(IReadOnlyCollection<Guid> holders, int max, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = await Compared(BookComparison.Differences, holders, max, connection, ct);
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<BookDifference>();
        while (await row.ReadAsync(ct))
        {
            Money? Of(int minor, int currency) => row.IsDBNull(minor) ? null : new Money(row.GetInt64(minor), new Currency(row.GetString(currency)));
            found.Add(new(
                row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), Of(4, 5), Of(6, 7), row.GetFieldValue<Guid?>(8), row.GetFieldValue<Guid?>(9),
                row.GetFieldValue<DateTimeOffset>(10)));
        }

        return found;
    }

    /// <summary>How many differences there are, counted no further than to a number.</summary>
    /// <param name="holders">As of <see cref="Differences"/>.</param>
    public async Task<int> CountDifferences(IReadOnlyCollection<Guid> holders, int max, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = await Compared(BookComparison.Count, holders, max, connection, ct);
        return await command.ExecuteScalarAsync(ct) is long count ? (int)count : throw new InvalidOperationException("A count counts.");
    }

    /// <summary>Notes lines of a provider's books; those of them that ours do not have.</summary>
    internal async Task<IReadOnlySet<string>> Take(string provider, IReadOnlyList<ProviderBooking> lines, CancellationToken ct)
    {
        T[] Each<T>(Func<ProviderBooking, T> column) => [.. lines.Select(column)];
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.Run(
        [
            new NpgsqlBatchCommand(BookComparison.MarkForMe).With(Ledger.Shape),
            new NpgsqlBatchCommand(TakeSql)
                .With(provider).With(Each(b => b.Id)).With(Each(b => b.Kind)).With(Each(b => b.SourceId)).With(Each(b => b.Gross.Minor)).With(Each(b => b.Cost.Minor))
                .With(Each(b => b.Net.Minor)).With(Each(b => b.Gross.Currency.Code)).With(Each(b => b.At.ToUniversalTime())).With(clock.GetUtcNow().ToUniversalTime()),
            new NpgsqlBatchCommand(BookComparison.OpenTheirs).With(provider).With(Each(b => b.Id)),
        ], ct);
        await using var command = new NpgsqlCommand(UnknownSql, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = provider });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Each(b => b.Id) });
        await using var row = await command.ExecuteReaderAsync(ct);
        var unknown = new HashSet<string>(StringComparer.Ordinal);
        while (await row.ReadAsync(ct))
        {
            unknown.Add(row.GetString(0));
        }

        return unknown;
    }

    /// <summary>Notes which lines a payout paid out. Said again, it changes nothing.</summary>
    internal async Task PaidOut(string provider, string payoutId, IReadOnlyList<string> lines, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.Run([new NpgsqlBatchCommand(PaidOutSql).With(provider).With(payoutId).With(lines.ToArray())], ct);
    }

    /// <summary>Lets go what was found the same on both sides: no look asks for it again.</summary>
    internal async Task Settle(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var mark = await Mark(connection, BookComparison.MarkForMe, ct);
        await connection.Run([new NpgsqlBatchCommand(BookComparison.OpenOurs).With(Ledger.Shape).With(mark), new NpgsqlBatchCommand(BookComparison.Settle)], ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Up to when a provider's books were read, and when they were last read with all days that may still change; null before the first time.</summary>
    internal async Task<(DateTimeOffset ReadUpTo, DateTimeOffset FullAt)?> ReadUpTo(string provider, CancellationToken ct)
    {
        await using var command = database.CreateCommand(ReadSql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = provider });
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? (row.GetFieldValue<DateTimeOffset>(0), row.GetFieldValue<DateTimeOffset>(1)) : null;
    }

    /// <summary>The books were read to their end.</summary>
    internal async Task Move(string provider, DateTimeOffset upTo, DateTimeOffset fullAt, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.Run([new NpgsqlBatchCommand(MoveSql).With(provider).With(upTo.ToUniversalTime()).With(fullAt.ToUniversalTime())], ct);
    }

    private static async Task<NpgsqlCommand> Compared(string sql, IReadOnlyCollection<Guid> holders, int max, NpgsqlConnection connection, CancellationToken ct)
    {
        var mark = await Mark(connection, BookComparison.Mark, ct);
        return new NpgsqlCommand(sql, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<int> { TypedValue = max }, new NpgsqlParameter<Guid[]> { TypedValue = [.. holders] }, new NpgsqlParameter<Guid> { TypedValue = Settlement.Nobody }, new NpgsqlParameter<long> { TypedValue = mark },
            },
        };
    }

    private static async Task<long> Mark(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Ledger.Shape });
        return await command.ExecuteScalarAsync(ct) is long position ? position : throw new InvalidOperationException("The mark of the comparison is gone.");
    }
}
