using CharityLink.Network;
using CharityLink.Web.Demo;
using CharityLink.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Web.Tests.Network;

/// <summary>NET-1, NET-4, NET-6: from the city down to the village, by links alone.</summary>
[Collection(Shared.Reading)]
public sealed class PlacePageTests(SiteHost site)
{
    [Fact]
    public async Task The_four_levels_lead_from_the_city_to_a_village_and_its_canteen()
    {
        var visitor = site.Visitor();
        var city = await visitor.Get("/en/divisions");
        Assert.Equal("Jiangmen City", city.Text("h1"));
        var page = city;
        foreach (var place in new[] { "Pengjiang District", "Tangxia Town", "Tangxia Community" })
        {
            page = await visitor.Get(Link(page, place));
            Assert.Equal((200, place), (page.Status, page.Text("h1")));
        }

        Assert.Equal(["Jiangmen City", "Pengjiang District", "Tangxia Town", "Tangxia Community"], page.Html.QuerySelectorAll(".levels a").Select(link => link.TextContent), StringComparer.Ordinal);
        var canteen = await visitor.Get(Link(page, "Tangxia Community Canteen"));
        Assert.Equal(200, canteen.Status);
        Assert.Equal(DemoId.Of("site:canteen:440703101001").ToString(), canteen.Html.QuerySelector("form.give input[name=site]")?.GetAttribute("value"));
    }

    [Fact]
    public async Task Every_division_has_a_page_in_both_languages()
    {
        var visitor = site.Visitor();
        var divisions = site.App.Services.GetRequiredService<Divisions>();
        // Every level in full would take a minute; each town and every thirtieth village stands for the rest.
        var some = divisions.All.Where((division, index) => division.Code.Value.Length < 12 || index % 30 == 0);
        foreach (var division in some)
        {
            Assert.Equal((200, division.PlaceZh), await visitor.Get($"/zh-CN/divisions/{division.Code}") is { } page ? (page.Status, page.Text("h1")) : default);
        }
    }

    [Fact]
    public async Task What_is_raised_below_adds_up_to_what_is_raised_above()
    {
        var page = await site.Visitor().Get("/en/divisions");
        var below = page.Html.QuerySelectorAll("table")[^1].QuerySelectorAll("tbody tr td:nth-child(2)").Select(cell => Fen(cell.TextContent)).Sum();
        Assert.InRange(below, 1, Fen(page.Text(".raised")));
    }

    [Fact]
    public async Task Areas_for_statistics_are_hidden_until_asked_for()
    {
        var hidden = await site.Visitor().Get("/zh-CN/divisions/440705");
        Assert.DoesNotContain("圭峰区", hidden.Html.Body!.TextContent, StringComparison.Ordinal); // A page has a body.
        var shown = await site.Visitor().Get(hidden.Html.QuerySelectorAll("a").Single(link => link.GetAttribute("href")?.EndsWith("?all=1", StringComparison.Ordinal) == true).GetAttribute("href")!); // Just seen.
        Assert.Contains("圭峰区", shown.Html.Body!.TextContent, StringComparison.Ordinal); // A page has a body.
    }

    [Theory]
    [InlineData("/en/divisions/999999")]
    [InlineData("/en/divisions/4407031010019")]
    [InlineData("/en/divisions/abc")]
    public async Task A_place_that_does_not_exist_is_no_page(string address) => Assert.InRange((await site.Visitor().Get(address)).Status, 400, 404);

    [Theory]
    [InlineData("棠下", "/zh-CN/divisions/440703101")]
    [InlineData("tangxia", "/zh-CN/divisions/440703101")]
    [InlineData("TANG XIA", "/zh-CN/divisions/440703101")]
    [InlineData("jiangmenshi cishanhui", "/zh-CN/organisations/")]
    [InlineData("长者饭堂", "/zh-CN/programs/")]
    [InlineData("haojue", "/zh-CN/organisations/")]
    public async Task Search_finds_places_charities_and_programs_by_character_and_by_sound(string text, string address)
    {
        var page = await site.Visitor().Get($"/zh-CN/search?q={Uri.EscapeDataString(text)}");
        Assert.Contains(page.Html.QuerySelectorAll("main a"), link => link.GetAttribute("href")!.StartsWith(address, StringComparison.Ordinal)); // A link leads somewhere.
        Assert.Equal(text, page.Html.QuerySelector("main input[name=q]")?.GetAttribute("value"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("%20")]
    [InlineData("zzzzzz")]
    [InlineData("%25%27%22%3Cscript%3E")]
    public async Task A_search_without_hits_says_what_to_try(string text)
    {
        var page = await site.Visitor().Get($"/en/search?q={text}");
        Assert.Equal(200, page.Status);
        Assert.Contains("Tangxia", page.Text("main"), StringComparison.Ordinal);
        Assert.Empty(page.Html.QuerySelectorAll("main h2"));
    }

    [Fact]
    public async Task Nothing_needs_script_or_inline_style()
    {
        var page = await site.Visitor().Get("/en/divisions/440703");
        Assert.Empty(page.Html.QuerySelectorAll("script, style, [style], [onclick]"));
        Assert.Single(page.Html.QuerySelectorAll("h1"));
    }

    private static string Link(Answer page, string text) =>
        page.Html.QuerySelectorAll("main a").First(link => link.TextContent.Trim() == text).GetAttribute("href") ?? throw new InvalidOperationException(text);

    private static long Fen(string money) => money.Trim() is "—" ? 0 : long.Parse(money.Trim().Replace("¥", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);
}
