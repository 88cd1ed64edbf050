using CharityLink.Web.Demo;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Network;

/// <summary>NET-6: every organisation in public, with its standing said plainly.</summary>
[Collection(Shared.Reading)]
public sealed class OrganisationPageTests(SiteHost site)
{
    [Fact]
    public async Task The_bodies_the_city_names_are_there_with_both_names_and_a_notice_that_the_rest_is_invented()
    {
        foreach (var (key, zh, en) in new[]
        {
            ("jmcf", "江门市慈善会", "Jiangmen Charity Federation"), ("wuyi", "五邑慈善会", "Wuyi Charity Association"), ("haojue", "广东省豪爵慈善基金会", "Guangdong Haojue Charity Fund"),
            ("changxing", "江门市昌兴关爱慈善会", "Jiangmen Changxing Care Charity Association"), ("vinda", "维达慈善基金会", "Vinda Charitable Foundation"),
            ("infinitus", "无限极互助会", "Infinitus Mutual Help Organization"), ("440703", "蓬江区慈善会", "Pengjiang District Charity Federation"),
        })
        {
            var page = await site.Visitor().Get($"/en/organisations/{DemoId.Of("org:" + key)}");
            Assert.Equal((200, en), (page.Status, page.Text("h1")));
            Assert.Contains(zh, page.Text("main"), StringComparison.Ordinal);
            Assert.Contains("Only the name of this organisation is real", page.Text("main"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_station_shows_the_way_up_to_the_city()
    {
        var page = await site.Visitor().Get($"/zh-CN/organisations/{DemoId.Of("org:440703101001")}");
        Assert.Contains("江门市慈善会 › 蓬江区慈善会 › 棠下镇慈善分会", page.Text("main").ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("本组织为演示而虚构", page.Text("main"), StringComparison.Ordinal);
        Assert.Contains("非独立法人", page.Text("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_suspended_or_unverified_one_says_so_and_why()
    {
        Assert.Contains("The annual report is overdue.", (await site.Visitor().Get($"/en/organisations/{DemoId.Of("org:spring")}")).Text(".notice"), StringComparison.Ordinal);
        Assert.Contains("waits to be verified", (await site.Visitor().Get($"/en/organisations/{DemoId.Of("org:bamboo")}")).Text(".notice"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_is_searched_filtered_and_paged_through()
    {
        var visitor = site.Visitor();
        var seen = new HashSet<string?>(StringComparer.Ordinal);
        for (var page = await visitor.Get("/en/organisations?kind=TownBranch"); ;)
        {
            seen.UnionWith(page.Html.QuerySelectorAll("tbody a").Select(link => link.GetAttribute("href")));
            if (page.Html.QuerySelector("a[rel=next]")?.GetAttribute("href") is not { } next)
            {
                break;
            }

            page = await visitor.Get(next);
        }

        Assert.Equal(73, seen.Count);
        Assert.Equal("Vinda Charitable Foundation", Assert.Single((await visitor.Get("/en/organisations?q=weida")).Html.QuerySelectorAll("tbody a")).TextContent);
    }

    [Theory]
    [InlineData("?page=0")]
    [InlineData("?page=-1")]
    [InlineData("?page=99999999999")]
    [InlineData("?page=abc&kind=nonsense")]
    [InlineData("?kind=99")]
    [InlineData("?page=90000")]
    public async Task Nonsense_in_the_address_shows_a_page_all_the_same(string query) => Assert.Equal(200, (await site.Visitor().Get("/en/organisations" + query)).Status);

    [Theory]
    [InlineData("/en/organisations/00000000-0000-0000-0000-000000000000")]
    [InlineData("/en/organisations/nonsense")]
    public async Task One_that_does_not_exist_is_no_page(string address) => Assert.Equal(404, (await site.Visitor().Get(address)).Status);
}
