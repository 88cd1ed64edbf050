using CharityLink.Law;
using CharityLink.Testing;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Law;

/// <summary>RUL-2: the public pages of the rules say what the code does.</summary>
[Collection(Shared.Reading)]
public sealed class RulePageTests(SiteHost site)
{
    [Theory]
    [InlineData("en", "CN")]
    [InlineData("zh-CN", "CN")]
    [InlineData("en", "GB")]
    [InlineData("zh-CN", "EU")]
    public async Task The_page_counts_what_the_code_keeps(string language, string jurisdiction)
    {
        var page = await site.Visitor().Get($"/{language}/rules?jurisdiction={jurisdiction}");

        Assert.Equal(200, page.Status);
        Assert.All(Enum.GetValues<RuleState>(), state => Assert.Equal(
            $"{RulesWeKeep.All.Count(one => one.Rule.Jurisdiction == jurisdiction && one.State == state)}", page.Text($"[data-count={state}]")));
        Assert.Equal(RulesWeKeep.All.Count(one => one.Rule.Jurisdiction == jurisdiction), page.Html.QuerySelectorAll("main tbody tr").Length);
    }

    [Fact]
    public async Task A_section_and_a_state_can_be_chosen_and_nonsense_counts_as_nothing_chosen()
    {
        var visitor = site.Visitor();
        var joint = await visitor.Get("/en/rules?section=JOINT");
        Assert.Equal(5, joint.Html.QuerySelectorAll("main tbody tr").Length);
        var held = await visitor.Get("/en/rules?state=ByConstruction");
        Assert.All(held.Html.QuerySelectorAll("main tbody .chip"), chip => Assert.Contains("Held by construction", chip.TextContent, StringComparison.Ordinal));
        Assert.Contains("No rule fits", (await visitor.Get("/en/rules?section=JOINT&state=NotApplicable")).Text(".empty"), StringComparison.Ordinal);
        Assert.Equal(137, (await visitor.Get("/en/rules?jurisdiction=XX&section=%3Cb%3E&state=99")).Html.QuerySelectorAll("main tbody tr").Length);
    }

    [Fact]
    public async Task Every_rule_has_a_page_in_both_languages()
    {
        var visitor = site.Visitor();
        foreach (var one in RulesWeKeep.All)
        {
            Assert.Equal(one.Rule.TitleEn, (await visitor.Get($"/en/rules/{one.Rule.Id}")).Text("h1"));
            Assert.Equal(one.Rule.TitleZh, (await visitor.Get($"/zh-CN/rules/{one.Rule.Id}")).Text("h1"));
        }

        Assert.Equal(404, (await visitor.Get("/en/rules/CN-PLAN-99")).Status);
    }

    [Fact]
    public async Task A_rule_shows_its_article_its_days_and_its_way_out()
    {
        var visitor = site.Visitor();
        var page = (await visitor.Get("/en/rules/CN-PLAN-02")).Text("main");
        Assert.Contains("Public Fundraising Measures art. 11", page, StringComparison.Ordinal);
        Assert.Contains("since 5 September 2024", page, StringComparison.Ordinal);
        Assert.Contains("File it first", page, StringComparison.Ordinal);
        Assert.Contains("《公开募捐管理办法》第8、24条", (await visitor.Get("/zh-CN/rules/CN-ORG-04")).Text("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_not_checked_is_not_shown_as_law_and_what_is_our_own_says_so()
    {
        var visitor = site.Visitor();
        var unread = (await visitor.Get("/en/rules/CN-TAX-04")).Text("main");
        Assert.Contains("Nobody has read the text", unread, StringComparison.Ordinal);
        Assert.DoesNotContain("2019 No. 99", unread, StringComparison.Ordinal);
        Assert.Contains("could not verify", (await visitor.Get("/en/rules/CN-PLAN-05")).Text(".notice"), StringComparison.Ordinal);
        Assert.Contains("our own policy", (await visitor.Get("/en/rules/CN-CASE-10")).Text(".notice"), StringComparison.Ordinal);
        Assert.DoesNotContain((await visitor.Get("/en/rules?jurisdiction=EU")).Html.QuerySelectorAll("main tbody td:nth-child(2)"), cell => cell.TextContent.Trim().Length > 0);
    }

    [Fact]
    public async Task Every_public_page_leads_to_the_rules() =>
        Assert.Equal("/zh-CN/rules", (await site.Visitor().Get("/zh-CN")).Html.QuerySelector("footer a")?.GetAttribute("href"));

    [Theory, Keeps("CN-PLAN-22", Shows.ByConstruction)]
    [InlineData("/en")]
    [InlineData("/en/programs")]
    [InlineData("/en/rules")]
    public async Task A_page_loads_nothing_from_outside_and_leads_nowhere_else(string address)
    {
        var page = await site.Visitor().Get(address);
        Assert.Contains("default-src 'none'", Assert.Single(page.Response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.DoesNotContain(page.Html.QuerySelectorAll("[src], [href]"), one => (one.GetAttribute("src") ?? one.GetAttribute("href") ?? "").Contains("//", StringComparison.Ordinal));
        Assert.Empty(page.Html.QuerySelectorAll("iframe, object, embed"));
    }
}
