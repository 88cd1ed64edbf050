using Dapper;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>A gift of which a card network says that it was probably not paid by the card's owner, and of which something can still go back.</summary>
/// <param name="Code">What the network suspects, in the provider's words.</param>
/// <param name="At">When it was told.</param>
public sealed record GiftWarning(Guid DonationId, string Provider, string Code, DateTime At, long LeftMinor, string Currency);

/// <summary>Warnings about gifts, for those who may give them back before a bank takes them. Nothing is ever given back by itself.</summary>
public sealed class GiftWarnings(NpgsqlDataSource database)
{
    /// <summary>The alert's kind.</summary>
    public const string Kind = "fraud_warning";

    // A bank may ask for a payment back for about four months.
    private static readonly TimeSpan Matters = TimeSpan.FromDays(120);

    private const string Columns = "a.about_id donationId, a.provider, a.code, a.raised_at at, d.amount_minor - d.returned_minor leftMinor, d.currency";

    private const string WaitingSql =
        $"""
        select {Columns} from payment_alert a join donation d on d.id = a.about_id
         where a.kind = '{Kind}' and a.raised_at >= @since and d.state = 'paid' and d.returned_minor < d.amount_minor and d.holder_id = any(@holders)
           and not exists (select from refund r where r.donation_id = d.id and r.asked_at >= a.raised_at)
         order by a.raised_at desc limit @max
        """;

    private const string OfGiftSql =
        $"select {Columns} from payment_alert a join donation d on d.id = a.about_id where a.kind = '{Kind}' and a.about_id = @gift order by a.raised_at desc limit 1";

    /// <summary>Gifts to these organisations that nobody has asked to be given back since the warning.</summary>
    public async Task<IReadOnlyList<GiftWarning>> Waiting(IReadOnlyCollection<Guid> holders, DateTimeOffset now, int max, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<GiftWarning>(new CommandDefinition(
            WaitingSql, new { holders = holders.ToArray(), since = (now - Matters).ToUniversalTime(), max }, cancellationToken: ct))).AsList();
    }

    /// <summary>The youngest warning about a gift; null where there is none.</summary>
    public async Task<GiftWarning?> OfGift(Guid gift, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.QueryFirstOrDefaultAsync<GiftWarning>(new CommandDefinition(OfGiftSql, new { gift }, cancellationToken: ct));
    }
}
