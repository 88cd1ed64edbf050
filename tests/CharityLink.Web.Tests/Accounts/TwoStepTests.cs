using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Accounts;

/// <summary>The second step: set up with an app, asked for at the door, opened by a printed code once.</summary>
public sealed class TwoStepTests(SiteHost site) : IClassFixture<SiteHost>
{
    [Fact]
    public async Task Once_set_up_the_code_is_asked_for_and_a_recovery_code_works_once()
    {
        var (key, codes) = await SetUp("auditor");

        var visitor = site.Visitor();
        var step = await FirstStep(visitor, "auditor");
        var wrong = await visitor.Submit(step, "main form", ("code", "000000"));
        Assert.Equal(["code_wrong"], wrong.Refusals);
        Assert.Equal(303, (await visitor.Submit(step, "main form", ("code", Totp.Code(key)))).Status);
        Assert.Equal(200, (await visitor.Get("/en/console")).Status);

        Assert.Equal(303, await Recover("auditor", codes[0]));
        Assert.Equal(422, await Recover("auditor", codes[0]));
    }

    [Fact]
    public async Task The_password_alone_does_not_open_the_console()
    {
        await SetUp("officer");
        var visitor = site.Visitor();

        await FirstStep(visitor, "officer");

        Assert.Equal(302, (await visitor.Get("/en/console")).Status);
    }

    [Fact]
    public async Task A_wrong_code_does_not_turn_it_on()
    {
        var visitor = await site.SignedIn("charity");

        var answer = await visitor.Submit(await visitor.Get("/en/account/two-step"), "main form", ("code", "000000"));

        Assert.Equal(422, answer.Status);
        Assert.Equal(["code_wrong"], answer.Refusals);
        Assert.NotNull((await visitor.Get("/en/account")).Html.QuerySelector("a[href$=two-step]"));
    }

    [Fact]
    public async Task Once_on_the_key_is_shown_to_nobody()
    {
        var (key, _) = await SetUp("village");
        var visitor = site.Visitor();
        await visitor.Submit(await FirstStep(visitor, "village"), "main form", ("code", Totp.Code(key)));

        Assert.Equal("/en/account", (await visitor.Get("/en/account/two-step")).Location);
    }

    [Fact]
    public async Task Scanning_may_take_its_time_and_other_open_sessions_end()
    {
        var (here, elsewhere) = (await site.SignedIn("admin"), await site.SignedIn("admin"));
        var page = await here.Get("/en/account/two-step");

        // Sessions are compared with their account once a minute, and a new key ends those that do not know it.
        site.Clock.Advance(TimeSpan.FromMinutes(2));

        var done = await here.Submit(page, "main form", ("code", Totp.Code(page.Text("code.key"))));
        Assert.Equal((200, "Recovery codes"), (done.Status, done.Text("h1")));
        Assert.StartsWith("/en/sign-in", (await elsewhere.Get("/en/console")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Turning_it_off_asks_for_the_password()
    {
        var (key, _) = await SetUp("town");
        var visitor = site.Visitor();
        await visitor.Submit(await FirstStep(visitor, "town"), "main form", ("code", Totp.Code(key)));
        var page = await visitor.Get("/en/account");

        var wrong = await visitor.Submit(page, "form[action$=off]", ("confirm", "not it"));
        Assert.Equal(["password_wrong"], wrong.Refusals);
        await visitor.Submit(page, "form[action$=off]", ("confirm", SiteHost.Password));

        Assert.Equal("/en/console", (await SignIn(site.Visitor(), "town")).Location);
    }

    private async Task<(string Key, IReadOnlyList<string> Codes)> SetUp(string account)
    {
        var visitor = await site.SignedIn(account);
        var page = await visitor.Get("/en/account/two-step");
        var key = page.Text("code.key");
        Assert.NotNull(page.Html.QuerySelector(".qr svg"));
        var done = await visitor.Submit(page, "main form", ("code", Totp.Code(key)));
        return (key, [.. done.Html.QuerySelectorAll(".codes code").Select(code => code.TextContent)]);
    }

    private async Task<int> Recover(string account, string code)
    {
        var visitor = site.Visitor();
        return (await visitor.Submit(await FirstStep(visitor, account), "main form", ("code", code))).Status;
    }

    private static async Task<Answer> FirstStep(Visitor visitor, string account)
    {
        var answer = await SignIn(visitor, account);
        Assert.StartsWith("/en/sign-in/code", answer.Location, StringComparison.Ordinal);
        return await visitor.Follow(answer);
    }

    private static async Task<Answer> SignIn(Visitor visitor, string account) => await visitor.Submit(
        await visitor.Get("/en/sign-in"), "main form", ("email", $"{account}@demo.charitylink.example"), ("password", SiteHost.Password));
}
