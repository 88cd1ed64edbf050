using CharityLink.Projects;
using CharityLink.Web.Tests.Giving;
using CharityLink.Web.Tests.Support;
using static CharityLink.Web.Tests.Projects.Delivery.Deliveries;

namespace CharityLink.Web.Tests.Projects.Delivery;

/// <summary>PRJ-4 in the console, without script: money asked for by those who do the work, let go by another person, proven with photographs.</summary>
[Collection(Shared.Delivery)]
public sealed class DeliveryPageTests(SiteHost site)
{
    [Fact]
    public async Task A_village_asks_once_and_an_officer_finds_it_waiting()
    {
        var (id, village, officer) = (await site.PlannedProject(), await site.SignedIn("village"), await site.SignedIn("officer"));
        var page = await village.Get(Page(id));
        Assert.Equal("1. Buy food", page.Text("#step-1 h3"));
        Assert.Contains("overdue", page.Text("#step-1 .chips"), StringComparison.Ordinal);
        Assert.DoesNotContain("overdue", page.Text("#step-2 .chips"), StringComparison.Ordinal);
        Assert.Null(page.Html.QuerySelector(Form("release")));
        await site.Caught("project_tasks");
        var work = await village.Get("/en/console");
        Assert.Contains("Carry out the next step", work.Html.QuerySelector($"a[href='{Page(id)}']")?.TextContent, StringComparison.Ordinal);
        Assert.Contains("overdue", work.Html.QuerySelector($"tr:has(a[href='{Page(id)}'])")?.TextContent, StringComparison.Ordinal);

        var blank = await village.Submit(page, Form("ask"), ("note", " "));
        Assert.Equal((422, "text_missing"), (blank.Status, Assert.Single(blank.Refusals)));
        Assert.NotNull(blank.Html.QuerySelector("#ask_note-error"));
        for (var time = 0; time < 2; time++)
        {
            Assert.Equal(303, (await village.Submit(page, Form("ask"), ("note", "the mill delivers on Monday"))).Status);
        }

        var other = await village.Submit(page, Form("ask"), ("note", "other words"));
        Assert.Equal((422, "request_id_reused"), (other.Status, Assert.Single(other.Refusals)));
        var asked = await village.Get($"{Page(id)}?done=ask");
        Assert.Contains("the mill delivers on Monday", asked.Text("#step-1"), StringComparison.Ordinal);
        Assert.Null(asked.Html.QuerySelector(Form("ask")));
        Assert.Equal(403, (await village.Force(id, "release")).Status);
        Assert.Equal(403, (await (await site.SignedIn("auditor")).Force(id, "ask")).Status);

        await site.Caught("project_tasks");
        Assert.Contains("Decide about a step’s money", (await officer.Get("/en/console")).Html.QuerySelector($"a[href='{Page(id)}']")?.TextContent, StringComparison.Ordinal);
        Assert.NotNull((await officer.Get(Page(id))).Html.QuerySelector(Form("release")));
    }

