using CharityLink.Kernel;
using CharityLink.Web.Demo;
using CharityLink.Web.Tests.Support;
using CharityLink.Giving;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Web.Tests.Giving;

/// <summary>Gifts in the console: everybody sees those of their area or charity, nobody sees names.</summary>
public sealed class ConsoleGiftTests(SiteHost site) : IClassFixture<SiteHost>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_visitor_is_sent_to_sign_in()
    {
        Assert.StartsWith("/en/sign-in", (await site.Visitor().Get("/en/console/gifts")).Location, StringComparison.Ordinal);
        Assert.StartsWith("/en/sign-in", (await site.Visitor().Get($"/en/console/gifts/{DemoId.Of("gift:1")}")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_whole_city_is_read_page_by_page()
    {
        var auditor = await site.SignedIn("auditor");
        var seen = new List<string>();
        var page = await auditor.Get("/en/console/gifts");
        while (true)
        {
            seen.AddRange(page.Html.QuerySelectorAll("tbody a").Select(link => link.GetAttribute("href")!)); // The link to the gift.
            if (page.Html.QuerySelector("a[rel=next]")?.GetAttribute("href") is not { } next)
            {
                break;
            }

            page = await auditor.Get(next);
        }

        Assert.True(seen.Count >= 420, $"{seen.Count} gifts");
        Assert.Equal(seen.Count, seen.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("town")]
    [InlineData("village")]
    [InlineData("charity")]
    public async Task Others_see_their_own_and_get_no_word_of_the_rest(string account)
    {
        var worker = await site.SignedIn(account);
        var listed = (await worker.Get("/en/console/gifts")).Html.QuerySelectorAll("tbody a").Select(link => link.GetAttribute("href")!.Split('/')[^1]).ToList(); // The link to the gift.
        var all = await site.App.Services.GetRequiredService<DonationList>().List(new DonationFilter(new Sight([DivisionCode.Parse("440700")], [])), 1000, Ct);
        Assert.True(listed.Count < all.Count, $"{account} sees all {all.Count}");
        Assert.All(listed.Take(3), id => Assert.Equal(200, worker.Get($"/en/console/gifts/{id}").Result.Status));

        var sight = (await site.App.Services.GetRequiredService<DonationList>().List(new DonationFilter(new Sight([DivisionCode.Parse("440700")], [])), 1000, Ct))
            .First(gift => !listed.Contains(gift.Id.ToString()) && listed.Count < 50);
        Assert.Equal(404, (await worker.Get($"/en/console/gifts/{sight.Id}")).Status);
    }

    [Fact]
    public async Task A_filter_narrows_the_list_and_stays_in_the_form()
    {
        var auditor = await site.SignedIn("auditor");
        var declined = await auditor.Get($"/en/console/gifts?state=declined&program={Gifts.Canteen}&division=440703");
        Assert.NotEmpty(declined.Html.QuerySelectorAll("tbody tr"));
        Assert.All(declined.Html.QuerySelectorAll("tbody .chip"), chip => Assert.Equal("Declined", chip.TextContent));
        Assert.Equal("declined", declined.Html.QuerySelector("#state option[selected]")?.GetAttribute("value"));
        Assert.Empty((await auditor.Get("/en/console/gifts?until=2020-01-01")).Html.QuerySelectorAll("tbody tr"));
    }

    [Theory]
    [InlineData("pengjiang district", 185)]
    [InlineData("hegang village", 53)]
    public async Task A_place_can_be_given_by_its_name(string name, int atLeast)
    {
        var auditor = await site.SignedIn("auditor");
        var page = await auditor.Get($"/en/console/gifts?state=paid&division={name}");
        Assert.True(page.Html.QuerySelectorAll("tbody tr").Length >= Math.Min(atLeast, 50));
        Assert.Equal(name, page.Html.QuerySelector("#division")?.GetAttribute("value"));
    }

    [Fact]
    public async Task A_name_of_several_places_is_refused_with_their_names()
    {
        var refused = await (await site.SignedIn("auditor")).Get("/en/console/gifts?division=tangxia");
        Assert.Equal((422, "division_several"), (refused.Status, Assert.Single(refused.Refusals)));
        Assert.Contains("Tangxia Town, Pengjiang District (440703101)", refused.Text("#division-error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_filter_is_refused_at_its_field()
    {
        var auditor = await site.SignedIn("auditor");
        var refused = await auditor.Get("/en/console/gifts?division=999999&from=yesterday");
        Assert.Equal(422, refused.Status);
        Assert.Equal(["division_unknown", "date_malformed"], refused.Refusals);
        // A day that has none before it, or none after.
        Assert.Equal(["date_malformed", "date_malformed"], (await auditor.Get("/en/console/gifts?from=0001-01-01&until=9999-12-31")).Refusals);
    }

    [Fact]
    public async Task A_gift_shows_what_happened_to_it_and_no_name()
    {
        var visitor = site.Visitor();
        var payment = await visitor.GoToPayment("60", "陈美玲");
        var declined = await visitor.Follow(await visitor.Choose(payment, "decline"));
        var paid = await visitor.Follow(await visitor.Choose(await visitor.Get(declined.Html.QuerySelector("main a.primary")!.GetAttribute("href")!), "pay")); // The button to try again.

        var page = await (await site.SignedIn("auditor")).Get($"/en/console/gifts/{Gifts.GiftIn(paid.Address.AbsolutePath)}");
        Assert.Equal(["A gift was begun", "A payment was declined Reason: not enough money.", "A gift was paid"], page.Html.QuerySelectorAll("tbody td:first-child").Select(what => what.TextContent.Trim()), StringComparer.Ordinal);
        Assert.DoesNotContain("陈美玲", page.Html.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }
}
