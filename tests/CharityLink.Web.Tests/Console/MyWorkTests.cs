using System.Globalization;
using CharityLink.Kernel;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Console;

/// <summary>The first page of the console: what waits, and for those who decide nothing, where to look.</summary>
public sealed class MyWorkTests(SiteHost site) : IClassFixture<SiteHost>
{
    [Fact]
    public async Task Who_decides_nothing_is_told_so_and_shown_where_to_look()
    {
        var page = await (await site.SignedIn("auditor")).Get("/en/console");

        Assert.Contains("Your role decides nothing here", page.Text(".empty"), StringComparison.Ordinal);
        var places = page.Html.QuerySelectorAll(".places a").Select(link => link.TextContent.Trim()).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(new HashSet<string>(StringComparer.Ordinal) { "Charities", "Programs", "Projects", "Gifts" }, places);
    }

    [Fact]
    public async Task Who_decides_is_told_what_will_appear_here()
    {
        var page = await (await site.SignedIn("village")).Get("/en/console");

        Assert.Contains("a project to decide on", page.Text(".empty"), StringComparison.Ordinal);
        Assert.Null(page.Html.QuerySelector(".places a"));
    }

    [Fact]
    public async Task What_one_entered_oneself_waits_for_somebody_else()
    {
        var officer = await site.SignedIn("officer");
        var form = await officer.Get("/en/console/organisations/new?division=440703101");
        await officer.Follow(await officer.Submit(form, "main form", ("kind", "Foundation"), ("name_zh", "待核验基金会"), ("name_en", "Waiting Fund"), ("uscc", Code())));

        Assert.DoesNotContain("Waiting Fund", (await officer.Get("/en/console")).Text("main"), StringComparison.Ordinal);
        Assert.Contains("Verify Waiting Fund", (await (await site.SignedIn("admin")).Get("/en/console")).Text("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_menu_says_as_whom_and_where_one_works()
    {
        var page = await (await site.SignedIn("officer")).Get("/zh-CN/console");

        Assert.Equal("蓬江区慈善会工作人员", page.Text(".who"));
    }

    [Theory]
    [InlineData("/en/console/no-such-page", true)]
    [InlineData("/en/console/gifts/nonsense", true)]
    [InlineData("/en/no-such-page", false)]
    public async Task What_is_not_there_is_told_in_the_frame_one_works_in(string address, bool console)
    {
        var page = await (await site.SignedIn("officer")).Get(address);

        Assert.Equal((404, console), (page.Status, page.Html.QuerySelector("body.console") is not null));
        Assert.Equal("There is no such page", page.Text("main h1"));
        Assert.Null((await site.Visitor().Get(address)).Html.QuerySelector("body.console"));
    }

    private static string Code()
    {
        var seventeen = string.Create(CultureInfo.InvariantCulture, $"53440703MJWRK{1:0000}");
        return seventeen + Uscc.CheckCharacter(seventeen);
    }
}
