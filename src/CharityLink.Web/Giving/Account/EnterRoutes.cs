using System.Security.Claims;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Web.Hosting;
using CharityLink.Web.Site;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace CharityLink.Web.Giving.Account;

/// <summary>A giver comes in by a mailed link, and shows with such links that a new mailbox is theirs, or that the account is really to be erased. A button on a page: mail programs open links on their own.</summary>
internal static class EnterRoutes
{
    public static void MapEnter(this SiteRoutes site)
    {
        site.Forms.MapGet("/sign-in/link", (HttpContext http) => Page.Show<LinkPage>(http));
        site.Forms.MapPost("/sign-in/link", Ask).RequireRateLimiting(Limits.Secrets);
        site.Forms.MapGet("/enter", Look);
        site.Forms.MapPost("/enter", Enter).RequireRateLimiting(Limits.Secrets);
    }

    // The answer is the same whether anybody ever gave from the address.
    private static async Task<IResult> Ask(HttpContext http, GiverPersons persons, GiverAccounts accounts, MailLinks links, CancellationToken ct)
    {
        var typed = http.Request.Form["email"].ToString();
        var wrong = PersonText.Email(typed, "email", out var email) ?? (email is null ? new Refusal("email_malformed", "email") : null);
        if (wrong is not null || email is null)
        {
            return Page.Show<LinkPage>(http, new { Typed = typed, Refusals = new[] { wrong }.OfType<Refusal>().ToList() }, StatusCodes.Status422UnprocessableEntity);
        }

        if (await persons.Giver(email, ct) is { } giver && (await persons.Persons([giver], ct)) is [var newest, ..])
        {
            var account = await accounts.OfMailbox(email, ct);
            var to = account is not null && (await accounts.Person(account.Id, ct)).Email is not null ? new PersonId(account.Id) : newest;
            await links.Ask("sign_in", to, null, http.Language(), ct);
        }

        return Page.Show<LinkPage>(http, new { IsSent = true });
    }

    private static async Task<IResult> Look(HttpContext http, Guid? link, string? secret, MailLinks links, CancellationToken ct) =>
        await links.Look(link.GetValueOrDefault(), secret ?? "", ct) is { } good ? Page.Show<EnterPage>(http, new { Link = link, Secret = secret, good.Purpose }) : Void(http);

    private static async Task<IResult> Enter(HttpContext http, MailLinks links, GiverAccounts accounts, Doorkeeper door, CancellationToken ct)
    {
        var form = http.Request.Form;
        return await links.Use(Guid.TryParse(form["link"], out var id) ? id : Guid.Empty, form["secret"].ToString(), ct) switch
        {
            { Purpose: "sign_in" } link when await accounts.Enter(new PersonId(link.PersonId), ct) is { } account => await door.Admit(http, account),
            { Purpose: "mailbox", AccountId: { } account } link => await door.Move(http, account, new PersonId(link.PersonId), ct),
            { Purpose: "erase", AccountId: { } account } => await door.Erase(http, account, ct),
            _ => Void(http),
        };
    }

    private static IResult Void(HttpContext http) => Page.Show<LinkPage>(http, new { Refusals = new[] { new Refusal("link_expired", "email") } }, StatusCodes.Status422UnprocessableEntity);
}

/// <summary>What follows when a mailbox was proven.</summary>
internal sealed class Doorkeeper(
    UserManager<Accounts.Account> accounts, SignInManager<Accounts.Account> signIn, GiverAccounts givers, GiverPersons persons, Vault vault, Erasures erasures, MailLinks links)
{
    /// <summary>Signs in; where a second step is set up it is asked for first, as after a password.</summary>
    public async Task<IResult> Admit(HttpContext http, Accounts.Account account)
    {
        if (await accounts.GetTwoFactorEnabledAsync(account))
        {
            var half = new ClaimsIdentity(IdentityConstants.TwoFactorUserIdScheme);
            half.AddClaim(new Claim(ClaimTypes.Name, account.Id.ToString()));
            await http.SignInAsync(IdentityConstants.TwoFactorUserIdScheme, new ClaimsPrincipal(half));
            return Page.Go(http, $"/sign-in/code?return={Uri.EscapeDataString(http.Url("/account/giving"))}");
        }

        await signIn.SignInAsync(account, isPersistent: false);
        return Page.Go(http, "/account/giving");
    }

    /// <summary>Mails go to the new mailbox from now on; the old one is let go of, and every other session ends.</summary>
    public async Task<IResult> Move(HttpContext http, Guid id, PersonId pending, CancellationToken ct)
    {
        if (await accounts.FindByIdAsync(id.ToString()) is not { } account || await vault.Read(pending, ct) is not { Email: { } email }
            || await vault.GiverOf(pending, ct) is not { } mailbox || !await givers.Claim(mailbox, id, ct))
        {
            return Page.Show<LinkPage>(http, new { Refusals = new[] { new Refusal("mailbox_taken", "email") } }, StatusCodes.Status422UnprocessableEntity);
        }

        var earlier = (await givers.Givers(id, ct)).Where(giver => giver != mailbox).ToList();
        IReadOnlyList<PersonId> all = [.. await persons.Persons(earlier, ct), new PersonId(id)];
        // What still lies in the old mailbox, or in another that was asked before, opens nothing.
        await links.Void(id, all, ct);
        await persons.Change(all, fields => fields with { Email = email }, ct);
        // New gifts count as the same giver's, unless the new mailbox gave before.
        var goesOn = earlier is [.., var last] && await persons.Carry(last, pending, email, ct) ? last : (PersonId?)null;
        await persons.Release(earlier.Where(giver => giver != goesOn), ct);
        await accounts.UpdateSecurityStampAsync(account);
        return await Admit(http, account);
    }

    /// <summary>Erases the account and everybody the vault kept for it.</summary>
    public async Task<IResult> Erase(HttpContext http, Guid account, CancellationToken ct)
    {
        await erasures.Erase(account, ct);
        await signIn.SignOutAsync();
        return Page.Show<ErasedPage>(http);
    }
}
