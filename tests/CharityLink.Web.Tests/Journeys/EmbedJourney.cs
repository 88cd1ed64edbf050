using CharityLink.Web.Tests.Giving;
using CharityLink.Web.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;

namespace CharityLink.Web.Tests.Journeys;

/// <summary>The giving form on a page of somebody else's, in a browser: it keeps nothing there, and the gift is given here.</summary>
[Collection(Shared.Browser)]
public sealed class EmbedJourney(BrowserFixture browser)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_visitor_of_another_site_chooses_in_its_frame_and_gives_in_a_tab_of_ours()
    {
        await using var school = await Started($"{browser.Address}/en/embed/give?program={Gifts.Canteen}");
        var page = await browser.Window();
        await page.GotoAsync(AddressOf(school));
        var frame = page.FrameLocator("iframe");
        await frame.GetByRole(AriaRole.Radio, new() { Name = "¥200" }).CheckAsync();
        // Whatever a browser forbids third parties to keep, nothing is missing.
        Assert.Empty(await page.Context.CookiesAsync());

        var ours = await page.Context.RunAndWaitForPageAsync(() => frame.GetByRole(AriaRole.Button).ClickAsync());
        await Heading(ours, "Give to Canteen for the Elder");
        await Assertions.Expect(ours.GetByRole(AriaRole.Radio, new() { Name = "¥200" })).ToBeCheckedAsync();
        await ours.GetByRole(AriaRole.Radio, new() { Name = "Anonymously" }).CheckAsync();
        await ours.GetByRole(AriaRole.Button, new() { Name = "Go on to pay" }).ClickAsync();
        await ours.GetByRole(AriaRole.Button, new() { Name = "Pay ¥200.00" }).ClickAsync();
        await Heading(ours, "Thank you");
        await Heading(page, "A school");
    }

    [Fact]
    public async Task Another_sites_frame_holds_no_page_of_ours_but_the_form()
    {
        await using var school = await Started($"{browser.Address}/en/give?program={Gifts.Canteen}");
        var page = await browser.Window();
        var refused = new TaskCompletionSource<string>();
        page.RequestFailed += (_, request) => refused.TrySetResult(request.Url);
        await page.GotoAsync(AddressOf(school));
        Assert.Contains("/en/give?", await refused.Task.WaitAsync(TimeSpan.FromSeconds(30), Ct), StringComparison.Ordinal);
    }

    // A site of its own, on the same machine under its other name: to a browser the frame is a third party there.
    private static async Task<WebApplication> Started(string framed)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var school = builder.Build();
        school.MapGet("/", () => Results.Content($"<!doctype html><title>A school</title><h1>A school</h1><iframe src=\"{framed}\" width=\"380\" height=\"600\"></iframe>", "text/html"));
        await school.StartAsync(Ct);
        return school;
    }

    private string AddressOf(WebApplication school)
    {
        var address = school.Urls.First();
        return browser.Address.Contains("127.0.0.1", StringComparison.Ordinal) ? address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal) : address;
    }

    private static Task Heading(IPage page, string name) => Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = name, Level = 1 })).ToBeVisibleAsync();
}
