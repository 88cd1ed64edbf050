using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving;

/// <summary>The giving form in other people's pages: it may stand there, and everything that counts happens here.</summary>
[Collection(Shared.Giving)]
public sealed class EmbedTests(SiteHost site)
{
    private static string FormOf(string cause) => $"/en/embed/give?{cause}";

    [Fact]
    public async Task The_form_may_stand_in_any_frame_and_nothing_else_may()
    {
        var visitor = site.Visitor();
        Assert.Contains("frame-ancestors *", Policy(await visitor.Get(FormOf($"program={Gifts.Canteen}"))), StringComparison.Ordinal);
        foreach (var other in new[] { $"/en/give?program={Gifts.Canteen}", $"/en/embed?program={Gifts.Canteen}", "/en/console", "/en" })
        {
            Assert.Contains("frame-ancestors 'none'", Policy(await visitor.Get(other)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_form_sets_no_cookie_and_leads_with_what_was_chosen_to_the_giving_page_in_a_tab_of_its_own()
    {
        var visitor = site.Visitor();
        var framed = await visitor.Get(FormOf($"program={Gifts.Canteen}&site={Gifts.Site()}"));

        Assert.False(framed.Response.Headers.Contains("Set-Cookie"));
        var form = framed.Html.QuerySelector("form");
        Assert.Equal(("get", "/en/give", "_blank"), (form?.GetAttribute("method"), form?.GetAttribute("action"), form?.GetAttribute("target")));
        Assert.Empty(framed.Html.QuerySelectorAll("input[name=_form]"));
        var hidden = framed.Html.QuerySelectorAll("form input[type=hidden]").Select(field => $"{field.GetAttribute("name")}={field.GetAttribute("value")}");
        var giving = await visitor.Get($"/en/give?{string.Join('&', hidden)}&amount=200&other=");
        Assert.Equal("Give to Hegang Village Canteen", giving.Text("h1"));
        Assert.Equal("200", giving.Html.QuerySelector("input[name=amount][checked]")?.GetAttribute("value"));
    }

    [Fact]
    public async Task A_project_shows_how_far_it_has_come_and_stops_asking_when_it_is_over()
    {
        var project = await site.LiveProject();
        var open = await site.Visitor().Get(FormOf($"project={project}"));
        Assert.Contains("¥0 of ¥3,000 raised", open.Text("main"), StringComparison.Ordinal);
        Assert.NotNull(open.Html.QuerySelector($"input[name=project][value='{project}']"));

        var over = await site.LiveProject();
        await site.Then(over, new CharityLink.Projects.ProjectPaused(over, "a doubt", null));
        var paused = await site.Visitor().Get(FormOf($"project={over}"));
        Assert.Null(paused.Html.QuerySelector("form"));
        Assert.Contains("No gifts are taken for this at the moment.", paused.Text("main"), StringComparison.Ordinal);
        Assert.NotNull(paused.Html.QuerySelector($"a[href='/en/projects/{over}']"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("program=nothing")]
    [InlineData("project=11111111-1111-1111-1111-111111111111")]
    public async Task What_is_not_there_is_said_in_the_frame_and_has_no_code(string cause)
    {
        var framed = await site.Visitor().Get(FormOf(cause));
        Assert.Equal(404, framed.Status);
        Assert.Contains("There is nothing to give to at this address.", framed.Text("main"), StringComparison.Ordinal);
        Assert.Equal(404, (await site.Visitor().Get($"/en/embed?{cause}")).Status);
    }

    [Fact]
    public async Task The_code_to_copy_holds_the_address_of_the_form_in_both_languages()
    {
        var page = await site.Visitor().Get($"/en/embed?program={Gifts.Canteen}");
        var codes = page.Html.QuerySelectorAll("textarea").Select(code => code.TextContent).ToList();
        Assert.Equal(2, codes.Count);
        foreach (var (code, lang) in codes.Zip(["zh-CN", "en"]))
        {
            var frame = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(code).QuerySelector("iframe");
            Assert.EndsWith($"/{lang}/embed/give?program={Gifts.Canteen}", frame?.GetAttribute("src"), StringComparison.Ordinal);
        }

        Assert.Contains("frame-src 'self'", Policy(page), StringComparison.Ordinal);
        Assert.Equal($"/en/embed/give?program={Gifts.Canteen}", page.Html.QuerySelector("iframe")?.GetAttribute("src"));
    }

    private static string Policy(Answer page) => string.Join(' ', page.Response.Headers.GetValues("Content-Security-Policy"));
}
