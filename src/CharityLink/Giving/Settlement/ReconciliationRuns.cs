using CharityLink.Kernel;
using Dapper;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>One look at a provider's books.</summary>
/// <param name="IsFull">The days that may still change were read again, and the provider was asked what stands with it.</param>
/// <param name="Lines">How many lines were read.</param>
/// <param name="Missing">How many of them our books did not have.</param>
/// <param name="BalanceError">Why the provider could not be asked what stands with it, as a code; null where it answered or was not asked.</param>
public sealed record ReconciliationRun(Guid Id, string Provider, DateTime StartedAt, DateTime EndedAt, bool IsFull, int Lines, int Missing, string? BalanceError)
{
    /// <summary>What stood there and here, one for each currency; empty where the provider was not asked.</summary>
    public IReadOnlyList<BalanceComparison> Balances { get; init; } = [];
}

/// <summary>The looks at the providers' books, kept as long as the calls to providers are.</summary>
public sealed class ReconciliationRuns(NpgsqlDataSource database, PaymentLimits limits)
{
    private const string NoteSql =
        "insert into giving.reconciliation_run (id, provider, started_at, ended_at, is_full, lines, missing, balance_error) values ($1, $2, $3, $4, $5, $6, $7, $8)";

    private const string CompareSql =
        """
        insert into giving.balance_comparison (run_id, currency, there_minor, here_minor, waiting_minor, coming_minor, unsure_in_minor, unsure_out_minor, difference_minor)
        select $1, * from unnest($2, $3, $4, $5, $6, $7, $8, $9)
        """;

    private const string ForgetSql = "delete from giving.reconciliation_run where started_at < $1";

    private const string LastSql =
        """
        select id, provider, started_at startedAt, ended_at endedAt, is_full isFull, lines, missing, balance_error balanceError
          from giving.reconciliation_run where (@before::uuid is null or id < @before) order by id desc limit @max
        """;

    private const string BalancesSql =
        """
        select run_id runId, currency, there_minor there, here_minor here, waiting_minor waiting, coming_minor coming, unsure_in_minor unsureIn, unsure_out_minor unsureOut
          from giving.balance_comparison where run_id = any(@ids) order by run_id, currency
        """;

    private const string BeforeSql =
        """
        select c.currency, c.difference_minor from giving.balance_comparison c
         where c.run_id = (select r.id from giving.reconciliation_run r where r.provider = @provider and exists (select from giving.balance_comparison o where o.run_id = r.id) order by r.id desc limit 1)
        """;

    private sealed record Row(Guid RunId, string Currency, long There, long Here, long Waiting, long Coming, long UnsureIn, long UnsureOut);

    /// <summary>The last looks, the youngest first.</summary>
    /// <param name="before">Only those before this one: the next page.</param>
    public async Task<IReadOnlyList<ReconciliationRun>> Last(Guid? before, int max, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var runs = (await connection.QueryAsync<ReconciliationRun>(new CommandDefinition(LastSql, new { before, max }, cancellationToken: ct))).AsList();
        var compared = (await connection.QueryAsync<Row>(new CommandDefinition(BalancesSql, new { ids = runs.Select(run => run.Id).ToArray() }, cancellationToken: ct))).ToLookup(row => row.RunId, Of);
        return runs.ConvertAll(run => run with { Balances = [.. compared[run.Id]] });
    }

    /// <summary>Writes a look down, and lets go those that are too old.</summary>
    internal async Task Note(ReconciliationRun run, CancellationToken ct)
    {
        T[] Each<T>(Func<BalanceComparison, T> column) => [.. run.Balances.Select(column)];
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.Run(
        [
            new NpgsqlBatchCommand(ForgetSql).With(run.StartedAt.AddDays(-limits.KeepRowsDays)),
            new NpgsqlBatchCommand(NoteSql)
                .With(run.Id).With(run.Provider).With(run.StartedAt).With(run.EndedAt).With(run.IsFull).With(run.Lines).With(run.Missing).With(run.BalanceError),
            new NpgsqlBatchCommand(CompareSql)
                .With(run.Id).With(Each(b => b.There.Currency.Code)).With(Each(b => b.There.Minor)).With(Each(b => b.Here.Minor)).With(Each(b => b.Waiting.Minor))
                .With(Each(b => b.Coming.Minor)).With(Each(b => b.UnsureIn.Minor)).With(Each(b => b.UnsureOut.Minor)).With(Each(b => b.Difference.Minor)),
        ], ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>The differences that the last question to a provider found.</summary>
    internal async Task<IReadOnlyDictionary<string, long>> Before(string provider, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<(string Currency, long Minor)>(new CommandDefinition(BeforeSql, new { provider }, cancellationToken: ct))).ToDictionary(row => row.Currency, row => row.Minor, StringComparer.Ordinal);
    }

    private static BalanceComparison Of(Row row)
    {
        Money In(long minor) => new(minor, new Currency(row.Currency));
        return new(In(row.There), In(row.Here), In(row.Waiting), In(row.Coming), In(row.UnsureIn), In(row.UnsureOut));
    }
}
