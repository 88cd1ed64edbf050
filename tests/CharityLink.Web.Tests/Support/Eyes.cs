using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace CharityLink.Web.Tests.Support;

/// <summary>Looks at pages for those who cannot: asks axe, and holds that nothing is wider than the window.</summary>
internal static class Eyes
{
    private const string Ask =
        """
        async () => (await axe.run(document, { resultTypes: ['violations'] })).violations.map(found => `${found.id} ${found.nodes[0].html}`)
        """;

    private const string TooWide = "document.documentElement.scrollWidth - document.documentElement.clientWidth";

    private static readonly string _axe = new BundledAxeScriptProvider().GetScript();

    /// <summary>On a phone in light colours, and on a desk in dark ones: every page is seen at both widths and in both schemes.</summary>
    private static readonly (int Width, ColorScheme Colours)[] _windows = [(390, ColorScheme.Light), (1280, ColorScheme.Dark)];

    /// <summary>The page as it stands (refused forms have no address of their own), which is opened once for all windows.</summary>
    public static async Task Look(this IPage page, string? what = null)
    {
        // By hand, because the package's own way opens another page for each answer, which takes longer than the question.
        await page.EvaluateAsync(_axe);
        foreach (var (width, colours) in _windows)
        {
            await page.SetViewportSizeAsync(width, 844);
            await page.EmulateMediaAsync(new() { ColorScheme = colours });
            var seen = $"{what ?? page.Url} at {width} px, {colours}";
            var violations = await page.EvaluateAsync<string[]>(Ask);
            Assert.True(violations.Length == 0, $"{seen}: {string.Join("; ", violations)}");
            var overflow = await page.EvaluateAsync<int>(TooWide);
            Assert.True(overflow <= 0, $"{seen} is {overflow} px wider than the window.");
        }
    }

    /// <summary>Opens each address and looks.</summary>
    public static async Task LookAt(this IPage page, IEnumerable<string> addresses)
    {
        foreach (var address in addresses)
        {
            await page.GotoAsync(address);
            await page.Look(address);
        }
    }
}
