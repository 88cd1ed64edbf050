using CharityLink.Evidence;
using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Web.Demo;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Projects;

/// <summary>The public page of a project, in every state it can be in.</summary>
[Collection(Shared.Projects)]
public sealed class ProjectPageTests(SiteHost site)
{
    [Fact]
    public async Task A_live_project_says_what_is_needed_who_answers_and_how_to_give()
    {
        var project = await new StoredProject().Write(site);
        var page = await site.Visitor().Get($"/en/projects/{project.Id}");
        Assert.Equal((200, "Warm lunches for 120 elders in Tongjing"), (page.Status, page.Text("h1")));
        Assert.Equal(["Jiangmen City", "Pengjiang District", "Tangxia Town", "Tongjing Village"], page.Html.QuerySelectorAll(".levels a").Select(place => place.TextContent), StringComparer.Ordinal);
        foreach (var shown in new[]
        {
            "Canteen for the Elder", "Pengjiang District Charity Federation", "Filed 53440700MJL0000000A26001", "Reviewed at 3 levels", "Keep what is raised", "23 days left", "raised of ¥120,000 · 0%", "Further goals: ¥150,000",
            "Delivery to homes", "Need confirmed on the spot · Tongjing Village", "Plan reviewed · Tangxia Town", "Taken on · Pengjiang District Charity Federation", "0750-0000000", "Lunch for elders who live alone", "120 people expected", "invented for the demonstration",
        })
        {
            Assert.Contains(shown, System.Text.RegularExpressions.Regex.Replace(page.Text("main"), @"\s+", " ", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)), StringComparison.Ordinal);
        }

