using CharityLink.Store;
using CharityLink.Web.Tests.Giving;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Projects;

/// <summary>GIV-6 in the console, without script: one person asks that every gift of a project goes back, another agrees, and the public reads why.</summary>
[Collection(Shared.Projects)]
public sealed class CallOffPageTests(SiteHost site)
{
    [Fact]
    public async Task One_asks_another_agrees_and_the_public_page_says_that_gifts_go_back_and_why()
    {
        var project = await new StoredProject().Write(site);
        var address = $"/en/console/projects/{project.Id}";
        var (one, other) = (await site.SignedIn("officer"), await site.SignedIn("colleague"));
        var page = await one.Get(address);
        var refused = await one.Submit(page, Form("call_off"), ("cause", "unlawful_campaign"), ("reason", " "));
        Assert.Equal((422, "text_missing"), (refused.Status, Assert.Single(refused.Refusals)));
        Assert.Equal("refund_not_allowed", Assert.Single((await one.Submit(page, Form("call_off"), ("cause", "duplicate"), ("reason", "x"))).Refusals));
        var asked = await one.Follow(await one.Submit(page, Form("call_off"), ("cause", "unlawful_campaign"), ("reason", "It was never filed")));
        Assert.Contains("another person decides", asked.Text("main"), StringComparison.Ordinal);
        Assert.Null(asked.Html.QuerySelector(Form("call_off_agree")));
        Assert.Null(asked.Html.QuerySelector(Form("call_off")));

        await Known();
        Assert.Contains("Decide whether to call a project off", (await other.Get("/en/console")).Text("main"), StringComparison.Ordinal);
        var decided = await other.Get(address);
        Assert.Contains("It was never filed", decided.Text("main"), StringComparison.Ordinal);
        var off = await other.Follow(await other.Submit(decided, Form("call_off_agree")));
        Assert.Contains("called off (the campaign was unlawful)", off.Text("main"), StringComparison.Ordinal);

        await Known();
        var read = await site.Visitor().Get($"/en/projects/{project.Id}");
        Assert.Contains("This project was called off: the campaign was unlawful.", read.Text("main"), StringComparison.Ordinal);
        Assert.Contains("It was never filed", read.Text("main"), StringComparison.Ordinal);
        Assert.DoesNotContain("minimum", read.Text(".notice"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_does_not_agree_says_why_and_the_project_goes_on()
    {
        var project = await new StoredProject().Write(site);
        var address = $"/zh-CN/console/projects/{project.Id}";
        var (one, other) = (await site.SignedIn("officer"), await site.SignedIn("colleague"));
        await one.Follow(await one.Submit(await one.Get(address), Form("call_off"), ("cause", "qualification_missing"), ("reason", "证书过期")));
        var declined = await other.Follow(await other.Submit(await other.Get(address), Form("call_off_decline"), ("reason", "已续期")));
        Assert.Contains("已续期", declined.Text("main"), StringComparison.Ordinal);
        Assert.NotNull(declined.Html.QuerySelector(Form("call_off")));
        Assert.Equal("call_off_not_asked", Assert.Single((await Agreed(other, address)).Refusals));
    }

    private static string Form(string act) => $"form[action$='/{act}']";

    // What the page does not offer any more, sent all the same.
    private static async Task<Answer> Agreed(Visitor visitor, string address)
    {
        var token = (await visitor.Get(address)).Html.QuerySelector("input[name=_form]")?.GetAttribute("value") ?? "";
        return await visitor.Post($"{address}/call_off_agree", [new("_form", token), new("command", Guid.CreateVersion7().ToString())]);
    }

    private async Task Known()
    {
        var end = await site.Service<EventStore>().ReadEnd(TestContext.Current.CancellationToken);
        foreach (var model in (string[])["project_tasks", "projects"])
        {
            Assert.True(await site.Service<ReadModelHost>().WaitFor(model, end, TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        }
    }
}
