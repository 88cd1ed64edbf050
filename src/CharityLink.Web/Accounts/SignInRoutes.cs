using CharityLink.Kernel;
using CharityLink.Web.Giving.Account;
using CharityLink.Web.Hosting;
using CharityLink.Web.Site;
using Microsoft.AspNetCore.Identity;

namespace CharityLink.Web.Accounts;

/// <summary>In and out: password, then the code of an authenticator app where one is set up.</summary>
internal static class SignInRoutes
{
    public static void MapSignIn(this SiteRoutes site)
    {
        site.Forms.MapGet("/sign-in", (HttpContext http) => Ask(http, "", Return(http), []));
        site.Forms.MapPost("/sign-in", SignIn).RequireRateLimiting(Limits.Secrets);
        site.Forms.MapGet("/sign-in/code", (HttpContext http) => AskCode(http, Return(http), []));
        site.Forms.MapPost("/sign-in/code", Code).RequireRateLimiting(Limits.Secrets);
        site.Forms.MapPost("/sign-out", SignOut);
    }

    private static async Task<IResult> SignIn(HttpContext http, SignInManager<Account> signIn, UserManager<Account> accounts, GiverAccounts givers, CancellationToken ct)
    {
        var form = http.Request.Form;
        var (email, password) = (form["email"].ToString().Trim(), form["password"].ToString());
        var account = await givers.OfMailbox(email, ct);
        if (account is null)
        {
            // An unknown address takes as long to refuse as a wrong password: nobody learns who has an account.
            accounts.PasswordHasher.HashPassword(new Account(), password);
            return Ask(http, email, Return(http), [new Refusal("sign_in_failed", "password")], StatusCodes.Status422UnprocessableEntity);
        }

        var result = await signIn.PasswordSignInAsync(account, password, isPersistent: false, lockoutOnFailure: true);
        return result.Succeeded ? Back(http)
            : result.RequiresTwoFactor ? Page.Go(http, $"/sign-in/code?return={Uri.EscapeDataString(Return(http))}")
            : Ask(http, email, Return(http), [new Refusal("sign_in_failed", "password")], StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> Code(HttpContext http, SignInManager<Account> signIn)
    {
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is null)
        {
            return Page.Go(http, "/sign-in");
        }

        var code = new string([.. http.Request.Form["code"].ToString().Where(char.IsLetterOrDigit)]);
        // Six digits come from the app, anything longer is one of the printed recovery codes.
        var result = code.Length <= 6
            ? await signIn.TwoFactorAuthenticatorSignInAsync(code, isPersistent: false, rememberClient: false)
            : await signIn.TwoFactorRecoveryCodeSignInAsync(RecoveryCode.Grouped(code));
        return result.Succeeded ? Back(http)
            : AskCode(http, Return(http), [new Refusal("code_wrong", "code")], StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> SignOut(HttpContext http, SignInManager<Account> signIn)
    {
        await signIn.SignOutAsync();
        return Page.Go(http, "/");
    }

    private static IResult Ask(HttpContext http, string email, string back, IReadOnlyList<Refusal> refusals, int status = StatusCodes.Status200OK) =>
        Page.Show<SignInPage>(http, new { Email = email, Back = back, Refusals = refusals }, status);

    private static IResult AskCode(HttpContext http, string back, IReadOnlyList<Refusal> refusals, int status = StatusCodes.Status200OK) =>
        Page.Show<SignInCodePage>(http, new { Back = back, Refusals = refusals }, status);

    // Only to a page of this site: anything else would lend our name to a stranger's page.
    private static string Return(HttpContext http)
    {
        var asked = http.Request.HasFormContentType ? http.Request.Form["return"].ToString() : http.Request.Query["return"].ToString();
        var isOurs = asked.StartsWith('/') && !asked.StartsWith("//", StringComparison.Ordinal)
            && !asked.Any(c => c == '\\' || char.IsControl(c));
        return isOurs ? asked : http.Url("/console");
    }

    private static SeeOther Back(HttpContext http) => new(new Uri(Return(http), UriKind.Relative).ToString());
}
