using CharityLink.Web.Demo;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Law;

/// <summary>Choosing whose law an organisation stands under, in the console.</summary>
[Collection(Shared.Organisations)]
public sealed class JurisdictionConsoleTests(SiteHost site)
{
    private static readonly string _address = $"/en/console/organisations/{DemoId.Of("org:440703")}";

    [Fact]
    public async Task An_officer_chooses_and_the_organisations_page_shows_it()
    {
        var officer = await site.SignedIn("officer");
        Assert.Contains("Mainland China", (await officer.Get(_address)).Text("main"), StringComparison.Ordinal);
        var sent = await officer.Submit(await officer.Get($"{_address}/law"), "main form", ("jurisdiction", "GB"));
        Assert.Equal(303, sent.Status);
        var page = await officer.Follow(sent);
        Assert.Contains("saved", page.Text(".notice"), StringComparison.Ordinal);
        Assert.Contains("United Kingdom", page.Text("main .pairs"), StringComparison.Ordinal);
        await officer.Submit(await officer.Get($"{_address}/law"), "main form", ("jurisdiction", "CN"));
    }

    [Fact]
    public async Task A_law_there_is_not_is_refused_at_the_field()
    {
        var officer = await site.SignedIn("officer");
        var sent = await officer.Submit(await officer.Get($"{_address}/law"), "main form", ("jurisdiction", "XX"));
        Assert.Equal((422, "jurisdiction_unknown"), (sent.Status, Assert.Single(sent.Refusals)));
        Assert.Equal("jurisdiction-error", sent.Html.QuerySelector("select")?.GetAttribute("aria-describedby"));
    }

    [Fact]
    public async Task Who_may_not_choose_sees_the_law_but_no_form()
    {
        var auditor = await site.SignedIn("auditor");
        Assert.Equal(403, (await auditor.Get($"{_address}/law")).Status);
        var page = await auditor.Get(_address);
        Assert.Contains("Mainland China", page.Text("main .pairs"), StringComparison.Ordinal);
        Assert.Null(page.Html.QuerySelector("main a[href$='/law']"));
        var officer = await site.SignedIn("officer");
        Assert.Equal(404, (await officer.Get($"/en/console/organisations/{DemoId.Of("org:440704")}/law")).Status);
    }
}
