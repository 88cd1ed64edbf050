using System.Text.Json;
using System.Text.Json.Serialization;
using CharityLink.Giving;
using CharityLink.Kernel;

namespace CharityLink.Web.Mail;

/// <summary>Who a mail is for: somebody in the vault, or an account of staff.</summary>
public sealed record MailReceiver(PersonId? Person, Guid? Account)
{
    /// <summary>Somebody in the vault.</summary>
    public static implicit operator MailReceiver(PersonId person) => new(person, null);

    /// <summary>An account of staff.</summary>
    public static MailReceiver OfAccount(Guid account) => new(null, account);
}

/// <summary>What a mail is about: ids, amounts and days, never a name or an address of a person. A kind uses what it needs.</summary>
/// <param name="Subject">The thing it is about; the console finds its mails by it.</param>
/// <param name="AmountMinor">An amount, with <paramref name="Currency"/>.</param>
/// <param name="Program">What was given to, with <paramref name="Site"/>; or <paramref name="Project"/> with <paramref name="Page"/>.</param>
/// <param name="Path">A page of the site without language: <c>/gifts/…</c>. The key to the receiver's pages is added when it is sent.</param>
/// <param name="HasKey">The path needs the receiver's key.</param>
/// <param name="Word">A sentence of the site, by its key.</param>
public sealed record MailFacts(
    Guid? Subject = null, long? AmountMinor = null, string? Currency = null, Guid? Program = null, Guid? Site = null, Guid? Project = null, Guid? Page = null,
    DateOnly? Day = null, string? Path = null, bool HasKey = false, string? Word = null, int? Number = null, Guid? Item = null)
{
    private static readonly JsonSerializerOptions Shape = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    /// <summary>What was given to, or null.</summary>
    [JsonIgnore]
    public CauseChoice? Cause => (Program ?? Project) is null ? null : new(Program, Site, Project, Page);

    /// <summary>With an amount.</summary>
    public MailFacts Of(Money amount) => this with { AmountMinor = amount.Minor, Currency = amount.Currency.Code };

    /// <summary>With what was given to.</summary>
    public MailFacts To(GiftCause cause)
    {
        var choice = CauseChoice.Of(cause);
        return this with { Program = choice.ProgramId, Site = choice.SiteId, Project = choice.ProjectId, Page = choice.PageId };
    }

    internal string Write() => JsonSerializer.Serialize(this, Shape);

    internal static MailFacts Read(string json) => JsonSerializer.Deserialize<MailFacts>(json, Shape) ?? throw new JsonException("The facts of a mail are the JSON null.");
}

/// <summary>A mail that is owed.</summary>
/// <param name="Id">Follows from the fact that it tells of, see <see cref="StableId"/>: noted twice it is sent once.</param>
/// <param name="Kind">Names its template: <c>templates/mail/kind.language.hbs</c>.</param>
/// <param name="Language">A tag; empty for the one the receiver chose, as the vault knows it when the mail is sent.</param>
public sealed record NotedMail(Guid Id, string Kind, MailReceiver To, string Language, MailFacts Facts);
