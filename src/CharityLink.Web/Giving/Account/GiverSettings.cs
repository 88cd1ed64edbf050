using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Web.Accounts;
using CharityLink.Web.Site;
using Microsoft.AspNetCore.Identity;

namespace CharityLink.Web.Giving.Account;

/// <summary>What a giver changes about the account. A new mailbox and the erasure take effect by a mailed link only.</summary>
internal sealed class GiverSettings(UserManager<Accounts.Account> accounts, SignInManager<Accounts.Account> signIn, GiverAccounts givers, GiverPersons persons, Vault vault, MailLinks links)
{
    /// <summary>How mails address the giver, and in which language. Receipts that were issued keep the name they were issued to.</summary>
    public async Task<IReadOnlyList<Refusal>> Name(Accounts.Account account, string? typed, string? tag, CancellationToken ct)
    {
        if (PersonText.Name(typed, "name", out var name) is { } wrong)
        {
            return [wrong];
        }

        var language = Language.TryParse(tag, out var chosen) ? chosen.Tag : account.Language;
        await persons.Change([new PersonId(account.Id)], fields => fields with { Name = name }, ct);
        await persons.Change([.. await persons.Persons(await givers.Givers(account.Id, ct), ct), new PersonId(account.Id)], fields => fields with { Language = language }, ct);
        account.Language = language;
        await accounts.UpdateAsync(account);
        return [];
    }

    /// <summary>Asks the new mailbox: it is the giver's when the link that goes there was opened.</summary>
    public async Task<IReadOnlyList<Refusal>> Mail(Accounts.Account account, string? typed, Language language, CancellationToken ct)
    {
        if ((PersonText.Email(typed, "email", out var email) ?? (email is null ? new Refusal("email_malformed", "email") : null)) is { } wrong)
        {
            return [wrong];
        }

        var (pending, known) = (new PersonId(Guid.CreateVersion7()), await givers.Person(account.Id, ct));
        await vault.Remember(pending, new PersonFields(known.Name, email, Language: known.Language), ct);
        await links.Ask("mailbox", pending, account.Id, language, ct);
        return [];
    }

    /// <summary>Sets the first password, or changes it for whoever knows the current one. Other sessions end.</summary>
    public async Task<IReadOnlyList<Refusal>> Password(Accounts.Account account, string current, string password)
    {
        var result = await accounts.HasPasswordAsync(account) ? await accounts.ChangePasswordAsync(account, current, password) : await accounts.AddPasswordAsync(account, password);
        if (!result.Succeeded)
        {
            return PasswordErrors.Of(result);
        }

        await signIn.RefreshSignInAsync(account);
        return [];
    }

    /// <summary>Mails the link that erases. An open screen alone must not be enough.</summary>
    public async Task<IReadOnlyList<Refusal>> Erase(Accounts.Account account, bool isSure, Language language, CancellationToken ct)
    {
        if (!isSure)
        {
            return [new Refusal("erasure_not_sure", "sure")];
        }

        await links.Ask("erase", new PersonId(account.Id), account.Id, language, ct);
        return [];
    }
}
