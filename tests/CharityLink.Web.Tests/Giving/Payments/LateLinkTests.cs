using CharityLink.Giving;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>The mailed link that mends a declined promise, opened after its three days.</summary>
[Collection(Shared.KeptCards)]
public sealed class LateLinkTests(StripeSite site)
{
    [Theory]
    [InlineData("en", "three days are over", "sign in with your mailbox")]
    [InlineData("zh-CN", "三天已过", "用邮箱登录")]
    public async Task It_says_so_and_the_way_out_and_begins_nothing(string lang, string why, string wayOut)
    {
        var (visitor, pledge, email) = await site.Stands(await site.AllOrNothing(), "pm_card_chargeDeclinedInsufficientFunds");
        await site.End((await site.Pledge(pledge)).Made.Cause.ProjectId.GetValueOrDefault());
        await site.Collect();
        await site.Mails();
        var link = await Link(email, lang);
        var open = await site.Visitor().Get(link);
        Assert.Equal((200, "card"), (open.Status, open.Html.QuerySelector("main form [name=method]")?.GetAttribute("value")));

        site.Advance(PledgeLinks.HoldsFor);
        var before = await site.Facts(pledge);
        var late = await visitor.Get(link);
        Void(late, lang, why, wayOut);
        // The page that was left open, sent with a token of today.
        var token = (await visitor.OpenForm(lang)).Html.QuerySelector("main input[name=_form]")?.GetAttribute("value") ?? "";
        Void(await visitor.Post(link, [new("_form", token), new("method", "card")]), lang, why, wayOut);
        await site.Planned();
        Assert.Equal(before, await site.Facts(pledge));
        Assert.Equal(0, await site.Charged(pledge));

        // The way out leads to a payment.
        await visitor.Submit(await visitor.Get($"/{lang}/sign-in/link"), Gifts.Form, ("email", email));
        var enter = await Mailbox.Arrived(email, mail => mail.Contains("/enter?", StringComparison.Ordinal));
        var home = await visitor.Follow(await visitor.Submit(await visitor.Get(Address(enter, $"/{lang}/enter?")), Gifts.Form));
        var mine = await visitor.Get(home.Html.QuerySelector($"a[href*='/pledges/{pledge}']")?.GetAttribute("href") ?? "");
        Assert.NotNull(mine.Html.QuerySelector("main button[name=choice][value=pay]"));
        Assert.Equal(303, (await visitor.Submit(mine, Gifts.Form, ("choice", "pay"), ("method", "card"))).Status);
        await site.Close();
    }

    private static void Void(Answer late, string lang, string why, string wayOut)
    {
        Assert.Equal((422, "mend_link_void"), (late.Status, Assert.Single(late.Refusals)));
        Assert.Contains(why, late.Text("main"), StringComparison.Ordinal);
        Assert.Contains(wayOut, late.Text("main"), StringComparison.Ordinal);
        Assert.NotNull(late.Html.QuerySelector($"main a[href='/{lang}/sign-in/link']"));
        Assert.Null(late.Html.QuerySelector("main form"));
    }

    // The promise was made in English; the page speaks either.
    private static async Task<string> Link(string email, string lang) =>
        Address(await Mailbox.Arrived(email, text => text.Contains("/mend?", StringComparison.Ordinal)), "/en/pledges/").Replace("/en/", $"/{lang}/", StringComparison.Ordinal);

    private static string Address(string mail, string start) => mail[mail.IndexOf(start, StringComparison.Ordinal)..].Split('\n', ' ')[0].Trim();
}
