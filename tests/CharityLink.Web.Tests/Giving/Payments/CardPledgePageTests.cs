using CharityLink.Giving;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>Promising by card, from the form to the page on which it is seen and taken back.</summary>
[Collection(Shared.KeptCards)]
public sealed class CardPledgePageTests(StripeSite site)
{
    private const string Refreshes = "meta[http-equiv=refresh]";

    [Theory]
    [InlineData("en", "Stands", "promised by card")]
    [InlineData("zh-CN", "已生效", "刷卡认捐")]
    public async Task It_stands_when_the_card_is_kept_and_shows_apart_from_what_was_raised(string lang, string stands, string apart)
    {
        var project = await site.AllOrNothing();
        var (visitor, pledge, email) = await site.Promise(project, "1000", lang);
        var mine = await visitor.Get($"/{lang}/pledges/{pledge}");
        Assert.NotNull(mine.Html.QuerySelector("button[value=card]"));
        Assert.Null(mine.Html.QuerySelector(Refreshes));
        // Back from the provider's page before the provider has said so: the page waits, and asks for no second card as if none was left.
        var back = await visitor.Get($"/{lang}/pledges/{pledge}?back=1");
        Assert.NotNull(back.Html.QuerySelector(Refreshes));
        Assert.Null(back.Html.QuerySelector("button.primary"));
        await site.Leave(pledge);
        mine = await visitor.Get($"/{lang}/pledges/{pledge}?back=1");
        Assert.Null(mine.Html.QuerySelector(Refreshes));
        Assert.Equal(stands, mine.Text(".chip"));
        Assert.Contains("Visa", mine.Text("dl"), StringComparison.Ordinal);
        Assert.Equal((await site.Pledge(pledge)).Made.Consent?.Text, mine.Text("details p"));
        await site.Caught("pledge_totals");
        await site.Caught("projects");
        var page = await visitor.Get($"/{lang}/projects/{project}");
        Assert.Equal("¥0", page.Text(".raised"));
        Assert.Contains(apart, page.Text("aside"), StringComparison.Ordinal);
        await site.Mails();
        Assert.Contains("¥1,000.00", await Mailbox.Arrived(email, _ => true), StringComparison.Ordinal);
        // A stranger is told nothing.
        Assert.DoesNotContain("¥", (await site.Visitor().Get($"/{lang}/pledges/{pledge}")).Text("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_consent_or_with_a_wrong_amount_the_form_comes_back_with_its_values()
    {
        var project = await site.AllOrNothing();
        var visitor = site.Visitor();
        var form = await visitor.Get($"/en/pledge?project={project}");
        var refused = await visitor.Submit(form, Gifts.Form, ("pledge_amount", "0"), ("pledge_name", "陈美玲"), ("pledge_email", "mei@example.org"));
        Assert.Equal(422, refused.Status);
        Assert.Contains("pledge_consent_missing", refused.Refusals, StringComparer.Ordinal);
        Assert.Contains("amount_zero", refused.Refusals, StringComparer.Ordinal);
        Assert.Equal("陈美玲", refused.Html.QuerySelector("#pledge_name")?.GetAttribute("value"));
        Assert.NotNull(refused.Html.QuerySelector("input[name=collect][value=card]"));
        var small = await visitor.Submit(form, Gifts.Form, ("pledge_amount", "1.5"), ("pledge_name", "陈美玲"), ("pledge_email", "mei@example.org"), ("consent", "1"));
        Assert.Contains("method_amount_too_small", small.Refusals, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_program_takes_no_promise_by_card()
    {
        var visitor = site.Visitor();
        var form = await visitor.Get($"/en/pledge?program={Gifts.Canteen}&collect=card");
        var refused = await visitor.Submit(form, Gifts.Form, ("collect", "card"), ("consent", "1"), ("pledge_amount", "90"), ("pledge_name", "陈美玲"), ("pledge_email", "mei@example.org"));
        Assert.Contains("pledge_card_not_offered", refused.Refusals, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_card_that_expires_before_the_deadline_asks_for_another()
    {
        var project = await site.AllOrNothing(site.Site.Clock.GetUtcNow().AddDays(40));
        var (visitor, pledge, _) = await site.Promise(project);
        await site.Leave(pledge, "pm_fake_ends_soon");
        Assert.Equal("expires", (await site.Pledge(pledge)).Card.UnfitBecause);
        var mine = await visitor.Get($"/en/pledges/{pledge}");
        Assert.Contains("expires before the project ends", mine.Text("[role=alert]"), StringComparison.Ordinal);
        await site.Settle();
        var away = await visitor.Submit(mine, Gifts.Form, ("choice", "card"));
        await site.Planned();
        await site.Send();
        Assert.Contains("/checkout/", (await visitor.Follow(away)).Location, StringComparison.Ordinal);
        await site.Leave(pledge, page: 2);
        Assert.Equal(PledgeState.Confirmed, (await site.Pledge(pledge)).State);
    }

    [Fact]
    public async Task It_is_reminded_of_two_days_before_and_can_be_taken_back_until_the_deadline()
    {
        var project = await site.AllOrNothing(site.Site.Clock.GetUtcNow().AddDays(3));
        var (visitor, pledge, email) = await site.Stands(project);
        var (other, second, _) = await site.Stands(project);
        await site.Mails();
        await Mailbox.Arrived(email, _ => true);
        Assert.Single(Mailbox.MailsTo(email), mail => !mail.Contains("In two days", StringComparison.Ordinal));
        site.Advance(TimeSpan.FromDays(1.1));
        await site.Mails();
        await site.Mails();
        Assert.Contains("¥1,000.00", await Mailbox.Arrived(email, mail => mail.Contains("In two days", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Single(Mailbox.MailsTo(email), mail => mail.Contains("In two days", StringComparison.Ordinal));
        Assert.Equal(303, (await visitor.Submit(await visitor.Get($"/en/pledges/{pledge}"), Gifts.Form, ("choice", "cancel"))).Status);
        var page = await other.Get($"/en/pledges/{second}");
        await site.Settle();
        await site.Forgotten((await site.Pledge(pledge)).Card.Kept!); // It stood.
        site.Advance(TimeSpan.FromDays(2));
        Assert.Contains("pledge_frozen", (await other.Submit(page, Gifts.Form, ("choice", "cancel"))).Refusals, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_link_that_is_too_old_or_made_up_tells_nothing()
    {
        var project = await site.AllOrNothing();
        var (_, pledge, email) = await site.Stands(project, "pm_card_chargeDeclinedInsufficientFunds");
        await site.End(project);
        await site.Collect();
        await site.Mails();
        var mail = await Mailbox.Arrived(email, text => text.Contains("/mend?", StringComparison.Ordinal));
        var start = mail.IndexOf("/en/pledges/", StringComparison.Ordinal);
        var link = mail[start..mail.IndexOf('\n', start)].Trim();
        Assert.DoesNotContain("¥", (await site.Visitor().Get(link[..^3] + "000")).Text("main"), StringComparison.Ordinal);
        var asked = (await site.Visitor().Get(link)).Text("main");
        Assert.All(["¥1,000.00", "your card could not be charged", "The money goes to "], said => Assert.Contains(said, asked, StringComparison.Ordinal));
        site.Advance(TimeSpan.FromDays(3.1));
        var late = await site.Visitor().Get(link);
        Assert.DoesNotContain("¥", late.Text("main"), StringComparison.Ordinal);
        Assert.Equal(404, (await site.Visitor().Get($"/en/pledges/{pledge}/mend")).Status);
    }

    [Fact]
    public async Task A_wallet_pays_at_once_only_where_it_could_still_give_back_after_the_deadline()
    {
        var now = site.Site.Clock.GetUtcNow();
        var (soon, late) = (await site.AllOrNothing(now.AddDays(75)), await site.AllOrNothing(now.AddDays(77)));
        Assert.NotNull((await site.Visitor().Get($"/en/give?project={soon}")).Html.QuerySelector("input[name=method][value=alipay]"));
        var visitor = site.Visitor();
        var form = await visitor.Get($"/en/give?project={late}");
        Assert.Null(form.Html.QuerySelector("input[name=method][value=alipay]"));
        Assert.NotNull(form.Html.QuerySelector("input[name=method][value=wechat_pay]"));
        var refused = await visitor.Submit(form, Gifts.Form, ("other", "60"), ("who", "anonymous"), ("method", "alipay"));
        Assert.Contains("method_refund_window", refused.Refusals, StringComparer.Ordinal);
        // Who keeps what is raised gives nothing back.
        Assert.NotNull((await site.Visitor().Get($"/en/give?project={await site.Site.LiveProject(deadline: now.AddDays(300))}")).Html.QuerySelector("input[name=method][value=alipay]"));
    }
}
