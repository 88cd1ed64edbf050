using CharityLink.Web.Tests.Support;
using Microsoft.Playwright;

namespace CharityLink.Web.Tests.Journeys;

/// <summary>A day at work on a phone without script: sign in, see what waits, appoint somebody, read the trail, leave.</summary>
[Collection(Shared.Browser)]
public sealed class StaffJourney(BrowserFixture browser)
{
    [Fact]
    public async Task An_officer_appoints_a_village_worker_and_the_trail_shows_it()
    {
        var page = await browser.Window();
        await BrowserFixture.SignIn(page, "officer");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "My work", Level = 1 })).ToBeVisibleAsync();

        await Open(page, "Staff");
        await page.GetByLabel("E-mail address").FillAsync("new.worker@demo.charitylink.example");
        await page.GetByLabel("Name (for a new account)").FillAsync("吴小明");
        await page.GetByLabel("Role", new() { Exact = true }).SelectOptionAsync("VillageWorker");
        var station = page.Locator("#organisation option").Filter(new() { HasText = "Charity Station" }).First;
        await page.GetByLabel("Organisation").SelectOptionAsync(await station.GetAttributeAsync("value") ?? "");
        await page.GetByRole(AriaRole.Button, new() { Name = "Appoint somebody" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("The appointment is made.");
        await Assertions.Expect(page.GetByText("吴小明")).ToBeVisibleAsync();

        await Open(page, "Audit trail");
        await Assertions.Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Appoint somebody" }).First).ToContainTextAsync("Demo Officer");

        await Open(page, "Your account");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.GotoAsync("/en/console");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in", Level = 1 })).ToBeVisibleAsync();
    }

    // The menu of the console is folded on a phone.
    private static async Task Open(IPage page, string entry)
    {
        await page.GetByText("Menu", new() { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = entry, Exact = true }).ClickAsync();
    }
}