    [Fact]
    public async Task Sent_back_with_a_reason_it_may_be_asked_for_again()
    {
        var (id, village, officer) = (await site.PlannedProject(), await site.SignedIn("village"), await site.SignedIn("officer"));
        await village.Submit(await village.Get(Page(id)), Form("ask"), ("note", "now"));
        var page = await officer.Get(Page(id));
        var blank = await officer.Submit(page, Form("decline"), ("reason", ""));
        Assert.Equal((422, "text_missing"), (blank.Status, Assert.Single(blank.Refusals)));
        Assert.NotNull(blank.Html.QuerySelector($"details[open] {Form("decline")} #decline_reason-error"));
        for (var time = 0; time < 2; time++)
        {
            Assert.Equal(303, (await officer.Submit(page, Form("decline"), ("reason", "which mill?"))).Status);
        }

        var late = await officer.Submit(page, Form("release"));
        Assert.Equal((422, "tranche_not_asked"), (late.Status, Assert.Single(late.Refusals)));
        var again = await village.Get(Page(id));
        Assert.Contains("which mill?", again.Text("#step-1"), StringComparison.Ordinal);
        Assert.Equal(303, (await village.Submit(again, Form("ask"), ("note", "the one in town"))).Status);
        var waiting = await officer.Get(Page(id));
        for (var time = 0; time < 2; time++)
        {
            var done = await officer.Submit(waiting, Form("release"));
            Assert.Equal((303, $"{Page(id)}?done=release"), (done.Status, done.Location));
        }

        Assert.Equal("tranche_released_already", Assert.Single((await officer.Submit(waiting, Form("decline"), ("reason", "too late"))).Refusals));
        Assert.Contains("¥30,000.00", (await officer.Get(Page(id))).Text("dl"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_asked_never_decides()
    {
        var (id, officer) = (await site.PlannedProject(), await site.SignedIn("officer"));
        await officer.Submit(await officer.Get(Page(id)), Form("ask"), ("note", "now"));
        var page = await officer.Get(Page(id));
        Assert.Equal("asker_decides", Assert.Single(page.Refusals));
        Assert.Null(page.Html.QuerySelector(Form("release")));
        var (step, request) = await Waiting(id);
        var forced = await officer.Force(id, "release", ("step", step), ("request", request));
        Assert.Equal((422, "asker_decides"), (forced.Status, Assert.Single(forced.Refusals)));
        await site.Caught("project_tasks");
        Assert.DoesNotContain("Decide about a step’s money", (await officer.Get("/en/console")).Html.QuerySelector($"a[href='{Page(id)}']")?.TextContent ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task How_much_there_is_comes_from_the_totals_whatever_a_form_says()
    {
        var (id, village, officer) = (await site.PlannedProject(ended: false, emergency: true), await site.SignedIn("village"), await site.SignedIn("officer"));
        Assert.Equal(303, (await village.Submit(await village.Get(Page(id)), Form("ask"), ("note", "rice for the shelters"))).Status);
        var refused = await officer.Submit(await officer.Get(Page(id)), Form("release"), ("RaisedSoFar", "99999999"), ("raised", "99999999"), ("amount", "99999999"));
        Assert.Equal((422, "not_enough_raised"), (refused.Status, Assert.Single(refused.Refusals)));
        Assert.Contains("¥0.00 was raised", refused.Text("#step-1 .error"), StringComparison.Ordinal);

        await site.Caught("causes");
        var giver = site.Visitor();
        await giver.Choose(await giver.Follow(await giver.Give(await giver.Get($"/en/give?project={id}"), "30000")), "pay");
        Assert.Equal(303, (await officer.Submit(refused, Form("release"))).Status);
        var (released, _) = await Delivery(id);
        Assert.Equal(30_000_00, Assert.Single(released.Steps, step => step.Release is not null).Release?.RaisedThen.Minor);

        // Whoever gives next is told before paying what became of the money so far.
        var spending = await village.Get(Page(id));
        var line = spending.Html.QuerySelector("#line option:not([value=''])")?.GetAttribute("value") ?? "";
        Assert.Equal(303, (await village.Upload(spending, Form("spend"), "receipt", [("r.png", Photo(42))], ("line", line), ("amount", "1234"), ("purpose", "rice"))).Status);
        await site.Caught("delivery");
        Assert.Contains("¥1,234", (await giver.Get($"/en/give?project={id}")).Text(".calm"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Money_waits_for_the_end_of_fundraising()
    {
        var (id, village) = (await site.PlannedProject(ended: false), await site.SignedIn("village"));
        var page = await village.Get(Page(id));
        Assert.Contains("when fundraising has ended", page.Text("main"), StringComparison.Ordinal);
        Assert.Null(page.Html.QuerySelector(Form("ask")));
        var (delivery, _) = await Delivery(id);
        var forced = await village.Force(id, "ask", ("step", delivery.Steps[0].Plan.MilestoneId.ToString()), ("note", "now"));
        Assert.Equal((422, "project_is_live"), (forced.Status, Assert.Single(forced.Refusals)));
    }

    [Fact]
    public async Task A_proof_is_handed_in_with_photographs_sent_back_mended_and_public_once_accepted()
    {
        var (id, village, officer) = (await site.PlannedProject(), await site.SignedIn("village"), await site.SignedIn("officer"));
        await site.Release(id);
        var page = await village.Get(Page(id));
        var none = await village.Upload(page, Form("proof"), "files", [], ("text", "served"));
        Assert.Equal((422, "proof_without_files", "served"), (none.Status, Assert.Single(none.Refusals), none.Text("#proof_text")));
        var wrong = await village.Upload(page, Form("proof"), "files", [("a.png", Photo(41)), ("b.jpg", "<html>"u8.ToArray())], ("text", ""));
        Assert.Equal(422, wrong.Status);
        Assert.Equal(["text_missing", "file_type_not_allowed"], wrong.Refusals, StringComparer.Ordinal);
        Assert.Single(wrong.Html.QuerySelectorAll("input[name=files_kept]"));
        var photo = (wrong.Html.QuerySelector(".kept a")?.GetAttribute("href") ?? "").Split('/')[4];

        var handedIn = await village.Upload(wrong, Form("proof"), "files", [], ("text", "served <b>120</b>"));
        Assert.Equal((303, $"{Page(id)}?done=proof"), (handedIn.Status, handedIn.Location));
        Assert.Equal(303, (await village.Upload(wrong, Form("proof"), "files", [], ("text", "served <b>120</b>"))).Status);
        await site.Caught("evidence");
        Assert.Equal(404, (int)(await site.Visitor().Client.GetAsync(new Uri($"/files/{photo}/whole", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(200, (int)(await officer.Client.GetAsync(new Uri($"/en/console/files/{photo}/small", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        await site.Caught("project_tasks");
        Assert.Contains("Check the proof", (await officer.Get("/en/console")).Html.QuerySelector($"a[href='{Page(id)}']")?.TextContent, StringComparison.Ordinal);

        var judged = await officer.Get(Page(id));
        Assert.Contains("served <b>120</b>", judged.Text("#step-1 .prose"), StringComparison.Ordinal);
        Assert.Equal("text_missing", Assert.Single((await officer.Submit(judged, Form("return"), ("reason", ""))).Refusals));
        Assert.Equal(303, (await officer.Submit(judged, Form("return"), ("reason", "too dark"))).Status);
        var late = await officer.Submit(judged, Form("accept"));
        Assert.Equal((422, "proof_unknown"), (late.Status, Assert.Single(late.Refusals)));
        Assert.Equal(403, (await village.Force(id, "accept")).Status);
        Assert.Equal(403, (await (await site.SignedIn("auditor")).Force(id, "proof")).Status);

        var mended = await village.Get(Page(id));
        Assert.Contains("too dark", mended.Text("#step-1"), StringComparison.Ordinal);
        Assert.Equal(303, (await village.Upload(mended, Form("proof"), "files", [("c.png", Photo(41))], ("text", "by daylight"))).Status);
        var accepting = await officer.Get(Page(id));
        for (var time = 0; time < 2; time++)
        {
            Assert.Equal(303, (await officer.Submit(accepting, Form("accept"))).Status);
        }

        await site.Caught("evidence");
        await site.Caught("delivery");
        Assert.Equal(200, (int)(await site.Visitor().Client.GetAsync(new Uri($"/files/{photo}/whole", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Contains($"/files/{photo}/whole", (await site.Visitor().Get($"/en/projects/{id}")).Html.QuerySelector(".timeline")?.InnerHtml, StringComparison.Ordinal);
        Assert.NotNull((await village.Get(Page(id))).Html.QuerySelector($"#step-2 {Form("ask")}"));
    }

    private async Task<(ProjectDelivery Delivery, long Version)> Delivery(Guid id)
    {
        var (delivery, version, _) = await new CharityLink.Kernel.Aggregates(site.Service<CharityLink.Store.EventStore>(), new CharityLink.Kernel.CommandContext())
            .Load<ProjectDelivery, IDeliveryEvent>(ProjectDelivery.IdOf(id), TestContext.Current.CancellationToken);
        return (delivery ?? throw new InvalidOperationException("No steps are planned."), version);
    }

    private async Task<(string Step, string Request)> Waiting(Guid id)
    {
        var step = (await Delivery(id)).Delivery.Steps.Find(each => each.IsAsked);
        return (step?.Plan.MilestoneId.ToString() ?? "", step?.Request?.RequestId.ToString() ?? "");
    }
}
