using CharityLink.Kernel;
using CharityLink.Giving;
using CharityLink.People;
using CharityLink.Web.Accounts;
using CharityLink.Web.Giving;
using CharityLink.Web.Hosting;
using CharityLink.Web.Site;

namespace CharityLink.Web.Mail;

/// <summary>Puts mails into words at the moment they are sent: who the receiver is, what the facts are called, and the template over it.</summary>
internal sealed class MailWriter(
    MailTemplates templates, Vault vault, GiverLink keys, CauseBook causes, SiteAddress address, IEnumerable<IMailKind> kinds, IServiceScopeFactory scopes)
{
    /// <summary>Drafts of what was taken, in its order: each either needless or with all its values.</summary>
    public async Task<IReadOnlyList<MailDraft>> Draft(IReadOnlyList<NotedMail> mails, CancellationToken ct)
    {
        var persons = await vault.Read([.. mails.Select(mail => mail.To.Person).OfType<PersonId>().Distinct()], ct);
        await using var scope = scopes.CreateAsyncScope();
        var accounts = await scope.ServiceProvider.GetRequiredService<AccountDirectory>().Addresses(mails.Select(mail => mail.To.Account).OfType<Guid>(), ct);
        var drafts = new List<MailDraft>(mails.Count);
        foreach (var mail in mails)
        {
            var person = mail.To.Person is { } id ? persons.GetValueOrDefault(id) : null;
            var account = mail.To.Account is { } staff ? accounts.GetValueOrDefault(staff) : null;
            var draft = new MailDraft(mail, LanguageOf(mail.Language.Length > 0 ? mail.Language : person?.Language ?? account?.Language)) { Address = person?.Email ?? account?.Email };
            draft.IsNeedless = draft.Address is null;
            await Fill(draft, person?.Name ?? account?.Name, ct);
            drafts.Add(draft);
        }

        foreach (var kind in kinds)
        {
            if (drafts.Where(draft => !draft.IsNeedless && kind.Kinds.Contains(draft.Mail.Kind, StringComparer.Ordinal)).ToList() is { Count: > 0 } mine)
            {
                await kind.Complete(mine, ct);
            }
        }

        return drafts;
    }

    /// <summary>Tells the mail's kind that nothing more is to be sent.</summary>
    public Task Ended(MailDraft draft, CancellationToken ct) =>
        Task.WhenAll(kinds.Where(kind => kind.Kinds.Contains(draft.Mail.Kind, StringComparer.Ordinal)).Select(kind => kind.Ended(draft, ct)));

    /// <summary>Subject and text of a draft: the template's first line, and the rest of it.</summary>
    public (string Subject, string Text) Words(MailDraft draft)
    {
        var words = templates.Render($"mail/{draft.Mail.Kind}.{draft.Language.Tag}.hbs", draft.Values).ReplaceLineEndings("\n");
        var end = words.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? (words.Trim(), "") : (words[..end].Trim(), words[end..].Trim());
    }

    /// <summary>An address of the site in a language, for a mail.</summary>
    public string Url(Language language, string path) => $"{address.Base}/{language.Tag}{path}";

    private static Language LanguageOf(string? tag) => Language.TryParse(tag, out var language) ? language : Language.Chinese;

    // From memory, so that many mails ask the database nothing.
    private async Task Fill(MailDraft draft, string? name, CancellationToken ct)
    {
        var (facts, language) = (draft.Mail.Facts, draft.Language);
        var texts = Texts.In(language);
        draft.Values["name"] = name ?? texts["mail.friend"];
        draft.Values["site"] = Url(language, "");
        draft.Values["number"] = facts.Number;
        if (facts is { AmountMinor: { } minor, Currency: { } currency })
        {
            draft.Values["amount"] = Show.Money(new Money(minor, new Currency(currency)));
        }

        if (facts.Cause is { } choice)
        {
            draft.Values["cause"] = CauseName.Of(await causes.Find(choice, ct), language);
        }

        if (facts.Day is { } day)
        {
            draft.Values["day"] = Show.Day(day, language);
        }

        if (facts.Word is { } word)
        {
            draft.Values["word"] = texts[word];
        }

        if (facts.Path is { } path)
        {
            var key = facts.HasKey && draft.Mail.To.Person is { } person ? $"{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}key={keys.KeyTo(person)}" : "";
            draft.Values["link"] = Url(language, path + key);
        }
    }
}
