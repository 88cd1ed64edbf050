using System.Text;
using CharityLink.Kernel;
using CharityLink.Web.Giving.Account;
using CharityLink.Web.Hosting;
using CharityLink.Web.Mail;
using CharityLink.Web.Site;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;

namespace CharityLink.Web.Accounts;

/// <summary>A forgotten password: a link by mail, then a new one.</summary>
internal static class PasswordRoutes
{
    public static void MapPasswords(this SiteRoutes site)
    {
        site.Forms.MapGet("/forgotten", (HttpContext http) => Page.Show<ForgottenPage>(http));
        site.Forms.MapPost("/forgotten", SendLink).RequireRateLimiting(Limits.Secrets);
        site.Forms.MapGet("/reset", (HttpContext http, Guid? account, string? token) =>
            Page.Show<ResetPage>(http, new { Account = account, Token = token ?? "" }));
        site.Forms.MapPost("/reset", Reset).RequireRateLimiting(Limits.Secrets);
    }

    // The answer is the same for every address: it tells nobody who has an account.
    private static async Task<IResult> SendLink(HttpContext http, GiverAccounts givers, PasswordLinks links, CancellationToken ct)
    {
        var email = http.Request.Form["email"].ToString().Trim();
        if (await givers.OfMailbox(email, ct) is { } account)
        {
            await links.Send(account, "reset", http.Language(), ct);
        }

        return Page.Show<ForgottenPage>(http, new { Sent = true });
    }

    private static async Task<IResult> Reset(HttpContext http, UserManager<Account> accounts)
    {
        var form = http.Request.Form;
        var (id, token, password) = (form["account"].ToString(), form["token"].ToString(), form["password"].ToString());
        var account = Guid.TryParse(id, out var known) ? await accounts.FindByIdAsync(known.ToString()) : null;
        var result = account is null
            ? IdentityResult.Failed(new IdentityErrorDescriber().InvalidToken())
            : await accounts.ResetPasswordAsync(account, PasswordLinks.Decode(token), password);
        if (!result.Succeeded)
        {
            return Page.Show<ResetPage>(
                http, new { Account = account?.Id, Token = token, Refusals = PasswordErrors.Of(result) }, StatusCodes.Status422UnprocessableEntity);
        }

        await accounts.SetLockoutEndDateAsync(account!, null); // Succeeded, so there is one.
        await accounts.ResetAccessFailedCountAsync(account!);
        return Page.Show<SignInPage>(http, new { Email = account!.Email, Back = http.Url(account.Email is null ? "/account" : "/console"), Notice = "account.password_set" });
    }
}

/// <summary>Identity's complaints as refusals at the field.</summary>
internal static class PasswordErrors
{
    public static IReadOnlyList<Refusal> Of(IdentityResult result) => [.. result.Errors.Select(error => error.Code switch
    {
        "PasswordTooShort" or "PasswordRequiresUniqueChars" => new Refusal("password_too_weak", "password"),
        "PasswordMismatch" => new Refusal("password_wrong", "current"),
        _ => new Refusal("link_expired"),
    }).Distinct()];
}

/// <summary>Mails the link that lets somebody set a password: forgotten, or for the first time. The link is made when the mail is sent: it stands in no table, and its hours run from then.</summary>
internal sealed class PasswordLinks(MailOutbox outbox, IServiceScopeFactory scopes, SiteAddress address) : IMailKind
{
    public IReadOnlyCollection<string> Kinds { get; } = ["reset", "invitation"];

    public Task Send(Account account, string kind, Language language, CancellationToken ct) =>
        outbox.Note([new(Guid.CreateVersion7(), kind, account.Email is null ? new PersonId(account.Id) : MailReceiver.OfAccount(account.Id), language.Tag, new())], ct);

    public async Task Complete(IReadOnlyList<MailDraft> drafts, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        foreach (var draft in drafts)
        {
            // Identity makes its tokens one by one.
            var account = await accounts.FindByIdAsync((draft.Mail.To.Account ?? draft.Mail.To.Person?.Value).ToString() ?? "");
            draft.IsNeedless = account is null;
            var token = account is null ? "" : WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(await accounts.GeneratePasswordResetTokenAsync(account)));
            draft.Values["link"] = $"{address.Base}/{draft.Language.Tag}/reset?account={account?.Id}&token={token}";
        }
    }

    public static string Decode(string token)
    {
        try
        {
            return Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(token));
        }
        catch (FormatException)
        {
            return "";
        }
    }
}
