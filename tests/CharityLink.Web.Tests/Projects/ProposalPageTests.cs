using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Store;
using CharityLink.Web.Tests.Giving;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Projects;

/// <summary>PRJ-1 in the console, without script: a village's need from the first word to the county's yes.</summary>
[Collection(Shared.Projects)]
public sealed class ProposalPageTests(SiteHost site)
{
    [Fact]
    public async Task A_village_worker_finds_the_village_filled_in_saves_as_it_grows_and_hands_in()
    {
        var village = await site.SignedIn("village");
        var page = await village.Get("/en/console/projects/new");
        Assert.Equal(12, Value(page, "division")?.Length);

        var more = await village.Submit(page, "main form", ("title_zh", "修缮老屋"), ("line_1_name_zh", "屋顶"), ("line_1_planned", "6,000"), ("do", "more"));
        Assert.EndsWith("/proposal?more=1#lines", more.Location, StringComparison.Ordinal);
        var two = await village.Follow(more);
        Assert.Equal(("修缮老屋", "6000", 2), (Value(two, "title_zh"), Value(two, "line_1_planned"), two.Html.QuerySelectorAll("fieldset.card").Length));

        var refused = await village.Submit(two, "main form", ("line_2_name_en", "Paint"), ("line_2_planned", "2000"), ("do", "submit"));
        Assert.Equal(422, refused.Status);
        Assert.Equal(
            ["text_missing", "text_missing", "text_missing", "text_missing", "text_missing", "text_missing", "text_missing"], refused.Refusals, StringComparer.Ordinal);
        Assert.NotNull(refused.Html.QuerySelector("#line_2_name_zh-error"));
        Assert.Equal("2000", Value(refused, "line_2_planned"));

        var removed = await village.Follow(await village.Submit(refused, "main form", ("do", $"remove:{Value(refused, "line_2_id")}")));
        Assert.Single(removed.Html.QuerySelectorAll("fieldset.card"));
        var done = await village.Submit(removed, "main form", [.. Words, ("line_1_name_en", "Roof"), ("do", "submit")]);
        Assert.Equal(303, done.Status);
        var project = await village.Follow(done);
        Assert.Contains("Waits for the village", project.Text(".chips"), StringComparison.Ordinal);
        Assert.Contains("¥6,000.00", project.Text("main"), StringComparison.Ordinal);
        Assert.Equal("proposer_decides", Assert.Single(project.Refusals));
        Assert.Null(project.Html.QuerySelector("form[action$='/verify']"));
    }

    [Fact]
    public async Task A_draft_moves_to_another_place_until_it_is_handed_in()
    {
        var town = await site.SignedIn("town");
        var own = (await town.Get("/en/console/projects/new")).Html.QuerySelector("main a.button[href*='division=']")?.GetAttribute("href") ?? "";
        var drafted = await town.Submit(await town.Get(own), "main form", ("title_zh", "迁址"), ("title_en", "Moving"), ("do", "more"));
        var draft = (await town.Follow(drafted)).Address.AbsolutePath;
        var home = DivisionCode.Parse(own.Split("division=")[1]);
        var village = site.Service<Divisions>().ChildrenOf(home).First(place => !place.IsStatisticalArea).Code;
        var pick = await town.Get($"{draft}?place={village}");
        Assert.Contains($"{draft}?division=", pick.Html.QuerySelector(".places a")?.GetAttribute("href") ?? "", StringComparison.Ordinal);
        var moved = await town.Get($"{draft}?division={village}");
        Assert.Equal((village.Value, "Moving"), (Value(moved, "division"), Value(moved, "title_en")));
        Assert.Equal(303, (await town.Submit(moved, "main form", ("do", "save"))).Status);
        Assert.Equal(village.Value, Value(await town.Get(draft), "division"));
        var outside = await town.Submit(await town.Get($"{draft}?division=440704"), "main form", ("do", "save"));
        Assert.Equal((422, "division_outside_proposer"), (outside.Status, outside.Html.QuerySelector("#division-error")?.GetAttribute("data-code")));
        Assert.Equal(village.Value, Value(await town.Get($"{draft}?division=nonsense"), "division"));
    }

