using CharityLink.Web.Site;

namespace CharityLink.Web.Mail;

/// <summary>A mail on its way from the row to words: what its kind looks up is put in here.</summary>
public sealed class MailDraft(NotedMail mail, Language language)
{
    /// <summary>What was noted.</summary>
    public NotedMail Mail => mail;

    /// <summary>The language it is written in.</summary>
    public Language Language => language;

    /// <summary>Where it goes; null for somebody who was forgotten, which makes it needless.</summary>
    public string? Address { get; set; }

    /// <summary>What has happened since makes it old news: it is taken out without being sent.</summary>
    public bool IsNeedless { get; set; }

    /// <summary>Where the receiver stops mails of this kind, if that can be stopped: read as a page, posted to at once (RFC 8058).</summary>
    public string? StopUrl { get; set; }

    /// <summary>What the template may name; letters' case does not matter.</summary>
    public IDictionary<string, object?> Values { get; } = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
}

/// <summary>Kinds of mails that look more up than their row holds, or may have become needless: once for all that are sent together.</summary>
public interface IMailKind
{
    /// <summary>The kinds it knows.</summary>
    IReadOnlyCollection<string> Kinds { get; }

    /// <summary>Completes drafts of these kinds. Names and addresses are there already.</summary>
    Task Complete(IReadOnlyList<MailDraft> drafts, CancellationToken ct);

    /// <summary>One of them went out, or was found needless. Told before that is written down, so perhaps twice.</summary>
    Task Ended(MailDraft draft, CancellationToken ct) => Task.CompletedTask;
}
