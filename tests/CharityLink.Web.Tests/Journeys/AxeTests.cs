using CharityLink.Web.Tests.Support;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace CharityLink.Web.Tests.Journeys;

/// <summary>Every page can be used by everybody: axe finds nothing, in both colour schemes, on a phone and on a desk.</summary>
public sealed class AxeTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private static readonly string[] _open = ["/en", "/zh-CN", "/en/sign-in", "/en/forgotten", "/en/reset", "/en/no-such-page"];

    private static readonly string[] _signedIn =
        ["/en/console", "/zh-CN/console", "/en/console/staff", "/en/console/audit", "/en/account", "/en/account/two-step"];

    [Theory]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    public async Task Pages_anybody_can_open(int width, ColorScheme colours)
    {
        var page = await browser.Window(script: true, width, colours: colours);
        await Check(page, _open);
    }

    [Theory]
    [InlineData(390, ColorScheme.Dark)]
    [InlineData(1280, ColorScheme.Light)]
    public async Task Pages_of_staff(int width, ColorScheme colours)
    {
        var page = await browser.Window(script: true, width, colours: colours);
        await BrowserFixture.SignIn(page, "admin");
        await Check(page, _signedIn);
    }

    /// <summary>Opens each address and asks axe; also holds that nothing is wider than the window.</summary>
    internal static async Task Check(IPage page, IEnumerable<string> addresses)
    {
        foreach (var address in addresses)
        {
            await page.GotoAsync(address);
            var result = await page.RunAxe();
            Assert.True(result.Violations.Length == 0, $"{address}: {string.Join("; ", result.Violations.Select(v => $"{v.Id} {v.Nodes[0].Html}"))}");
            var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Assert.True(overflow <= 0, $"{address} is {overflow} px wider than the window.");
        }
    }
}
