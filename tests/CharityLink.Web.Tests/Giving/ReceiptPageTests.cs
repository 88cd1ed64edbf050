using CharityLink.Giving;
using CharityLink.People;
using CharityLink.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Web.Tests.Giving;

/// <summary>After paying: the receipt, the totals that hold the gift, and the page that checks the receipt.</summary>
[Collection(Shared.Giving)]
public sealed class ReceiptPageTests(SiteHost site)
{
    private static readonly string[] _path = ["440703102201", "440703102", "440703", "440700"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_receipt_holds_all_that_a_receipt_must()
    {
        var receipt = (await Pay("1234.56", "陈美玲")).Text(".receipt");
        Assert.Matches("Number\\s*20[0-9]{2}-[0-9]{6}", receipt);
        Assert.All(
            ["陈美玲", "Jiangmen Charity Federation", "¥1,234.56", "人民币壹仟贰佰叁拾肆元伍角陆分", "Canteen for the Elder · Hegang Village Canteen", "Demonstration: not a fiscal receipt", "Sandbox (no money moved)"],
            text => Assert.Contains(text, receipt, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_receipt_is_there_in_Chinese_too()
    {
        var page = await Pay("60", "陈美玲");
        var chinese = await site.Visitor().Get(page.Address.PathAndQuery.Replace("/en/", "/zh-CN/", StringComparison.Ordinal));
        Assert.Equal("感谢您的捐赠", chinese.Text("h1"));
        // The address to keep stands on the page: a giver who comes back from a provider has it nowhere else.
        Assert.Contains("key=", chinese.Html.QuerySelectorAll("p.screen a").Single(link => link.TextContent.Contains("专属链接", StringComparison.Ordinal)).GetAttribute("href"), StringComparison.Ordinal);
        Assert.Contains("金额合计（大写）人民币陆拾元整", string.Concat(chinese.Text(".receipt").Where(c => !char.IsWhiteSpace(c))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_gift_stands_in_every_total_from_the_village_to_the_city_on_the_next_page()
    {
        var before = await Task.WhenAll(_path.Select(site.TotalOf));
        var page = await Pay("123.45");
        var after = await Task.WhenAll(_path.Select(site.TotalOf));

        Assert.All(before.Zip(after), pair => Assert.Equal((pair.First.RaisedMinor + 123_45, pair.First.Givers + 1, pair.First.Gifts + 1), (pair.Second.RaisedMinor, pair.Second.Givers, pair.Second.Gifts)));
        var shown = page.Html.QuerySelectorAll(".totals tbody tr").Select(row => row.TextContent).ToList();
        Assert.Equal(6, shown.Count);
        Assert.All(after, (total, i) => Assert.Contains(Site.Show.Money(total.RaisedMinor), shown[i + 1], StringComparison.Ordinal));
        Assert.All(_path, code => Assert.NotNull(page.Html.QuerySelector($".levels a[href='/en/divisions/{code}']")));
    }

    [Fact]
    public async Task A_receipt_is_checked_by_its_code_and_no_name_is_told()
    {
        var page = await Pay("60", "陈美玲");
        var code = page.Html.QuerySelector("a[href*='/verify/']")!.GetAttribute("href")!.Split('/')[^1]; // The receipt has its link.
        Assert.NotNull(page.Html.QuerySelector(".qr svg path"));
        var visitor = site.Visitor();
        var asked = await visitor.Get($"/en/verify?code={code.ToLowerInvariant().Replace('-', '+')}");
        var verified = await visitor.Follow(asked);

        Assert.Equal((200, "This receipt is genuine"), (verified.Status, verified.Text("h1")));
        var shown = verified.Text("dl");
        Assert.All(["¥60.00", "人民币陆拾元整", "Canteen for the Elder", "Jiangmen Charity Federation", "陈＊＊", "Valid", code], text => Assert.Contains(text, shown, StringComparison.Ordinal));
        Assert.DoesNotContain("美玲", verified.Html.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.DoesNotContain(Gifts.GiftIn(page.Address.AbsolutePath).ToString(), verified.Html.DocumentElement.OuterHtml, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_code_of_nothing_is_not_found_and_what_is_no_code_is_refused()
    {
        var visitor = site.Visitor();
        var unknown = await visitor.Get("/en/verify/ABCD-EFGH-JKMN-PQRS");
        Assert.Equal((404, "ABCD-EFGH-JKMN-PQRS"), (unknown.Status, unknown.Html.QuerySelector("#code")?.GetAttribute("value")));
        Assert.Equal("No receipt has this code", unknown.Text("[role=alert] strong"));
        foreach (var typed in new[] { "/en/verify?code=2026-000123", "/en/verify/2026-000123", "/en/verify?code=" })
        {
            var refused = await visitor.Get(typed);
            Assert.Equal((422, "receipt_code_malformed"), (refused.Status, Assert.Single(refused.Refusals)));
        }

        Assert.Equal(200, (await visitor.Get("/en/verify")).Status);
    }

    [Fact]
    public async Task A_name_is_text_whatever_it_holds()
    {
        var page = await Pay("60", "<b>Bobby</b> & \"Co\"");
        Assert.Contains("<b>Bobby</b> & \"Co\"", page.Text(".receipt"), StringComparison.Ordinal);
        Assert.Null(page.Html.QuerySelector(".receipt b"));
    }

    [Fact]
    public async Task A_giver_who_was_forgotten_is_anonymous_and_nothing_else_changes()
    {
        var page = await Pay("60", "陈美玲");
        var gift = Gifts.GiftIn(page.Address.AbsolutePath);
        await site.App.Services.GetRequiredService<Vault>().Forget(StartDonation.GiverOf(gift), Ct);
        var later = (await site.Visitor().Get(page.Address.PathAndQuery)).Text(".receipt");
        Assert.Equal(page.Text(".receipt").Replace("陈美玲", "Anonymous", StringComparison.Ordinal), later);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?key=")]
    [InlineData("?key=00000000000000000000")]
    [InlineData("?key=%EF%BC%90")]
    public async Task Who_knows_a_gift_but_not_its_key_does_not_learn_the_name(string query)
    {
        var page = await Pay("60", "陈美玲");
        Assert.Contains("key=", page.Address.Query, StringComparison.Ordinal);
        var stranger = await site.Visitor().Get(page.Address.AbsolutePath + query);
        Assert.Contains("陈＊＊", stranger.Text(".receipt"), StringComparison.Ordinal);
        Assert.DoesNotContain("美玲", stranger.Html.DocumentElement.OuterHtml, StringComparison.Ordinal);
        // The ways round: the payment page, and the key to another gift.
        var roundabout = await site.Visitor().Follow(await site.Visitor().Get(page.Address.AbsolutePath.Replace("/gifts/", "/sandbox-pay/", StringComparison.Ordinal)));
        Assert.DoesNotContain("美玲", roundabout.Html.DocumentElement.OuterHtml, StringComparison.Ordinal);
        var other = await site.Visitor().Get(page.Address.AbsolutePath + (await Pay("60", "李四")).Address.Query);
        Assert.DoesNotContain("美玲", other.Html.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_is_for_its_giver_alone_and_not_for_search_engines() =>
        Assert.NotNull((await Pay("60")).Html.QuerySelector("meta[name=robots][content=noindex]"));

    private async Task<Answer> Pay(string amount, string? name = null)
    {
        var visitor = site.Visitor();
        return await visitor.Follow(await visitor.Choose(await visitor.GoToPayment(amount, name), "pay"));
    }
}
