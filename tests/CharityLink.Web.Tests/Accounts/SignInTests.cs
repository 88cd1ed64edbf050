using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Accounts;

/// <summary>In and out, and what happens to those who guess.</summary>
public sealed class SignInTests(SiteHost site) : IClassFixture<SiteHost>
{
    [Fact]
    public async Task The_right_password_leads_to_where_one_wanted_to_go()
    {
        var visitor = site.Visitor();
        var turnedAway = await visitor.Get("/en/console/audit");
        Assert.Equal("/en/sign-in?return=%2Fen%2Fconsole%2Faudit", turnedAway.Location);

        var answer = await Enter(visitor, await visitor.Follow(turnedAway), "officer", SiteHost.Password);

        Assert.Equal("/en/console/audit", answer.Location);
        Assert.Equal("Audit trail", (await visitor.Follow(answer)).Text("h1"));
    }

    [Fact]
    public async Task Who_looks_for_the_own_gifts_is_shown_the_door_of_givers() =>
        Assert.Equal("/en/sign-in/link", (await site.Visitor().Get("/en/account/giving")).Location);

    [Fact]
    public async Task The_cookie_is_kept_from_scripts_and_from_other_sites()
    {
        var visitor = site.Visitor();
        var answer = await Enter(visitor, await visitor.Get("/en/sign-in"), "auditor", SiteHost.Password);

        var cookie = Assert.Single(answer.Response.Headers.GetValues("Set-Cookie"), c => c.StartsWith("charitylink=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_read_the_same()
    {
        var visitor = site.Visitor();
        var page = await visitor.Get("/zh-CN/sign-in");

        var wrong = await Enter(visitor, page, "admin", "not the password");
        var unknown = await Enter(visitor, page, "nobody", "not the password");

        Assert.Equal((422, 422), (wrong.Status, unknown.Status));
        Assert.Equal(["sign_in_failed"], wrong.Refusals);
        Assert.Equal(wrong.Text(".error"), unknown.Text(".error"));
        Assert.Equal("admin@demo.charitylink.example", wrong.Html.QuerySelector("#email")?.GetAttribute("value"));
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_even_for_the_right_one()
    {
        var visitor = site.Visitor();
        var page = await visitor.Get("/en/sign-in");
        for (var i = 0; i < 5; i++)
        {
            await Enter(visitor, page, "town", "not the password");
        }

        var right = await Enter(visitor, page, "town", SiteHost.Password);

        Assert.Equal(422, right.Status);
        Assert.Equal(["sign_in_failed"], right.Refusals);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    public async Task Signing_in_never_leads_to_another_site(string where)
    {
        var visitor = site.Visitor();
        var page = await visitor.Get("/en/sign-in?return=" + Uri.EscapeDataString(where));

        var answer = await visitor.Submit(page, "main form", ("email", Address("auditor")), ("password", SiteHost.Password), ("return", where));

        Assert.Equal("/en/console", answer.Location);
    }

    [Fact]
    public async Task After_signing_out_the_console_is_closed()
    {
        var visitor = await site.SignedIn("charity");
        var account = await visitor.Get("/en/account");

        await visitor.Submit(account, "form[action$=sign-out]");

        Assert.Equal(302, (await visitor.Get("/en/console")).Status);
    }

    private static Task<Answer> Enter(Visitor visitor, Answer page, string account, string password) =>
        visitor.Submit(page, "main form", ("email", Address(account)), ("password", password));

    private static string Address(string account) => $"{account}@demo.charitylink.example";
}
