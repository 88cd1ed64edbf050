using CharityLink.Web.Demo;
using CharityLink.Web.Tests.Support;
using Microsoft.Playwright;

namespace CharityLink.Web.Tests.Journeys;

/// <summary>Every page can be used by everybody: axe finds nothing, in both colour schemes, on a phone and on a desk. A page stands here once for each shape it has, not for each thing it shows.</summary>
[Collection(Shared.Browser)]
public sealed class AxeTests(BrowserFixture browser)
{
    private static readonly string _canteen = DemoId.Of("program:canteen").ToString();
    private static readonly string _homes = DemoId.Of("program:homes").ToString();

    // Not here: the pages of a gift, which the giver's journey opens one after the other.
    private static readonly string[] _open =
    [
        "/en", "/en/sign-in", "/en/forgotten", "/en/reset", "/en/sign-in/code", "/en/no-such-page",
        "/en/programs", "/en/programs?q=nothing", $"/zh-CN/programs/{_homes}",
        $"/en/programs/{_canteen}/sites/{DemoId.Of("site:canteen:440703101001")}", $"/en/programs/{_canteen}/sites/{DemoId.Of("site:canteen:440781001012")}",
        "/en/divisions/440700", "/en/divisions/440703102201",
        "/en/organisations", "/en/organisations?q=nothing", $"/en/organisations/{DemoId.Of("org:440703")}", $"/zh-CN/organisations/{DemoId.Of("org:bamboo")}",
        "/en/search", "/en/search?q=tangxia", "/en/search?q=nothing", "/en/verify", "/en/verify?code=ABC", "/en/verify/ABCD-EFGH-JKMN-PQRS",
        "/en/rules", "/zh-CN/rules?section=PLAN&state=Recorded", "/en/rules/CN-PLAN-02", "/zh-CN/rules/EU-DP-01",
        "/en/give", $"/en/give?program={_canteen}&other=abc",
        "/zh-CN/disclosures", $"/en/organisations/{DemoId.Of("org:440703")}/disclosures",
    ];

    private static readonly string[] _signedIn =
    [
        "/zh-CN/console", "/en/console/staff", "/en/console/audit", "/en/console/audit?show=staff", "/en/account", "/en/account/two-step",
        "/en/console/organisations", "/en/console/organisations?q=nothing", "/en/console/organisations/new", "/en/console/organisations/new?place=tangxia",
        "/en/console/organisations/new?division=440703101", $"/en/console/organisations/{DemoId.Of("org:440703")}", $"/zh-CN/console/organisations/{DemoId.Of("org:bamboo")}",
        $"/en/console/organisations/{DemoId.Of("org:440703")}/law", "/zh-CN/console/disclosures",
        "/en/console/programs", $"/en/console/programs/{_canteen}", "/en/console/gifts", "/en/console/gifts?division=tangxia&from=yesterday", "/en/console/projects", "/en/console/projects?q=nothing", "/zh-CN/console/projects?state=Draft",
    ];

    private static readonly string[] _ofAnOfficer =
    [
        "/en/console/programs/new", "/en/console/programs/new?place=tangxia", "/en/console/programs/new?whole=1",
        "/en/console", "/en/console/projects/new", "/en/console/projects/new?place=tangxia", "/zh-CN/console/projects/new?division=440703101001", "/en/console/projects/import",
        $"/zh-CN/console/organisations/{DemoId.Of("org:440703")}/reports", $"/en/console/programs/{_homes}", $"/en/console/programs/{_homes}?place=tangxia", $"/zh-CN/console/programs/{_homes}?division=440703101",
    ];

    private static readonly (string Address, string Form)[] _refused =
    [
        ("/en/console/organisations/new?division=440703101", "form[action$='/new']"), ("/en/console/staff", "form[action$='/staff']"),
        ($"/en/console/organisations/{DemoId.Of("org:440703")}", "form[action$='/suspend']"), ("/en/console/programs/new?whole=1", "form[action$='/new']"),
        ($"/en/console/programs/{_homes}", "form[action$='/unit']"), ($"/en/console/programs/{_homes}", "form[action$='/close']"),
        ("/en/account", "form[action$='/password']"),
    ];

    [Fact]
    public async Task Pages_anybody_can_open() => await (await browser.Window(script: true)).LookAt(_open);

    [Fact]
    public async Task Pages_of_staff()
    {
        var page = await browser.Window(script: true);
        await BrowserFixture.SignIn(page, "admin");
        await page.LookAt(_signedIn);
    }

    [Fact]
    public async Task Pages_of_an_officer_and_refused_forms()
    {
        var page = await browser.Window(script: true);
        await BrowserFixture.SignIn(page, "officer");
        await page.LookAt(_ofAnOfficer);
        foreach (var (address, form) in _refused)
        {
            await page.GotoAsync(address);
            // Sent as it stands, past what the browser itself would refuse.
            await page.EvalOnSelectorAsync(form, "form => { for (const field of form.querySelectorAll('input:not([type=hidden]), textarea')) field.value = ' '; form.submit() }");
            await Assertions.Expect(page.Locator("[role=alert]").First).ToBeVisibleAsync();
            await page.Look($"{address} refused");
        }
    }
}
