using System.Security.Cryptography;
using CharityLink.Kernel;
using CharityLink.Web.Hosting;
using CharityLink.Web.Mail;
using CharityLink.Web.Site;
using Dapper;
using Microsoft.AspNetCore.WebUtilities;
using Npgsql;

namespace CharityLink.Web.Giving.Account;

/// <summary>What a link that was opened proves: that a mailbox is its reader's.</summary>
/// <param name="Purpose"><c>sign_in</c>, <c>mailbox</c> or <c>erase</c>.</param>
/// <param name="PersonId">Whose mailbox it was sent to.</param>
/// <param name="AccountId">The account that asked for it; null for a sign-in.</param>
public sealed record MailLink(string Purpose, Guid PersonId, Guid? AccountId);

/// <summary>Links that prove a mailbox: mailed, good once and for half an hour. The secret is made when the mail is sent and kept nowhere, only its hash is; sent once more, the earlier one is void.</summary>
internal sealed class MailLinks(NpgsqlDataSource database, MailOutbox outbox, SiteAddress address, TimeProvider clock) : IMailKind
{
    /// <summary>How long one works.</summary>
    public static readonly TimeSpan HoldsFor = TimeSpan.FromMinutes(30);

    // Nobody's mailbox can be flooded from a form, and no account floods many.
    private const int PerPersonMax = 3;
    private const int SecretBytes = 32;

    private const string AskSql =
        """
        insert into identity.mail_link (link_id, purpose, person_id, account_id, asked_at)
        select @id, @purpose, @person, @account, @now
         where (select count(*) from identity.mail_link where (person_id = @person or (account_id = @account and purpose = @purpose)) and asked_at > @since) < @max
        """;

    private const string MakeSql =
        """
        update identity.mail_link m set hash = n.hash, expires_at = @until from unnest(@ids, @hashes) n (link_id, hash)
         where m.link_id = n.link_id and m.used_at is null returning m.link_id
        """;

    private const string LookSql = "select purpose, person_id personId, account_id accountId from identity.mail_link where link_id = @id and hash = @hash and used_at is null and expires_at > @now";
    private const string UseSql = "update identity.mail_link set used_at = @now where link_id = @id and hash = @hash and used_at is null and expires_at > @now returning purpose, person_id personId, account_id accountId";

    private const string VoidSql = "update identity.mail_link set used_at = @now where used_at is null and (account_id = @account or person_id = any(@persons))";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Kinds { get; } = ["sign_in", "mailbox", "erase"];

    /// <summary>Mails a link to somebody in the vault; nothing more happens after some within half an hour.</summary>
    public async Task Ask(string purpose, PersonId to, Guid? account, Language language, CancellationToken ct)
    {
        var id = Guid.CreateVersion7();
        await using (var connection = await database.OpenConnectionAsync(ct))
        {
            if (await connection.ExecuteAsync(new CommandDefinition(AskSql, new { id, purpose, person = to.Value, account, now = Now, since = Now - HoldsFor, max = PerPersonMax }, cancellationToken: ct)) == 0)
            {
                return;
            }
        }

        await outbox.Note(id, purpose, to, language, new MailFacts(), ct);
    }

    /// <summary>What a link would prove if it were used now; null when it is void.</summary>
    public Task<MailLink?> Look(Guid id, string secret, CancellationToken ct) => Find(LookSql, id, secret, ct);

    /// <summary>Uses it up; null when somebody did before, or it is void.</summary>
    public Task<MailLink?> Use(Guid id, string secret, CancellationToken ct) => Find(UseSql, id, secret, ct);

    /// <summary>Nothing that was mailed to some people, or that an account asked for, works any more.</summary>
    public async Task Void(Guid account, IEnumerable<PersonId> persons, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(VoidSql, new { account, persons = persons.Select(person => person.Value).ToArray(), now = Now }, cancellationToken: ct));
    }

    /// <inheritdoc/>
    public async Task Complete(IReadOnlyList<MailDraft> drafts, CancellationToken ct)
    {
        var secrets = drafts.ToDictionary(draft => draft.Mail.Id, _ => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(SecretBytes)));
        await using var connection = await database.OpenConnectionAsync(ct);
        var made = (await connection.QueryAsync<Guid>(new CommandDefinition(
            MakeSql, new { ids = secrets.Keys.ToArray(), hashes = secrets.Values.Select(Hash).ToArray(), until = Now + HoldsFor }, cancellationToken: ct))).ToHashSet();
        foreach (var draft in drafts)
        {
            draft.IsNeedless = !made.Contains(draft.Mail.Id);
            draft.Values["link"] = $"{address.Base}/{draft.Language.Tag}/enter?link={draft.Mail.Id}&secret={secrets[draft.Mail.Id]}";
        }
    }

    private DateTimeOffset Now => clock.GetUtcNow().ToUniversalTime();

    private static byte[] Hash(string secret) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret));

    private async Task<MailLink?> Find(string sql, Guid id, string secret, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<MailLink>(new CommandDefinition(sql, new { id, hash = Hash(secret), now = Now }, cancellationToken: ct));
    }
}
