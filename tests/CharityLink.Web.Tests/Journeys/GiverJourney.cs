using System.Globalization;
using System.Text.RegularExpressions;
using CharityLink.Web.Tests.Giving;
using CharityLink.Web.Tests.Projects;
using CharityLink.Web.Tests.Support;
using Microsoft.Playwright;

namespace CharityLink.Web.Tests.Journeys;

/// <summary>The main job, on a phone without script: find the canteen of a village, give, get a receipt, see every total include the gift.</summary>
[Collection(Shared.Browser)]
public sealed partial class GiverJourney(BrowserFixture browser)
{
    private static readonly string[] _places = ["440700", "440703", "440703102", "440703102201"];

    [Fact]
    public async Task A_visitor_gives_to_a_villages_canteen_and_sees_the_gift_in_every_total_up_to_the_city()
    {
        var page = await browser.Window();
        var before = new List<decimal>();
        foreach (var place in _places)
        {
            await page.GotoAsync($"/en/divisions/{place}");
            before.Add(await Raised(page));
        }

        await page.GotoAsync("/en/divisions/440700");
        foreach (var place in new[] { "Pengjiang District", "Hetang Town", "Hegang Village" })
        {
            await Content(page).GetByRole(AriaRole.Link, new() { Name = place, Exact = true }).First.ClickAsync();
            await Heading(page, place);
        }

        await Content(page).GetByRole(AriaRole.Link, new() { Name = "Hegang Village Canteen" }).First.ClickAsync();
        await Heading(page, "Hegang Village Canteen");
        await page.GetByRole(AriaRole.Radio, new() { Name = "¥200" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Give" }).ClickAsync();

        await Heading(page, "Give to Hegang Village Canteen");
        await Assertions.Expect(page.GetByRole(AriaRole.Radio, new() { Name = "¥200 50 lunches" })).ToBeCheckedAsync();
        await page.GetByLabel("Your name").FillAsync("Mary Chan");
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on to pay" }).ClickAsync();

        await Heading(page, "Pay ¥200.00");
        await Assertions.Expect(page.GetByText("Sandbox: no money moves")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Pay ¥200.00" }).ClickAsync();

        await Heading(page, "Thank you");
        await Assertions.Expect(page.GetByRole(AriaRole.Article)).ToContainTextAsync("人民币贰佰元整");
        await Assertions.Expect(page.GetByRole(AriaRole.Article)).ToContainTextAsync("Mary Chan");
        await Assertions.Expect(page.GetByRole(AriaRole.Img, new() { Name = "QR code to the page that checks this receipt" })).ToBeVisibleAsync();
        var gift = page.Url;

        foreach (var (place, raised) in _places.Zip(before).Reverse())
        {
            await page.Locator($"nav a[href$='/divisions/{place}']").ClickAsync();
            Assert.Equal(raised + 200, await Raised(page));
        }

        await page.GotoAsync(gift);
        await page.GetByRole(AriaRole.Link, new() { Name = "Check this receipt" }).ClickAsync();
        await Heading(page, "This receipt is genuine");
        await Assertions.Expect(Content(page)).ToContainTextAsync("M＊＊");
        await Assertions.Expect(Content(page)).Not.ToContainTextAsync("Mary");
    }

    [Fact]
    public async Task A_visitor_finds_a_project_gives_to_it_and_sees_its_total_with_the_gift()
    {
        await (await StoredProject.ThatMayReceive(browser.Site) with { TitleZh = "上学路上的灯", TitleEn = "Lamps on the way to school", Program = null }).Write(browser.Site);
        await browser.Site.Caught("causes");
        var page = await browser.Window();
        await page.GotoAsync("/en");
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByRole(AriaRole.Link, new() { Name = "Projects" }).ClickAsync();
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Find a project" }).FillAsync("way to school");
        await Content(page).GetByRole(AriaRole.Button).First.ClickAsync();
        await Content(page).GetByRole(AriaRole.Link, new() { Name = "Lamps on the way to school" }).ClickAsync();
        await Heading(page, "Lamps on the way to school");
        await Assertions.Expect(page.Locator(".raised")).ToHaveTextAsync("¥0");
        await page.GetByRole(AriaRole.Radio, new() { Name = "¥500" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Give" }).ClickAsync();

        await Heading(page, "Give to Lamps on the way to school");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Your name" }).First.FillAsync("Mary Chan");
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on to pay" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Pay ¥500.00" }).ClickAsync();
        await Heading(page, "Thank you");
        await Assertions.Expect(page.GetByRole(AriaRole.Article)).ToContainTextAsync("Lamps on the way to school");
        await page.Locator(".totals").GetByRole(AriaRole.Link, new() { Name = "Lamps on the way to school" }).ClickAsync();
        await Heading(page, "Lamps on the way to school");
        await Assertions.Expect(page.Locator(".raised")).ToHaveTextAsync("¥500");
    }

    [Fact]
    public async Task Giving_in_Chinese_with_a_mistake_on_the_way()
    {
        var page = await browser.Window(language: "zh-CN");
        await page.GotoAsync("/zh-CN/programs");
        await Content(page).GetByRole(AriaRole.Link, new() { Name = "长者饭堂" }).First.ClickAsync();
        await page.GetByLabel("其他金额").FillAsync("一百");
        await Content(page).GetByRole(AriaRole.Button).First.ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("无法识别为金额，请用数字填写，例如60或1,234.50。");
        await page.GetByLabel("其他金额").FillAsync("１００");
        await page.GetByLabel("匿名捐赠").CheckAsync();
        await Assertions.Expect(page.GetByLabel("姓名", new() { Exact = true })).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "去支付" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "拒付：余额不足" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "再试一次" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "支付¥100.00" }).ClickAsync();
        await Heading(page, "感谢您的捐赠");
        await Assertions.Expect(page.GetByRole(AriaRole.Article)).ToContainTextAsync("人民币壹佰元整");
    }

    [Fact]
    public async Task Every_page_of_a_gift_can_be_used_by_everybody()
    {
        var page = await browser.Window(script: true);
        await page.GotoAsync("/en/programs");
        await Content(page).GetByRole(AriaRole.Link, new() { Name = "Canteen for the Elder" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Give" }).ClickAsync();
        await page.Look();
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on to pay" }).ClickAsync();
        await page.Look();
        await page.GetByLabel("Your name").FillAsync("Mary Chan");
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on to pay" }).ClickAsync();
        await page.Look();
        await page.GetByRole(AriaRole.Button, new() { Name = "Pay with a 3-D Secure step" }).ClickAsync();
        await page.Look();
        await page.GetByRole(AriaRole.Button, new() { Name = "Fail this check" }).ClickAsync();
        await page.Look();
        await page.GetByRole(AriaRole.Link, new() { Name = "Try again" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = PayButton() }).ClickAsync();
        await Heading(page, "Thank you");
        await page.Look();
        await page.GetByRole(AriaRole.Link, new() { Name = "Check this receipt" }).ClickAsync();
        await page.Look();
    }

    private static ILocator Content(IPage page) => page.GetByRole(AriaRole.Main);

    private static Task Heading(IPage page, string name) =>
        Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = name, Level = 1, Exact = true })).ToBeVisibleAsync();

    private static async Task<decimal> Raised(IPage page) =>
        decimal.Parse((await page.Locator(".raised").First.InnerTextAsync()).TrimStart('¥'), NumberStyles.Number, CultureInfo.InvariantCulture);

    [GeneratedRegex("^Pay ¥", RegexOptions.None, 1000)]
    private static partial Regex PayButton();
}
