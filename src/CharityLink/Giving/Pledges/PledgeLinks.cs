using System.Security.Cryptography;
using System.Text;
using Dapper;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>Links by which givers pay promises that could not be charged: good once and for three days. The secret is made when the mail is sent and kept nowhere, only its hash is.</summary>
public sealed class PledgeLinks(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>How long one works.</summary>
    public static readonly TimeSpan HoldsFor = TimeSpan.FromDays(3);

    private const int SecretBytes = 32;

    // Sent once more, the earlier secret is void; one that was used stays used.
    private const string MakeSql =
        """
        insert into giving.pledge_link (link_id, pledge_id, hash, expires_at) select id, pledge, hash, @until from unnest(@ids, @pledges, @hashes) n (id, pledge, hash)
        on conflict (link_id) do update set hash = excluded.hash, expires_at = excluded.expires_at where pledge_link.used_at is null
        """;

    private const string LookSql = "select true from giving.pledge_link where link_id = @id and pledge_id = @pledge and hash = @hash and used_at is null and expires_at > @now";
    private const string UseSql = "update giving.pledge_link set used_at = @now where link_id = @id and pledge_id = @pledge and hash = @hash and used_at is null and expires_at > @now";

    /// <summary>Makes the secrets of links, by the links' ids.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> Make(IReadOnlyCollection<(Guid Link, Guid Pledge)> links, CancellationToken ct)
    {
        var secrets = links.ToDictionary(one => one.Link, _ => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes)));
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(MakeSql, new
        {
            ids = links.Select(one => one.Link).ToArray(), pledges = links.Select(one => one.Pledge).ToArray(), hashes = links.Select(one => Hash(secrets[one.Link])).ToArray(), until = Now + HoldsFor,
        }, cancellationToken: ct));
        return secrets;
    }

    /// <summary>It would work now.</summary>
    public async Task<bool> Holds(Guid link, Guid pledge, string secret, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteScalarAsync<bool?>(new CommandDefinition(LookSql, Values(link, pledge, secret), cancellationToken: ct)) == true;
    }

    /// <summary>Uses it up; false when somebody did before, or it is void.</summary>
    public async Task<bool> Use(Guid link, Guid pledge, string secret, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteAsync(new CommandDefinition(UseSql, Values(link, pledge, secret), cancellationToken: ct)) == 1;
    }

    private DateTimeOffset Now => clock.GetUtcNow().ToUniversalTime();

    private object Values(Guid link, Guid pledge, string secret) => new { id = link, pledge, hash = Hash(secret), now = Now };

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
