using AngleSharp.Html.Parser;
using CharityLink.Web.Projects.Voices;

namespace CharityLink.Web.Tests.Projects.Voices;

/// <summary>What people write can look nice and do nothing.</summary>
public sealed class WrittenTextTests
{
    private static readonly HashSet<string> _harmless = new(StringComparer.OrdinalIgnoreCase)
    {
        "html", "head", "body", "p", "a", "em", "strong", "ul", "ol", "li", "h3", "h4", "h5", "h6", "blockquote", "code", "pre", "br", "hr",
    };

    [Fact]
    public void Paragraphs_lists_and_emphasis_are_kept() => Assert.Equal(
        "<p>The <strong>roof</strong> is <em>done</em>.</p>\n<ul>\n<li>tiles</li>\n<li>beams</li>\n</ul>\n",
        WrittenText.Html("The **roof** is *done*.\n\n- tiles\n- beams"));

    [Theory]
    [InlineData("# Big", "<h3>Big</h3>\n")]
    [InlineData("###### Small", "<h6>Small</h6>\n")]
    [InlineData("[site](https://a.example/x?b=1&c=2)", "<p><a href=\"https://a.example/x?b=1&amp;c=2\" rel=\"nofollow noopener\">site</a></p>\n")]
    [InlineData("<http://a.example/>", "<p><a href=\"http://a.example/\" rel=\"nofollow noopener\">http://a.example/</a></p>\n")]
    [InlineData("![a roof](https://a.example/x.png)", "<p>a roof</p>\n")]
    [InlineData("[here](/en/console)", "<p>here</p>\n")]
    [InlineData("[here](//a.example)", "<p>here</p>\n")]
    [InlineData("[here](https://me:secret@a.example)", "<p>here</p>\n")]
    [InlineData("<li@a.example>", "<p>li@a.example</p>\n")]
    [InlineData("谢谢大家", "<p>谢谢大家</p>\n")]
    public void Links_lead_to_the_web_only_and_pictures_stay_away(string text, string html) => Assert.Equal(html, WrittenText.Html(text));

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("<svg/onload=alert(1)>")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](java&#115;cript:alert(1))")]
    [InlineData("[x](&#x6A;avascript:alert(1))")]
    [InlineData("[x](\u0001javascript:alert(1))")]
    [InlineData("[x](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("[x](vbscript:msgbox)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("[x]: javascript:alert(1)\n\n[x]")]
    [InlineData("[x](https://a.example/\" onclick=\"alert(1))")]
    [InlineData("[x](https://a.example \"\\\" onclick=alert(1) \\\"\")")]
    [InlineData("[\"><script>](https://a.example)")]
    [InlineData("```\"><script>alert(1)</script>\nx\n```")]
    [InlineData("`<script>`")]
    [InlineData("![\"><script>](x)")]
    [InlineData("<!--><script>-->")]
    [InlineData("<a href=\"https://a.example\" onclick=\"x\">y</a>")]
    [InlineData("<https://a.example/\"onclick=alert(1)>")]
    [InlineData("<style>*{display:none}</style>")]
    [InlineData("&lt;script&gt;")]
    public void Nothing_that_could_run_gets_through(string text)
    {
        var html = new HtmlParser().ParseDocument(WrittenText.Html(text));
        Assert.All(html.All, element => Assert.Contains(element.LocalName, _harmless));
        Assert.All(html.All.SelectMany(element => element.Attributes.Select(attribute => (element.LocalName, attribute.Name, attribute.Value))), one => Assert.True(
            (one.LocalName, one.Name) is ("a", "rel") or ("code", "class") or ("ol", "start") || ((one.LocalName, one.Name) is ("a", "href") && one.Value.StartsWith("http", StringComparison.Ordinal)),
            $"{one.LocalName} {one.Name}={one.Value}"));
    }

    [Theory]
    [InlineData(">")]
    [InlineData("- ")]
    [InlineData("[")]
    [InlineData("*a ")]
    public void A_text_that_is_nested_without_end_is_shown_as_it_was_typed(string part)
    {
        var html = WrittenText.Html(string.Concat(Enumerable.Repeat(part, 5_000 / part.Length)));
        Assert.InRange(html.Length, 1, 100_000);
    }

    [Fact]
    public void A_mail_has_the_words_alone() => Assert.Equal("The roof is done", WrittenText.Plain("The **roof** is [done](https://a.example)"));
}
