using CharityLink.Giving;
using CharityLink.Store;
using CharityLink.Web.Giving.Abuse;
using CharityLink.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Web.Tests.Giving.Abuse;

/// <summary>A busy place over HTTP: nobody is turned away, nothing typed is lost, and stolen cards raise an alarm.</summary>
public sealed class AbuseTests : IAsyncLifetime
{
    private const string Challenge = "#challenge";

    private readonly SiteHost _site = new SiteHost()
        .With("Giving:Abuse:PerAddress", "3").With("Giving:Abuse:DeclinesPerCause", "3").With("Giving:Abuse:Bits", "6").With("Giving:Abuse:AlarmBits", "7");

    public ValueTask InitializeAsync() => _site.InitializeAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task A_busy_address_is_asked_for_work_or_patience_and_everybody_gets_through()
    {
        var visitor = _site.Visitor();
        // A field that people do not see is filled in: asked, not refused.
        var trapped = await visitor.Submit(await visitor.OpenForm(), Gifts.Form, ("other", "60"), ("who", "anonymous"), ("website", "https://spam.example"));
        Assert.Equal((429, ""), (trapped.Status, Field(trapped, "website")));
        for (var gifts = 0; gifts < 2; gifts++)
        {
            Assert.Equal(303, (await visitor.Give(await visitor.OpenForm())).Status);
        }

        // With script: the browser works it out. All that was typed comes along.
        var form = await visitor.OpenForm("zh-CN");
        var asked = await visitor.Submit(form, Gifts.Form, ("other", "66.60"), ("who", "named"), ("name", "欧阳若兰"), ("email", "ruolan@mail.example"));
        Assert.Equal(429, asked.Status);
        Assert.Equal("请稍候片刻", asked.Text("h1"));
        Assert.True(asked.Response.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Contains("script-src 'self'", asked.Response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal(("66.60", "欧阳若兰", Field(form, "gift")), (Field(asked, "other"), Field(asked, "name"), Field(asked, "gift")));
        Assert.Equal(200, (await visitor.Get(asked.Html.QuerySelector("script[src]")!.GetAttribute("src")!)).Status); // It has one.
        var salt = asked.Html.QuerySelector(Challenge)!.GetAttribute("data-salt")!; // The page has it.
        Assert.Equal(303, (await visitor.Submit(asked, Challenge, ("answer", ChallengeRules.Solved(salt, 6)))).Status);
        Assert.Equal(66_60, Assert.Single((await _site.Facts(Gifts.GiftOf(form))).OfType<DonationStarted>()).Amount.Minor);
        // The same work does not pay for another gift.
        var other = await visitor.Submit(asked, Challenge, ("answer", ChallengeRules.Solved(salt, 6)), ("gift", $"{Guid.CreateVersion7()}"));
        Assert.Equal(429, other.Status);
        // Nor for a promise under an id of its own, with this gift's id beside it.
        var promised = await visitor.Submit(
            await visitor.Get($"/en/pledge?program={Gifts.Canteen}"), Gifts.Form, ("gift", Field(form, "gift")), ("challenge", Field(asked, "challenge")), ("answer", ChallengeRules.Solved(salt, 6)));
        Assert.Equal(429, promised.Status);

        // Without script: a wait, and too early keeps the turn and the values.
        var second = await visitor.Give(await visitor.OpenForm(), "77");
        var early = await visitor.Submit(second, Challenge);
        Assert.Equal((429, "too_early", "77"), (early.Status, Assert.Single(early.Refusals), Field(early, "other")));
        _site.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(303, (await visitor.Submit(early, Challenge)).Status);
        // What is wrong with the form itself is told as ever, with the work done.
        var third = await visitor.Give(await visitor.OpenForm(), "none");
        _site.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(422, (await visitor.Submit(third, Challenge)).Status);
    }

    [Fact]
    public async Task Small_cards_declined_one_after_the_other_raise_the_alarm_for_their_cause()
    {
        for (var gifts = 0; gifts < 3; gifts++)
        {
            var visitor = _site.Visitor();
            Assert.Equal(303, (await visitor.Choose(await visitor.GoToPayment("1"), "decline")).Status);
        }

        var store = _site.App.Services.GetRequiredService<EventStore>();
        var readModels = _site.App.Services.GetRequiredService<ReadModelHost>();
        Assert.True(await readModels.WaitFor("card_testing_watch", await store.ReadEnd(TestContext.Current.CancellationToken), TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        var late = _site.Visitor();
        var asked = await late.Give(await late.OpenForm());
        Assert.Equal((429, "7"), (asked.Status, asked.Html.QuerySelector(Challenge)?.GetAttribute("data-bits")));
        Assert.Contains("trying out stolen cards", asked.Text("main"), StringComparison.Ordinal);
        Assert.True(await readModels.WaitFor("payment_alerts", await store.ReadEnd(TestContext.Current.CancellationToken), TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        var alerts = _site.App.Services.GetRequiredService<PaymentAlerts>();
        Assert.Equal(Gifts.Canteen, Assert.Single(await alerts.List(true, null, 10, TestContext.Current.CancellationToken)).AboutId);
        // Another node has only the fact, and hears of it.
        using var elsewhere = new GiftWatch(new AbuseSettings(), _site.Clock);
        using var post = new AlarmPost(alerts, elsewhere, new AbuseSettings(), _site.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<AlarmPost>.Instance);
        await post.Look(TestContext.Current.CancellationToken);
        Assert.True(elsewhere.IsAlarmed($"{Gifts.Canteen}"));
        Assert.Contains("trying out stolen cards", (await (await _site.SignedIn("admin")).Get("/en/console/payments")).Text("tbody"), StringComparison.Ordinal);
    }

    private static string Field(Answer page, string name) => page.Html.QuerySelector($"[name='{name}']")?.GetAttribute("value") ?? "";
}
