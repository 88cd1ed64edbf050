using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Web.Site;
using Microsoft.AspNetCore.Identity;

namespace CharityLink.Web.Accounts;

/// <summary>Makes an account for somebody who is appointed and has none, and mails the link to set a password.</summary>
internal sealed class Invitations(UserManager<Account> accounts, PasswordLinks links)
{
    /// <summary>The account of an address, made where missing; or why that is not possible.</summary>
    public async Task<(Account? Account, IReadOnlyList<Refusal> Refusals)> Account(string email, string name, Language language, CancellationToken ct)
    {
        if (await accounts.FindByEmailAsync(email) is { } known)
        {
            return (known, []);
        }

        if (PersonText.Name(name, "name", out var displayName) is { } refusal)
        {
            return (null, [refusal.Code == "name_missing" ? new Refusal("display_name_missing", "name") : refusal]);
        }

        var account = new Account { Id = Guid.CreateVersion7(), UserName = email, Email = email, DisplayName = displayName, Language = language.Tag };
        if (!(await accounts.CreateAsync(account)).Succeeded)
        {
            return (null, [new Refusal("email_malformed", "email")]);
        }

        await links.Send(account, "invitation", language, ct);
        return (account, []);
    }
}
