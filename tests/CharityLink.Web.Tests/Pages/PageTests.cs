using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Pages;

/// <summary>What holds for every page that anybody can open: headers, language, one heading.</summary>
[Collection(Shared.Reading)]
public sealed class PageTests(SiteHost site)
{
    public static TheoryData<string> Addresses => ["/en", "/zh-CN", "/en/sign-in", "/zh-CN/forgotten", "/en/reset", "/en/no-such-page", "/en/console"];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task No_page_may_be_framed_scripted_or_guessed(string address)
    {
        var headers = (await site.Visitor().Get(address)).Response.Headers;

        var policy = Assert.Single(headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("form-action 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(headers.GetValues("Referrer-Policy")));
        Assert.False(headers.Contains("Strict-Transport-Security"));
    }

    [Theory]
    [InlineData("/en", "en")]
    [InlineData("/zh-CN/sign-in", "zh-CN")]
    public async Task A_page_names_its_language_and_the_other_one(string address, string language)
    {
        var page = (await site.Visitor().Get(address)).Html;

        Assert.Equal(language, page.DocumentElement.GetAttribute("lang"));
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Equal("zh-CN en", string.Join(' ', page.QuerySelectorAll("link[rel=alternate]").Select(l => l.GetAttribute("hreflang"))));
        Assert.DoesNotContain(page.All, e => e.HasAttribute("style") || e.LocalName is "script" or "style");
    }

    [Theory]
    [InlineData("en-GB,en;q=0.9", "/en")]
    [InlineData("zh-HK;q=0.3,en;q=0.9", "/en")]
    [InlineData("fr", "/zh-CN")]
    [InlineData("", "/zh-CN")]
    public async Task The_bare_address_leads_to_the_readers_language(string accepted, string home)
    {
        var visitor = site.Visitor();
        visitor.Client.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", accepted);

        Assert.Equal(home, (await visitor.Get("/")).Location);
    }

    [Fact]
    public async Task The_other_language_keeps_the_page()
    {
        var page = await site.Visitor().Get("/en/sign-in?return=%2Fen%2Fconsole");

        Assert.Equal("/zh-CN/sign-in?return=%2Fen%2Fconsole", page.Html.QuerySelector(".masthead a[hreflang]")?.GetAttribute("href"));
    }

    [Fact]
    public async Task The_home_page_is_small_and_holds_nothing_of_the_visitor()
    {
        var stranger = await site.Visitor().Get("/en");
        var known = await (await site.SignedIn("auditor")).Get("/en");

        Assert.Equal(stranger.Html.DocumentElement.OuterHtml, known.Html.DocumentElement.OuterHtml);
        Assert.False(stranger.Response.Headers.Contains("Set-Cookie"));
        Assert.InRange(stranger.Html.DocumentElement.OuterHtml.Length, 1000, 60_000);
    }

    [Fact]
    public async Task The_style_sheet_is_kept_for_a_year_under_an_address_that_names_its_content()
    {
        var visitor = site.Visitor();
        var sheet = (await visitor.Get("/en")).Html.QuerySelector("link[rel=stylesheet]")?.GetAttribute("href") ?? "";

        var answer = await visitor.Get(sheet);

        Assert.Equal(200, answer.Status);
        Assert.Equal(TimeSpan.FromDays(365), answer.Response.Headers.CacheControl?.MaxAge);
    }
}
