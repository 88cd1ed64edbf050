using Xunit.Sdk;

namespace CharityLink.Web.Tests.Support;

/// <summary>The eyes of the other tests see: a page that nobody could use fails.</summary>
[Collection(Shared.Browser)]
public sealed class EyesTests(BrowserFixture browser)
{
    private const string Good = "<h1>Lamps</h1><label for='name'>Name</label><input id='name'>";

    [Theory]
    [InlineData("<img src='data:,'>", "image-alt")]
    [InlineData("<input>", "label")]
    [InlineData("<p style='color:#aaa;background:#fff'>Words</p>", "color-contrast")]
    [InlineData("<p style='width:391px'>Words</p>", "1 px wider than the window")]
    [InlineData("<style>@media (prefers-color-scheme: dark) { p { color: #222; background: #000 } }</style><p>Words</p>", "1280 px, Dark: color-contrast")]
    public async Task A_page_that_somebody_cannot_use_fails(string fault, string seen)
    {
        var page = await browser.Window(script: true);
        await page.SetContentAsync(Whole(Good + fault));
        var failed = await Assert.ThrowsAsync<TrueException>(() => page.Look("a bad page"));
        Assert.Contains(seen, failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_everybody_can_use_passes()
    {
        var page = await browser.Window(script: true);
        await page.SetContentAsync(Whole(Good));
        await page.Look("a good page");
    }

    private static string Whole(string main) => $"<!doctype html><html lang='en'><head><title>Lamps</title><style>body {{ margin: 0 }}</style></head><body><main>{main}</main></body></html>";
}