        Assert.Equal(("get", "/en/give", project.Id.ToString()), (Attribute(page, "form.give", "method"), Attribute(page, "form.give", "action"), Attribute(page, "form.give input[name=project]", "value")));
        Assert.Equal(["20", "100", "500"], page.Html.QuerySelectorAll("form.give input[name=amount]").Select(choice => choice.GetAttribute("value")!), StringComparer.Ordinal); // Every choice has one.
    }

    [Fact]
    public async Task It_is_told_in_chinese_too()
    {
        var project = await new StoredProject { Model = FundingModel.AllOrNothing }.Write(site);
        var page = await site.Visitor().Get($"/zh-CN/projects/{project.Id}");
        Assert.Equal("桐井村一百二十位长者的热午餐", page.Text("h1"));
        Assert.Contains("未筹满 ¥108,000，所有捐赠全额退回", page.Text("aside"), StringComparison.Ordinal);
        Assert.Contains("村级实地核实 · 桐井村", page.Text("main"), StringComparison.Ordinal);
        Assert.Equal("90%", page.Html.QuerySelector(".bar line")?.GetAttribute("x1"));
    }

    [Fact]
    public async Task Before_it_opens_there_is_no_page()
    {
        var project = await new StoredProject().Write(site, opened: false);
        foreach (var path in new[] { $"{project.Id}", $"{project.Id}/share", $"{project.Id}/poster", $"{Guid.CreateVersion7()}", "nothing" })
        {
            Assert.Equal(404, (await site.Visitor().Get($"/en/projects/{path}")).Status);
        }
    }

    [Fact]
    public async Task The_last_day_is_the_last_day_by_the_calendar_of_the_city()
    {
        var today = await new StoredProject { Deadline = StoredProject.EndOfDay(0) }.Write(site);
        var tomorrow = await new StoredProject { Deadline = StoredProject.EndOfDay(1) }.Write(site);
        Assert.Contains("Last day, until midnight", (await site.Visitor().Get($"/en/projects/{today.Id}")).Text("aside"), StringComparison.Ordinal);
        Assert.Contains("1 day left", (await site.Visitor().Get($"/en/projects/{tomorrow.Id}")).Text("aside"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_comes_after_the_deadline_is_told_that_gifts_are_being_counted()
    {
        // Late by the site's clock alone: nobody ends a project before the database's clock has come to its deadline, too.
        var project = await new StoredProject { Deadline = TimeProvider.System.GetUtcNow().AddHours(1) }.Write(site);
        site.Clock.Advance(TimeSpan.FromHours(2));
        try
        {
            await Says(project, "The deadline has passed", takesGifts: false);
        }
        finally
        {
            site.Clock.Advance(TimeSpan.FromHours(-2));
        }
    }

    [Fact]
    public async Task A_paused_project_says_why_and_takes_no_gift() =>
        await Says(await new StoredProject().Write(site, true, id => new ProjectPaused(id, "A complaint is looked into.", null)), "A complaint is looked into.", takesGifts: false);

    [Fact]
    public async Task An_extension_stays_visible_with_its_reason() =>
        await Says(await new StoredProject().Write(site, true, id => new ProjectExtended(id, StoredProject.EndOfDay(40), "The typhoon.", null)), "The typhoon.", takesGifts: true);

    [Fact]
    public async Task A_project_that_missed_its_minimum_says_that_every_gift_goes_back() => await Says(
        await new StoredProject { Model = FundingModel.AllOrNothing }.Write(site, true, id => new ProjectEnded(id, StoredProject.EndOfDay(-1), Money.Cny(9_000_00), 1, false, "deadline")),
        "¥9,000 came together; the minimum was ¥108,000. Every gift is given back in full.", takesGifts: false);

    [Theory]
    [InlineData("en", 108_000_00, "Minimum of ¥108,000 reached", null, "came together")]
    [InlineData("zh-CN", 108_000_00, "已达最低目标 ¥108,000", null, "共筹得")]
    [InlineData("en", 107_999_99, "Minimum of ¥108,000 reached", "the rest of the minimum was promised by card. ¥0 has come in so far.", "reached its minimum with promises by card. ¥0 has come in so far")]
    [InlineData("zh-CN", 107_999_99, "已达最低目标 ¥108,000", "由刷卡认捐承诺。目前实际到账 ¥0", "连同刷卡认捐已达最低目标，目前实际到账 ¥0")]
    public async Task A_project_that_reached_its_minimum_says_so_whatever_part_of_its_goal_has_come_in(string lang, long given, string reached, string? promised, string notice)
    {
        var title = $"Reached{given}{lang[..2]}"; // A list of its own: one that was looked at is kept for half a second.
        var project = await new StoredProject { Model = FundingModel.AllOrNothing, TitleEn = title, TitleZh = title }.Write(site, true, id => new ProjectEnded(id, StoredProject.EndOfDay(-1), Money.Cny(given), 1, true, "deadline"));
        var page = await site.Visitor().Get($"/{lang}/projects/{project.Id}");
        Assert.Contains(reached, page.Text("aside .chip.ok"), StringComparison.Ordinal);
        Assert.Equal(promised is not null, page.Text("aside").Contains(promised ?? "刷卡认捐", StringComparison.Ordinal));
        Assert.Contains(notice, page.Text(".head .notice"), StringComparison.Ordinal);
        var card = (await site.Visitor().Get($"/{lang}/projects?stage=CarryingOut&q={title}")).Html.QuerySelectorAll("article").Single(one => one.QuerySelector("a")!.GetAttribute("href")!.EndsWith($"{project.Id}", StringComparison.Ordinal)); // Every card has its link.
        Assert.Contains(promised is null || lang == "en" ? reached : "连同刷卡认捐已达最低目标 ¥108,000", card.TextContent, StringComparison.Ordinal);
        Assert.Equal(promised is not null && lang == "en", card.TextContent.Contains("with promises by card", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_project_that_failed_when_its_promises_were_collected_did_not_reach_anything()
    {
        var project = await new StoredProject { Model = FundingModel.AllOrNothing }.Write(site, true,
            id => new ProjectEnded(id, StoredProject.EndOfDay(-1), Money.Cny(9_000_00), 1, true, "deadline", null, null, Money.Cny(99_000_00), Money.Cny(86_400_00)),
            id => new CollectionEnded(id, StoredProject.EndOfDay(0), Money.Cny(9_000_00), 2, Money.Cny(86_400_00), false));
        var page = await Says(project, "only ¥9,000 of the ¥86,400 that were needed could be collected", takesGifts: false);
        Assert.DoesNotContain("Minimum of", page.Text("aside"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_that_was_ended_early_says_why() => await Says(
        await new StoredProject().Write(site, true, id => new ProjectEnded(id, TimeProvider.System.GetUtcNow(), Money.Cny(1), 1, true, "organiser", "The kitchen was given to us.")), "The kitchen was given to us.", takesGifts: false);

    [Fact]
    public async Task An_organiser_that_may_not_raise_takes_no_gift() =>
        await Says(await new StoredProject { Organiser = Guid.CreateVersion7() }.Write(site), "The organiser may not take gifts at the moment", takesGifts: false);

    [Fact]
    public async Task What_became_of_the_money_stays_visible_for_ever()
    {
        var change = Guid.CreateVersion7();
        var project = await new StoredProject().Write(site, true,
            id => new ProjectEnded(id, StoredProject.EndOfDay(-1), Money.Cny(1), 1, true, "deadline"),
            id => new PurposeChangeDecided(id, change, "plan", "新用途", "Meals for families hit by the flood", "The flood", new DateOnly(2026, 11, 1), new EvidenceFile("00", "application/pdf", 1), null));
        var waiting = await Says(project, "not in force yet", takesGifts: false);
        Assert.Contains("Meals for families hit by the flood", waiting.Text("main"), StringComparison.Ordinal);
        var closed = await new StoredProject().Write(site, true,
            id => new ProjectEnded(id, StoredProject.EndOfDay(-1), Money.Cny(1), 1, true, "deadline"),
            id => new PurposeChangeDecided(id, change, "plan", "新用途", "New", "The flood", new DateOnly(2026, 11, 1), new EvidenceFile("00", "application/pdf", 1), null),
            id => new PurposeChangeFiled(id, change, new DateOnly(2026, 11, 2), "No. 7"), id => new PurposeChangePublished(id, change, new DateOnly(2026, 11, 3)),
            id => new ProjectCarriedOut(id, new DateOnly(2026, 11, 20), null), id => new SurplusSettled(id, Money.Cny(300_00), null, "Same cause", null), id => new ProjectClosed(id));
        var page = await Says(closed, "Finished on 20 November 2026", takesGifts: false);
        Assert.Contains("in force since 3 November 2026", page.Text("main"), StringComparison.Ordinal);
        Assert.Contains("Left over: ¥300", page.Text("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_is_small_and_holds_nothing_of_the_reader()
    {
        var project = await new StoredProject().Write(site);
        var response = await site.Visitor().Client.GetAsync(new Uri($"/zh-CN/projects/{project.Id}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.InRange((await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length, 1, 60 * 1024);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Its_place_its_program_its_organiser_and_the_home_page_lead_to_it()
    {
        var project = await new StoredProject { Deadline = StoredProject.EndOfDay(0), Organiser = DemoId.Of("org:440703") }.Write(site);
        foreach (var path in new[] { "", "/divisions/440703101201", $"/programs/{DemoId.Of("program:canteen")}", $"/organisations/{DemoId.Of("org:440703")}" })
        {
            var links = (await site.Visitor().Get("/en" + path)).Html.QuerySelectorAll(".teasers h3 a").Select(link => link.GetAttribute("href"));
            Assert.Contains(links, link => link!.StartsWith("/en/projects/", StringComparison.Ordinal)); // Every link leads somewhere.
        }

        Assert.Empty((await site.Visitor().Get("/en/divisions/440785")).Html.QuerySelectorAll(".teasers"));
    }

    private static string? Attribute(Answer page, string selector, string name) => page.Html.QuerySelector(selector)?.GetAttribute(name);

    private async Task<Answer> Says(StoredProject project, string words, bool takesGifts)
    {
        var page = await site.Visitor().Get($"/en/projects/{project.Id}");
        Assert.Contains(words, page.Text("main"), StringComparison.Ordinal);
        Assert.Equal(takesGifts, page.Html.QuerySelector("form.give") is not null);
        return page;
    }
}
