using CharityLink.Store;
using Dapper;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>Read model: accounts at providers that cannot be paid now. Nothing is offered that would go there.</summary>
public sealed class PayeeAccounts(NpgsqlDataSource database, TimeProvider clock) : IReadModel
{
    // Asked for with every form, and hardly ever another: what is a second old will do.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private const string ChangeSql =
        """
        insert into payee_account (provider, account_id, takes_gifts) select * from unnest($1, $2, $3)
            on conflict (provider, account_id) do update set takes_gifts = excluded.takes_gifts
        """;

    private const string ClosedSql = "select provider, account_id from payee_account where not takes_gifts";

    private sealed record Known(HashSet<(string Provider, string AccountId)> Closed, DateTimeOffset At);

    private Known? known;

    /// <inheritdoc/>
    public string Name => "payee_accounts";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["payee_account"];

    /// <inheritdoc/>
    public string Ddl => "create table payee_account (provider text not null, account_id text not null, takes_gifts boolean not null, primary key (provider, account_id));";

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is PayeeAccountChanged;

    /// <inheritdoc/>
    public Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct)
    {
        // One statement changes a row once: of several about one account the last counts.
        var last = batch.Select(recorded => recorded.Data).OfType<PayeeAccountChanged>().GroupBy(e => (e.Provider, e.AccountId)).Select(same => same.Last()).ToList();
        return connection.Run(
            [new NpgsqlBatchCommand(ChangeSql).With(last.ConvertAll(e => e.Provider).ToArray()).With(last.ConvertAll(e => e.AccountId).ToArray()).With(last.ConvertAll(e => e.Standing.TakesGifts).ToArray())], ct);
    }

    /// <summary>The account can be paid, as far as its provider has told: at most a second ago.</summary>
    public async ValueTask<bool> TakesGifts(string provider, string accountId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (known is not { } held || now - held.At > Fresh || now < held.At)
        {
            await using var connection = await database.OpenConnectionAsync(ct);
            var closed = await connection.QueryAsync<(string, string)>(new CommandDefinition(ClosedSql, cancellationToken: ct));
            known = held = new([.. closed], now);
        }

        return !held.Closed.Contains((provider, accountId));
    }
}

/// <summary>Reaction: tells those who run the platform what an account's provider says against it, each time it says so anew.</summary>
public sealed class PayeeAccountWatch(SystemCommands commands) : IReaction
{
    /// <inheritdoc/>
    public string Name => "payee_account_watch";

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is PayeeAccountChanged { Standing.Trouble: not null };

    /// <inheritdoc/>
    public async Task React(IReadOnlyList<Recorded> batch, CancellationToken ct)
    {
        foreach (var recorded in batch)
        {
            if (recorded.Data is PayeeAccountChanged { Standing: { Trouble: { } trouble } standing } e
                && await commands.SendAll([RaisePaymentAlert.Of(trouble, e.Provider, $"{e.AccountId} {recorded.Position}", null, standing.Why is { } why ? $"{e.AccountId}: {why}" : e.AccountId)], ct) is { } refused)
            {
                throw new InvalidOperationException($"The alert about an account was refused: {refused}.");
            }
        }
    }
}
