using Dapper;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>A provider that refuses our access.</summary>
public sealed record OpenCircuit(string Provider, string Reason, DateTime Since, DateTime RetryAt);

/// <summary>Providers that refuse our access (a revoked key, a key without rights): their operations wait, none fails, and staff are told.</summary>
public sealed class PaymentCircuits(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>How long nothing is sent after a refusal.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private const string OpenSql =
        """
        insert into giving.payment_circuit (provider, reason, since, retry_at) values (@provider, @reason, @now, @retryAt)
            on conflict (provider) do update set reason = excluded.reason, retry_at = excluded.retry_at
            returning since
        """;

    /// <summary>The providers that refuse us now.</summary>
    public async Task<IReadOnlyList<OpenCircuit>> All(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<OpenCircuit>(new CommandDefinition(
            "select provider, reason, since, retry_at retryAt from giving.payment_circuit order by since", cancellationToken: ct))).AsList();
    }

    /// <summary>A provider refused us: it gets nothing for a while. Returns since when it does, and when it may be tried again.</summary>
    internal async Task<(DateTimeOffset Since, DateTimeOffset RetryAt)> Open(string provider, string reason)
    {
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync();
        var since = await connection.ExecuteScalarAsync<DateTime>(OpenSql, new { provider, reason, now, retryAt = now + Pause });
        return (new DateTimeOffset(since, TimeSpan.Zero), now + Pause);
    }

    /// <summary>The call that tried it told nothing of our access: the next one may try.</summary>
    internal async Task TryNext(string provider)
    {
        await using var connection = await database.OpenConnectionAsync();
        await connection.ExecuteAsync("update giving.payment_circuit set retry_at = @now where provider = @provider", new { provider, now = clock.GetUtcNow() });
    }

    /// <summary>It took a call again.</summary>
    internal async Task Close(string provider)
    {
        await using var connection = await database.OpenConnectionAsync();
        await connection.ExecuteAsync("delete from giving.payment_circuit where provider = @provider", new { provider });
    }
}
