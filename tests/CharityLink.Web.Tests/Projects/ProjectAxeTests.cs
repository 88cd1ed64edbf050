using CharityLink.Kernel;
using CharityLink.Matching;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Web.Tests.Giving;
using CharityLink.Web.Tests.Support;
using Microsoft.Playwright;

namespace CharityLink.Web.Tests.Projects;

/// <summary>The public pages of projects can be used by everybody, and the data in them runs into no rule of the browser.</summary>
[Collection(Shared.Browser)]
public sealed class ProjectAxeTests(BrowserFixture browser)
{
    [Fact]
    public async Task Pages_of_projects()
    {
        var live = await new StoredProject { Model = FundingModel.AllOrNothing }.Write(browser.Site);
        var failed = await new StoredProject { Model = FundingModel.AllOrNothing }.Write(browser.Site, true, id => new ProjectEnded(id, StoredProject.EndOfDay(-1), Money.Cny(1), 1, false, "deadline"));
        var page = await browser.Window(script: true);
        await page.LookAt(
            ["/en/projects", "/zh-CN/projects?stage=all", "/en/projects?q=zzzz", $"/en/projects/{live.Id}", $"/zh-CN/projects/{live.Id}", $"/en/projects/{failed.Id}", $"/en/projects/{live.Id}/share", $"/zh-CN/projects/{live.Id}/poster",
             $"/en/projects/{live.Id}/ask", $"/zh-CN/projects/{live.Id}/updates", $"/en/projects/{live.Id}/questions", $"/zh-CN/give?project={live.Id}",
             $"/en/projects/{live.Id}/pages/new", $"/zh-CN/projects/{live.Id}/pages"]);
    }

    [Fact]
    public async Task Pages_of_reports_with_something_owed_and_a_form_refused()
    {
        var live = await new StoredProject { Deadline = StoredProject.EndOfDay(400) }.Write(browser.Site);
        await browser.Site.Caught("duties");
        var page = await browser.Window(script: true);
        await BrowserFixture.SignIn(page, "officer");
        await page.LookAt([$"/en/console/projects/{live.Id}/reports"]);
        await page.FillAsync("#text_zh", "文");
        await page.FillAsync("#text_en", "Words");
        await page.ClickAsync("form[action$='/publish'] button");
        await Assertions.Expect(page.Locator("#helpers-error")).ToBeVisibleAsync();
        await page.Look("a refused report");
    }

    [Fact]
    public async Task Pages_of_matching()
    {
        var (live, pool, county, now) = (await new StoredProject().Write(browser.Site), Guid.CreateVersion7(), CharityLink.Web.Demo.DemoId.Of("org:440703"), TimeProvider.System.GetUtcNow());
        var terms = new MatchTerms(Money.Cny(5_000_00), 100, Money.Cny(50_00), Money.Cny(88_00), null, null, now.AddDays(-1), now.AddDays(30));
        await browser.Site.Service<EventStore>().Append(
            [new StreamChange(pool, "matching_pool", 0, [new PoolDrafted(pool, county, "李记食品", "Li's Foods", terms, null, null, true), new PoolProjectAdded(pool, live.Id), new PoolOpened(pool, null)])],
            EventMetadata.None, TestContext.Current.CancellationToken);
        await browser.Site.Caught("matches");
        var page = await browser.Window(script: true);
        await BrowserFixture.SignIn(page, "officer");
        await page.LookAt(
            ["/en/matching", $"/zh-CN/matching/{pool}", $"/en/projects/{live.Id}?matched", "/zh-CN/console/matching", "/en/console/matching/new", $"/zh-CN/console/matching/{pool}", $"/en/console/projects/{live.Id}"]);
    }

    [Fact]
    public async Task A_browser_finds_nothing_to_complain_of_in_the_data_for_machines()
    {
        var live = await new StoredProject().Write(browser.Site);
        var page = await browser.Window();
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add(message.Text);
        await page.GotoAsync($"/en/projects/{live.Id}");
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task The_poster_is_one_sheet_of_paper()
    {
        var live = await new StoredProject().Write(browser.Site);
        var page = await browser.Window();
        await page.GotoAsync($"/zh-CN/projects/{live.Id}/poster");
        var sheets = System.Text.Encoding.Latin1.GetString(await page.PdfAsync(new() { PreferCSSPageSize = true }));
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(sheets, @"/Type\s*/Page\b(?!s)", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(5)));
    }
}
