using CharityLink.Web.Tests.Giving;
using CharityLink.Web.Tests.Support;
using static CharityLink.Web.Tests.Projects.Delivery.Deliveries;

namespace CharityLink.Web.Tests.Projects.Delivery;

/// <summary>A project from its gifts to its final report, every act by the form of whoever takes it.</summary>
[Collection(Shared.Delivery)]
public sealed class DeliveryPlay(SiteHost site)
{
    [Fact]
    public async Task From_running_to_reported_by_forms_alone()
    {
        var (village, officer, giver) = (await site.SignedIn("village"), await site.SignedIn("officer"), site.Visitor());
        var id = await site.PlannedProject(ended: false);
        await site.Caught("causes");
        await giver.Choose(await giver.Follow(await giver.Give(await giver.Get($"/en/give?project={id}"), "50000")), "pay");
        await giver.Choose(await giver.Follow(await giver.Give(await giver.Get($"/en/give?project={id}"), "60000")), "pay");
        await Act(officer, id, "end", ("reason", "enough came together"));

        await OneStep(village, officer, id, 1, "rice and oil", "29500");
        await OneStep(village, officer, id, 2, "meals and their delivery", "55000", "20000");
        var done = await officer.Get(Page(id));
        Assert.Contains("Every step is proven", done.Text("main"), StringComparison.Ordinal);
        Assert.Equal(["¥110,000.00", "¥108,000.00", "¥104,500.00", "¥3,500.00"], done.Html.QuerySelectorAll("dl.pairs dd").Select(figure => figure.TextContent), StringComparer.Ordinal);

        await Act(officer, id, "carry_out", ("finished_on", Today));
        var reports = await officer.Get($"/en/console/projects/{id}/reports");
        Assert.Equal("104500", reports.Html.QuerySelector("input[name=spent]")?.GetAttribute("value"));
        var helper = reports.Html.QuerySelector("input[name=helpers]")?.GetAttribute("value") ?? "";
        var reported = await officer.Submit(reports, "form[action$='/reports/publish']", ("kind", "ProjectFinal"), ("text_zh", "全部完成。"), ("text_en", "All is done."), ("helpers", helper));
        Assert.Equal((303, true), (reported.Status, reported.Location?.EndsWith("done=publish", StringComparison.Ordinal)));

        var page = await giver.Get($"/en/projects/{id}");
        Assert.Equal(2, page.Html.QuerySelectorAll("section[aria-labelledby=progress] li.done").Length);
        Assert.Contains("¥104,500", page.Text("section[aria-labelledby=budget] tfoot"), StringComparison.Ordinal);
        Assert.Equal(2, page.Html.QuerySelectorAll("section[aria-labelledby=progress] .kept img").Length);
    }

    // Asked for, let go, spent line by line, shown and accepted.
    private static async Task OneStep(Visitor village, Visitor officer, Guid id, int number, string purpose, params string[] spent)
    {
        Assert.Equal(303, (await village.Submit(await village.Get(Page(id)), $"#step-{number} {Form("ask")}", ("note", "everything is ready"))).Status);
        Assert.Equal(303, (await officer.Submit(await officer.Get(Page(id)), $"#step-{number} {Form("release")}")).Status);
        foreach (var (at, amount) in spent.Index())
        {
            var form = await village.Get(Page(id));
            var line = form.Html.QuerySelectorAll("#line option")[at + 1].GetAttribute("value") ?? "";
            Assert.Equal(303, (await village.Upload(form, Form("spend"), "receipt", [("r.png", Photo(70 + number + at))], ("line", line), ("amount", amount), ("purpose", purpose))).Status);
        }

        Assert.Equal(303, (await village.Upload(await village.Get(Page(id)), $"#step-{number} {Form("proof")}", "files", [("p.png", Photo(80 + number))], ("text", $"{purpose}: done"))).Status);
        Assert.Equal(303, (await officer.Submit(await officer.Get(Page(id)), $"#step-{number} {Form("accept")}")).Status);
    }

    private static async Task Act(Visitor officer, Guid id, string act, params (string, string)[] typed)
    {
        var done = await officer.Submit(await officer.Get($"/en/console/projects/{id}"), $"form[action$='/{act}']", typed);
        Assert.Equal((303, $"/en/console/projects/{id}?done={act}"), (done.Status, done.Location));
    }

    private static string Today => TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