    [Fact]
    public async Task The_levels_decide_in_turn_each_from_what_waits_for_them()
    {
        var address = await Submitted("从村到区");
        var (town, officer) = (await site.SignedIn("town"), await site.SignedIn("officer"));
        await Known();
        var work = await town.Get("/en/console");
        Assert.Contains("Verify: From village to county 从村到区", work.Text("main table"), StringComparison.Ordinal);
        Assert.Contains("own promises, not the law", work.Text("main"), StringComparison.Ordinal);

        var page = await town.Get(address);
        var refused = await town.Submit(page, "form[action$='/verify']", ("findings", " "));
        Assert.Equal((422, "text_missing"), (refused.Status, Assert.Single(refused.Refusals)));
        Assert.NotNull(refused.Html.QuerySelector("#verify_findings-error"));
        Assert.Null(refused.Html.QuerySelector("#reject_reason-error"));
        var verified = await town.Follow(await town.Submit(page, "form[action$='/verify']", ("findings", "Five roofs leak <b>badly</b>")));
        Assert.Contains("Waits for the town", verified.Text(".chips"), StringComparison.Ordinal);
        Assert.Contains("Five roofs leak <b>badly</b>", verified.Text("table:last-of-type"), StringComparison.Ordinal);
        Assert.Equal("same_person_two_steps", Assert.Single(verified.Refusals));

        await Known();
        Assert.Null((await officer.Get(address)).Html.QuerySelector("form[action$='/approve']"));
        Assert.Contains("Review: From village to county 从村到区", (await officer.Get("/en/console")).Text("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proposal_is_sent_back_with_a_reason_and_the_proposer_reads_it()
    {
        var address = await Submitted("退回");
        var (town, village) = (await site.SignedIn("town"), await site.SignedIn("village"));
        await town.Submit(await town.Get(address), "form[action$='/send_back']", ("reason", "Which five homes?"));
        await Known();
        Assert.Contains("Mend and submit again", (await village.Get("/en/console")).Text("main"), StringComparison.Ordinal);
        Assert.Contains("Sent back: Which five homes?", (await village.Get(address + "/proposal")).Text(".notice"), StringComparison.Ordinal);
        var stale = await town.Post(address + "/verify", [new("findings", "x"), await Token(town, address)]);
        Assert.Equal((422, "project_is_draft"), (stale.Status, Assert.Single(stale.Refusals)));
        Assert.Equal(303, (await village.Submit(await village.Get(address), "form[action$='/withdraw']", ("reason", "solved"))).Status);
        Assert.Equal("project_is_withdrawn", Assert.Single((await town.Post(address + "/send_back", [new("reason", "x"), await Token(town, address)])).Refusals));
    }

    [Fact]
    public async Task Who_is_related_stands_back_and_is_offered_no_decision()
    {
        var address = await Submitted("回避");
        var town = await site.SignedIn("town");
        await Known();
        Assert.Contains("Verify: From village to county 回避", (await town.Get("/en/console")).Text("#mine"), StringComparison.Ordinal);
        var page = await town.Follow(await town.Submit(await town.Get(address), "form[action$='/stand_back']", ("relation", "family")));
        Assert.Equal("decider_conflict", Assert.Single(page.Refusals));
        Assert.Null(page.Html.QuerySelector("form[action$='/verify']"));
        await Known();
        Assert.DoesNotContain("Verify: From village to county 回避", (await town.Get("/en/console")).Text("#mine"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_typed_wrongly_is_told_at_its_field_and_kept()
    {
        var officer = await site.SignedIn("officer");
        var form = await officer.Get("/en/console/projects/new?division=440703101001");
        foreach (var (field, value, code, error) in new[]
        {
            ("title_zh", "", "text_missing", "title_zh"), ("line_1_planned", "six", "amount_not_a_number", "line_1_planned"), ("stretch_1", "1e5", "amount_exponent", "stretch"),
            ("kind", "bakery", "project_kind_unknown", "kind"), ("model", "Maybe", "funding_model_unknown", "model"), ("division", "440705", "division_outside_proposer", "division"),
        })
        {
            var refused = await officer.Submit(form, "main form", ("title_zh", "名"), ("line_1_name_zh", "屋顶"), (field, value), ("do", "save"));
            Assert.Equal((422, code), (refused.Status, Assert.Single(refused.Refusals)));
            Assert.Equal(code, refused.Html.QuerySelector($"#{error}-error")?.GetAttribute("data-code"));
            Assert.Equal("屋顶", Value(refused, "line_1_name_zh"));
        }
    }

    [Fact]
    public async Task A_draft_is_its_proposers_alone_and_strangers_find_no_page()
    {
        var village = await site.SignedIn("village");
        var draft = await village.Follow(await village.Submit(await village.Get("/en/console/projects/new"), "main form", ("title_zh", "秘密草稿"), ("do", "save")));
        var address = draft.Address.AbsolutePath;
        Assert.Equal(404, (await (await site.SignedIn("town")).Get(address)).Status);
        Assert.Equal(404, (await (await site.SignedIn("charity")).Get(address)).Status);
        Assert.Contains("秘密草稿", (await village.Get("/en/console/projects?state=Draft")).Text("main"), StringComparison.Ordinal);
        Assert.DoesNotContain("秘密草稿", (await (await site.SignedIn("town")).Get("/en/console/projects?state=Draft")).Text("main"), StringComparison.Ordinal);
        Assert.Equal(404, (await village.Post(address + "/dance", [await Token(village, address)])).Status);
        Assert.Equal("day_malformed", Assert.Single((await village.Post(address + "/extend", [new("closes_on", "soon"), await Token(village, address)])).Refusals));
    }

    [Fact]
    public async Task A_change_of_purpose_needs_the_councils_paper()
    {
        var project = await site.LiveProject();
        var admin = await site.SignedIn("admin");
        var seen = await admin.Get($"/en/console/projects/{project}");
        Assert.Null(seen.Html.QuerySelector("form[action$='/purpose_decide']"));
        Assert.Equal(6, seen.Html.QuerySelectorAll(".places a").Length);
        var officer = await site.SignedIn("officer");
        var page = await officer.Get($"/en/console/projects/{project}");
        var refused = await officer.Submit(page, "form[action$='/purpose_decide']", ("purpose_zh", "新"), ("purpose_en", "New"), ("reason", "fewer"), ("decided_on", "2026-01-02"));
        Assert.Equal((422, "council_decision_missing"), (refused.Status, Assert.Single(refused.Refusals)));
        Assert.Equal("2026-01-02", refused.Html.QuerySelector("#purpose_decide_decided_on")?.GetAttribute("value"));
    }

    private static (string, string)[] Words =>
        [("title_zh", "修缮老屋"), ("title_en", "Mend old homes"), ("summary_zh", "简介"), ("summary_en", "Summary"), ("need_zh", "需要"), ("need_en", "Need")];

    /// <summary>The address of a village's proposal that was handed in.</summary>
    private async Task<string> Submitted(string title)
    {
        var village = await site.SignedIn("village");
        var page = await village.Get("/en/console/projects/new");
        var done = await village.Submit(page, "main form", [
            .. Words, ("title_zh", title), ("title_en", $"From village to county {title}"), ("line_1_name_zh", "屋顶"), ("line_1_name_en", "Roof"), ("line_1_planned", "6000"), ("do", "submit")]);
        Assert.Equal(303, done.Status);
        return done.Location!.Split('?')[0]; // A redirect has its target.
    }

    // What one person did is seen by the next as soon as the read models have heard of it.
    private async Task Known()
    {
        var end = await site.Service<EventStore>().ReadEnd(TestContext.Current.CancellationToken);
        Assert.True(await site.Service<ReadModelHost>().WaitFor("project_tasks", end, TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    private static string? Value(Answer page, string field) => page.Html.QuerySelector($"[name={field}]")?.GetAttribute("value");

    // The token of any form of the page: for posting what the page does not offer.
    private static async Task<KeyValuePair<string, string>> Token(Visitor visitor, string address)
    {
        var page = await visitor.Get(address);
        var field = (page.Html.QuerySelector("input[name=_form]") ?? (await visitor.Get("/en/account")).Html.QuerySelector("input[name=_form]"))!; // One of them has a form.
        return new("_form", field.GetAttribute("value")!); // It is what the field is for.
    }
}
