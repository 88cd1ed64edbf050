using Microsoft.Playwright;

namespace CharityLink.Web.Tests.Support;

/// <summary>A real Chromium on the real site, served on a loopback port with the demonstration city. For journeys and for axe.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private static readonly string[] _places =
    [
        Environment.GetEnvironmentVariable("CHARITYLINK_CHROMIUM") ?? "", "/usr/bin/chromium-headless-shell",
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
    ];

    private readonly SiteHost _site = new();
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The site behind it, for what no page of it can set up.</summary>
    public SiteHost Site => _site;

    /// <summary>Where the site listens, without a slash at the end.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The password of every demonstration account.</summary>
    public static string Password => SiteHost.Password;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _site.OnKestrel();
        await _site.InitializeAsync();
        Address = _site.App.ClientOptions.BaseAddress.ToString().TrimEnd('/');
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = _places.FirstOrDefault(File.Exists) ?? throw new FileNotFoundException("Chromium is not installed: ./test installs it."),
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
        });
    }

    /// <summary>A window of its own: no cookies yet, script off unless asked for, as wide as a phone unless told.</summary>
    public async Task<IPage> Window(bool script = false, int width = 390, string language = "en", ColorScheme colours = ColorScheme.Light)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions // Made in InitializeAsync.
        {
            BaseURL = Address, JavaScriptEnabled = script, Locale = language, ColorScheme = colours,
            ViewportSize = new ViewportSize { Width = width, Height = 844 },
            // The site forbids all script; the tests' own (axe) runs all the same.
            BypassCSP = script,
        });
        return await context.NewPageAsync();
    }

    /// <summary>Signs in with a demonstration account, through the form.</summary>
    public static async Task SignIn(IPage page, string account)
    {
        await page.GotoAsync("/en/sign-in");
        await page.GetByLabel("E-mail address").FillAsync($"{account}@demo.charitylink.example");
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        await _site.DisposeAsync();
    }
}
