using CharityLink.Kernel;
using CharityLink.Web.Hosting;
using CharityLink.Web.Site;
using Microsoft.AspNetCore.Identity;
using QRCoder;

namespace CharityLink.Web.Accounts;

/// <summary>What people do with their own account: see it, change the password, set up the second step.</summary>
internal static class AccountRoutes
{
    public static void MapAccount(this IEndpointRouteBuilder app)
    {
        var own = app.MapGroup("/{lang:lang}/account").ForSignedIn().DisableAntiforgery();
        own.MapGet("/", Show);
        own.MapPost("/password", ChangePassword).RequireRateLimiting(Limits.Secrets);
        own.MapGet("/two-step", Enrol);
        own.MapPost("/two-step", Confirm).RequireRateLimiting(Limits.Secrets);
        own.MapPost("/two-step/off", TurnOff).RequireRateLimiting(Limits.Secrets);
        own.MapPost("/recovery-codes", NewCodes).RequireRateLimiting(Limits.Secrets);
    }

    // Whoever has no work here came for their gifts.
    private static async Task<IResult> Show(HttpContext http, UserManager<Account> accounts) =>
        await Own(http, accounts) is { Email: null } ? Site.Page.Go(http, "/account/giving") : await Page(http, accounts, await Own(http, accounts), []);

    private static async Task<IResult> ChangePassword(HttpContext http, UserManager<Account> accounts, SignInManager<Account> signIn)
    {
        var account = await Own(http, accounts);
        var form = http.Request.Form;
        var result = await accounts.ChangePasswordAsync(account, form["current"].ToString(), form["password"].ToString());
        if (!result.Succeeded)
        {
            return await Page(http, accounts, account, PasswordErrors.Of(result));
        }

        await signIn.RefreshSignInAsync(account);
        return await Page(http, accounts, account, [], "account.password_set");
    }

    private static async Task<IResult> Enrol(HttpContext http, UserManager<Account> accounts, SignInManager<Account> signIn)
    {
        var account = await Own(http, accounts);
        if (await accounts.GetTwoFactorEnabledAsync(account))
        {
            return AlreadyOn(http);
        }

        if (await accounts.GetAuthenticatorKeyAsync(account) is null)
        {
            await accounts.ResetAuthenticatorKeyAsync(account);
            // A new key is a new security stamp: without this the session ends while the code is being scanned.
            await signIn.RefreshSignInAsync(account);
        }

        return await EnrolPage(http, accounts, account, []);
    }

    private static async Task<IResult> Confirm(HttpContext http, UserManager<Account> accounts, SignInManager<Account> signIn)
    {
        var account = await Own(http, accounts);
        if (await accounts.GetTwoFactorEnabledAsync(account))
        {
            return AlreadyOn(http);
        }

        var code = new string([.. http.Request.Form["code"].ToString().Where(char.IsAsciiDigit)]);
        if (!await accounts.VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, code))
        {
            return await EnrolPage(http, accounts, account, [new Refusal("code_wrong", "code")]);
        }

        await accounts.SetTwoFactorEnabledAsync(account, true);
        await signIn.RefreshSignInAsync(account);
        return await Codes(http, accounts, account);
    }

    // Once it is on, the key is shown to nobody: an open screen must not hand out the second step.
    private static IResult AlreadyOn(HttpContext http) => Site.Page.Go(http, "/account");

    private static Task<IResult> TurnOff(HttpContext http, UserManager<Account> accounts, SignInManager<Account> signIn) =>
        WithPassword(http, accounts, async account =>
        {
            await accounts.SetTwoFactorEnabledAsync(account, false);
            await accounts.ResetAuthenticatorKeyAsync(account);
            await signIn.RefreshSignInAsync(account);
            return await Page(http, accounts, account, [], "account.two_step_now_off");
        });

    private static Task<IResult> NewCodes(HttpContext http, UserManager<Account> accounts) =>
        WithPassword(http, accounts, account => Codes(http, accounts, account));

    // Whoever finds an open screen must not be able to take the account over.
    private static async Task<IResult> WithPassword(HttpContext http, UserManager<Account> accounts, Func<Account, Task<IResult>> act)
    {
        var account = await Own(http, accounts);
        return await accounts.CheckPasswordAsync(account, http.Request.Form["confirm"].ToString())
            ? await act(account)
            : await Page(http, accounts, account, [new Refusal("password_wrong", "confirm")]);
    }

    private static async Task<IResult> Codes(HttpContext http, UserManager<Account> accounts, Account account) =>
        Site.Page.Show<RecoveryCodesPage>(http, new { Codes = (await accounts.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCode.Count))!.ToList() });

    private static async Task<IResult> EnrolPage(HttpContext http, UserManager<Account> accounts, Account account, IReadOnlyList<Refusal> refusals)
    {
        var key = await accounts.GetAuthenticatorKeyAsync(account) ?? throw new InvalidOperationException("The key was made before this page.");
        using var qr = QRCodeGenerator.GenerateQrCode(
            $"otpauth://totp/CharityLink:{Uri.EscapeDataString(account.Email ?? "giver")}?secret={key}&issuer=CharityLink", QRCodeGenerator.ECCLevel.M);
        return Site.Page.Show<TwoStepPage>(http, new { Key = key, Qr = new SvgQRCode(qr).GetGraphic(4), Refusals = refusals }, Status(refusals));
    }

    private static async Task<IResult> Page(HttpContext http, UserManager<Account> accounts, Account account, IReadOnlyList<Refusal> refusals, string? notice = null) =>
        Site.Page.Show<AccountPage>(http, new
        {
            Account = account, HasTwoStep = await accounts.GetTwoFactorEnabledAsync(account), CodesLeft = await accounts.CountRecoveryCodesAsync(account),
            Refusals = refusals, Notice = notice,
        }, Status(refusals));

    private static async Task<Account> Own(HttpContext http, UserManager<Account> accounts) =>
        await accounts.GetUserAsync(http.User) ?? throw new BadHttpRequestException("The account is gone.", StatusCodes.Status401Unauthorized);

    private static int Status(IReadOnlyList<Refusal> refusals) => refusals.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity;
}
