using System.Security.Cryptography;
using System.Text;
using CharityLink.Giving;
using CharityLink.Store;
using CharityLink.Web.Hosting;
using CharityLink.Web.Mail;
using Dapper;
using Microsoft.AspNetCore.WebUtilities;
using Npgsql;

namespace CharityLink.Web.Giving.Regular;

/// <summary>Links that mend a declined regular gift without an account: good once and for a week. The secret is made when the mail is sent and kept nowhere, only its hash is; sent once more, the earlier one is void.</summary>
internal sealed class MendLinks(NpgsqlDataSource database, EventStore store, SiteAddress address, TimeProvider clock) : IMailKind
{
    /// <summary>How long one works.</summary>
    public static readonly TimeSpan HoldsFor = TimeSpan.FromDays(7);

    private const int SecretBytes = 32;

    private const string MakeSql =
        """
        insert into giving.mend_link (link_id, regular_gift_id, hash, expires_at)
        select id, gift, hash, @until from unnest(@ids, @gifts, @hashes) n (id, gift, hash)
        on conflict (link_id) do update set hash = excluded.hash, expires_at = excluded.expires_at where giving.mend_link.used_at is null
        """;

    private const string Good = "where link_id = @id and hash = @hash and used_at is null and expires_at > @now";
    private const string LookSql = $"select regular_gift_id from giving.mend_link {Good}";
    private const string UseSql = $"update giving.mend_link set used_at = @now {Good} returning regular_gift_id";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Kinds { get; } = ["regular_declined", "regular_failed"];

    /// <summary>The regular gift a link would mend now; null when it is void.</summary>
    public Task<Guid?> Look(Guid id, string secret, CancellationToken ct) => Find(LookSql, id, secret, ct);

    /// <summary>Uses it up; null when somebody did before, or it is void.</summary>
    public Task<Guid?> Use(Guid id, string secret, CancellationToken ct) => Find(UseSql, id, secret, ct);

    /// <inheritdoc/>
    public async Task Complete(IReadOnlyList<MailDraft> drafts, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(drafts);
        var gifts = await Task.WhenAll(drafts.Select(draft => Gift(draft.Mail.Facts.Subject.GetValueOrDefault(), ct)));
        var made = new List<(MailDraft Draft, string Secret)>();
        foreach (var (draft, gift) in drafts.Zip(gifts))
        {
            // Paid or ended since: old news.
            draft.IsNeedless = gift?.Unpaid is null || gift.State is not (RegularState.Running or RegularState.Paused);
            var secret = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(SecretBytes));
            draft.Values["page"] = draft.Values["link"];
            draft.Values["link"] = $"{address.Base}/{draft.Language.Tag}/regular/mend?link={draft.Mail.Id}&secret={secret}";
            if (!draft.IsNeedless)
            {
                made.Add((draft, secret));
            }
        }

        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(MakeSql, new
        {
            ids = made.Select(one => one.Draft.Mail.Id).ToArray(), gifts = made.Select(one => one.Draft.Mail.Facts.Subject.GetValueOrDefault()).ToArray(),
            hashes = made.Select(one => Hash(one.Secret)).ToArray(), until = clock.GetUtcNow().ToUniversalTime() + HoldsFor,
        }, cancellationToken: ct));
    }

    private async Task<RegularGift?> Gift(Guid id, CancellationToken ct) =>
        (await store.ReadFacts(id, ct)).Facts.OfType<IRegularGiftEvent>().Aggregate((RegularGift?)null, RegularGift.Evolve);

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private async Task<Guid?> Find(string sql, Guid id, string secret, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<Guid?>(new CommandDefinition(sql, new { id, hash = Hash(secret), now = clock.GetUtcNow().ToUniversalTime() }, cancellationToken: ct));
    }
}
