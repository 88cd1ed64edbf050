using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Web.Demo;
using CharityLink.Web.Tests.Giving;
using CharityLink.Web.Tests.Projects.Delivery;
using CharityLink.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Web.Tests.Projects;

/// <summary>PRJ-2 in the console: the plan written step by step as officers do, without script.</summary>
[Collection(Shared.Projects)]
public sealed class PlanWizardTests(SiteHost site)
{
    private static readonly Guid _county = DemoId.Of("org:440703");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_step_saves_on_its_own_and_leads_to_the_next()
    {
        var (officer, address) = (await site.SignedIn("officer"), await Approved());
        var step = await officer.Follow(await officer.Get(address));
        Assert.StartsWith("Purpose and time", step.Text("[aria-current=step]"), StringComparison.Ordinal);
        Assert.Contains(step.Html.QuerySelectorAll(".reasons li"), reason => reason.GetAttribute("data-rule") == "CN-PLAN-01");
        var sent = await officer.Submit(step, ".wizard form", ("purpose_zh", "修缮老人住房"), ("opens_on", "2026-12-10"), ("closes_on", "2027-05-31"), ("area", "440703"), ("next", "yes"));
        Assert.EndsWith("/plan/people?done=purpose", sent.Location, StringComparison.Ordinal);
        var people = await officer.Follow(sent);
        Assert.Contains("Saved", people.Text(".notice"), StringComparison.Ordinal);
        await officer.Submit(people, ".wizard form", ("office_address", "蓬江区某路1号 0750-1234567"), ("by_online", "yes"));
        var back = await officer.Get($"{address}/purpose");
        Assert.Equal(("修缮老人住房", "2027-05-31"), (back.Text("#purpose_zh"), back.Html.QuerySelector("#closes_on")?.GetAttribute("value")));
        Assert.Empty(back.Html.QuerySelectorAll(".reasons li[data-rule='CN-PLAN-01']"));
        Assert.Equal("蓬江区某路1号 0750-1234567", (await officer.Get($"{address}/people")).Html.QuerySelector("#office_address")?.GetAttribute("value"));
    }

    [Fact]
    public async Task The_picture_is_chosen_beside_the_purpose_and_one_that_was_taken_away_is_reached_no_more()
    {
        var (officer, address) = (await site.SignedIn("officer"), await Approved());
        const string form = "form[action$='/plan/cover']";
        var none = await officer.Upload(await officer.Get($"{address}/purpose"), form, "cover", [], ("alt_zh", "长者"), ("alt_en", "Elders"));
        Assert.Equal((422, "cover_missing"), (none.Status, none.Html.QuerySelector("#cover-error [data-code]")?.GetAttribute("data-code")));
        var refused = await officer.Upload(none, form, "cover", [("a.png", Deliveries.Photo(91))], ("alt_en", ""));
        Assert.Equal((422, "text_missing", "长者"), (refused.Status, refused.Html.QuerySelector("#alt_en-error")?.GetAttribute("data-code"), refused.Html.QuerySelector("#alt_zh")?.GetAttribute("value")));
        var saved = await officer.Upload(refused, form, "cover", [], ("alt_en", "Elders"));
        Assert.EndsWith("/plan/purpose?done=cover", saved.Location, StringComparison.Ordinal);
        var page = await officer.Follow(saved);
        Assert.Contains("The picture is saved", page.Text(".notice"), StringComparison.Ordinal);
        var hash = page.Html.QuerySelector($"{form} img")?.GetAttribute("src")?.Split("/files/")[1].Split('/')[0];
        await site.Caught("evidence");
        Assert.Equal(200, await Public());

        Assert.Equal(303, (await officer.Upload(page, form, "cover", [], ("cover_drop", hash ?? ""))).Status);
        await site.Caught("evidence");
        Assert.Equal(404, await Public());

        async Task<int> Public() => (int)(await site.Visitor().Client.GetAsync(new Uri($"/files/{hash}/whole", UriKind.Relative), Ct)).StatusCode;
    }

    [Theory]
    [InlineData("purpose", "closes_on", "2026-12-09", "closes_before_opens")]
    [InlineData("purpose", "opens_on", "soon", "day_malformed")]
    [InlineData("purpose", "area", "999999", "division_unknown")]
    [InlineData("purpose", "purpose_zh", "坏\u202e", "text_forbidden_character")]
    [InlineData("money", "expected", "1e9", "amount_exponent")]
    [InlineData("money", "expected", "-5", "amount_negative")]
    [InlineData("money", "beneficiaries_number", "many", "number_malformed")]
    [InlineData("people", "leader_name", "\u0007", "name_has_control_characters")]
    public async Task What_is_wrong_is_told_at_its_field_in_the_readers_language_and_what_was_typed_stays(string step, string field, string value, string code)
    {
        var (officer, address) = (await site.SignedIn("officer"), (await Approved()).Replace("/en/", "/zh-CN/", StringComparison.Ordinal));
        var page = await officer.Get($"{address}/{step}");
        var typed = new Dictionary<string, string>(StringComparer.Ordinal) { ["opens_on"] = "2026-12-10", ["closes_on"] = "2027-05-31", ["beneficiaries_method"] = "评议", ["office_address"] = "路1号", [field] = value };
        var sent = await officer.Submit(page, ".wizard form", [.. typed.Where(pair => page.Html.QuerySelector($"[name={pair.Key}]") is not null).Select(pair => (pair.Key, pair.Value))]);
        sent.RefusedAt(field, code);
        if (field is not ("area" or "purpose_zh" or "leader_name"))
        {
            Assert.Equal(value, sent.Html.QuerySelector($"#{field}")?.GetAttribute("value"));
        }

        var again = await officer.Get($"{address}/{step}");
        Assert.DoesNotContain("2027-05-31", again.Html.QuerySelector("#closes_on")?.GetAttribute("value") ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Charity Law")]
    [InlineData("zh-CN", "《慈善法》")]
    public async Task Opening_shows_every_reason_with_its_article_and_the_way_out(string language, string law)
    {
        var (officer, address) = (await site.SignedIn("officer"), (await Approved()).Replace("/en/", $"/{language}/", StringComparison.Ordinal));
        var refused = await officer.Submit(await officer.Get($"{address}/open"), "form[action$='/open']");
        Assert.Equal(422, refused.Status);
        var reasons = refused.Html.QuerySelectorAll(".reasons > li").ToList();
        Assert.True(reasons.Count > 15, $"{reasons.Count}");
        string[] rules = ["CN-ORG-01", "CN-PLAN-01", "CN-PLAN-02", "CN-PLAN-09", "CN-PLAN-15", "CN-PLAN-19"];
        Assert.All(rules, rule => Assert.Contains(reasons, reason => reason.GetAttribute("data-rule") == rule));
        Assert.All(reasons, reason =>
        {
            Assert.NotEmpty(reason.QuerySelectorAll("a[href*='/plan/'], a[href*='/credentials']"));
            Assert.DoesNotContain("refusal.", reason.TextContent, StringComparison.Ordinal);
        });
        Assert.Contains(reasons, reason => reason.TextContent.Contains(law, StringComparison.Ordinal));
        Assert.Contains(reasons, reason => reason.QuerySelector($"a[href$='/plan/people#account']") is not null);
    }

    [Fact]
    public async Task A_warning_is_gone_past_with_a_reason_that_stays()
    {
        var (officer, address) = (await site.SignedIn("officer"), await Approved());
        var page = await officer.Get($"{address}/open");
        Assert.Null(page.Html.QuerySelector("li[data-rule='CN-PLAN-15'] form"));
        const string form = "li[data-rule='CN-PLAN-09'] form";
        var refused = await officer.Submit(page, form, ("reason", " "));
        Assert.Equal("text_missing", refused.Html.QuerySelector("[id='CN-PLAN-09-reason-error']")?.GetAttribute("data-code"));
        var done = await officer.Follow(await officer.Submit(page, form, ("reason", "A sponsor pledged half")));
        Assert.Null(done.Html.QuerySelector("li[data-rule='CN-PLAN-09']"));
        Assert.Contains("A sponsor pledged half", done.Text("section"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_leaders_name_stands_in_the_vault_and_in_no_fact()
    {
        const string name = "Leng Unmistakable";
        var (officer, address) = (await site.SignedIn("officer"), await Approved());
        var sent = await officer.Submit(await officer.Get($"{address}/people"), ".wizard form", ("leader_name", name), ("is_staff", "yes"), ("is_full_time", "yes"), ("office_address", "路1号"));
        Assert.Equal(303, sent.Status);
        Assert.Contains(name, (await officer.Get($"{address}/people")).Text("#leader"), StringComparison.Ordinal);
        Assert.Empty((await officer.Get($"{address}/people")).Html.QuerySelectorAll("li[data-rule='CN-PLAN-07']"));
        Assert.DoesNotContain(name, (await (await site.SignedIn("auditor")).Get($"{address}/people")).Text("main"), StringComparison.Ordinal);
        var id = Guid.Parse(address.Split('/')[4]);
        var facts = await site.App.Services.GetRequiredService<EventStore>().ReadStream(id, 0, Ct);
        Assert.DoesNotContain(name, System.Text.Json.JsonSerializer.Serialize(facts.Events.Select(fact => fact.Data)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filing_number_and_listing_are_recorded_and_a_malformed_number_asks_for_a_reason()
    {
        var (officer, address) = (await site.SignedIn("officer"), await Approved(filed: true));
        var filing = await officer.Get($"{address}/filing");
        var number = $"X{Guid.CreateVersion7():N}";
        var refused = await officer.Submit(filing, "form[action$='/number']", ("filing_number", number), ("published_on", "2025-11-20"));
        Assert.Equal((422, "filing_number_malformed"), (refused.Status, Assert.Single(refused.Refusals.Distinct(StringComparer.Ordinal), code => code.StartsWith("filing", StringComparison.Ordinal))));
        var taken = await officer.Submit(refused, "form[action$='/number']", ("override_reason", "Issued in this form"));
        Assert.Contains(number.ToUpperInvariant(), (await officer.Follow(taken)).Text("dl"), StringComparison.Ordinal);
        var platforms = await officer.Get($"{address}/platforms");
        Assert.Equal("platform_not_designated", (await officer.Submit(platforms, "form[action$='/list']", ("platform", "mine"), ("address", "https://platform.example/1"))).Html.QuerySelector("#platform-error")?.GetAttribute("data-code"));
        var listed = await officer.Follow(await officer.Submit(platforms, "form[action$='/list']", ("platform", "tencent"), ("address", "https://platform.example/1"), ("listed_on", "2025-11-20")));
        Assert.Contains("腾讯公益", listed.Text("section ul"), StringComparison.Ordinal);
        Assert.NotNull((await officer.Get($"{address}/purpose")).Html.QuerySelector("#change_reason"));
    }

    [Fact]
    public async Task Papers_are_handed_in_kept_and_refused_when_they_are_none()
    {
        var (officer, address) = (await site.SignedIn("officer"), await Approved());
        var papers = await officer.Get($"{address}/papers");
        var refused = await officer.Upload(papers, ".wizard form", "internal_decision", [("a.pdf", [1, 2, 3])]);
        Assert.Equal((422, "file_type_not_allowed"), (refused.Status, Assert.Single(refused.Refusals, code => code.StartsWith("file", StringComparison.Ordinal))));
        var pixel = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
        var decided = await officer.Upload(papers, ".wizard form", "internal_decision", [("a.png", pixel)]);
        Assert.Equal(303, decided.Status);
        var consented = await officer.Upload(await officer.Get($"{address}/papers"), ".wizard form", "representative_consent", [("b.png", pixel)]);
        Assert.Equal(303, consented.Status);
        Assert.Empty((await officer.Get($"{address}/papers")).Html.QuerySelectorAll("li[data-rule='CN-PLAN-15']"));
    }

    [Fact]
    public async Task Only_officers_write_and_only_who_may_read_sees()
    {
        var address = await Approved();
        Assert.Empty((await (await site.SignedIn("auditor")).Get($"{address}/purpose")).Html.QuerySelectorAll("main form button"));
        var officer = await site.SignedIn("officer");
        Assert.Equal(404, (await officer.Get($"/en/console/projects/{Guid.CreateVersion7()}/plan/purpose")).Status);
        Assert.Equal(404, (await officer.Get($"{address}/weather")).Status);
        Assert.Equal(403, (await (await site.SignedIn("town")).Post($"{address}/open", [])).Status);
    }

    // An approved project of the county, by its facts; its plan is empty, or filed.
    private async Task<string> Approved(bool filed = false)
    {
        var id = Guid.CreateVersion7();
        var proposal = new Proposal(null, "home_repair", "温暖居家", "Warm Homes", "摘要", "Summary", "需要", "Need", DivisionCode.Parse("440703101"));
        var funding = new Funding(FundingModel.KeepWhatIsRaised, Money.Cny(100_00), Money.Cny(200_00), [], [new(Guid.CreateVersion7(), "料", "Material", Money.Cny(100_00), true)]);
        List<object> facts =
        [
            new ProjectDrafted(id, _county, null, Guid.CreateVersion7(), proposal, funding, true), new ProposalSubmitted(id, null), new ProjectReviewed(id, null, "Sound"), new ProjectApproved(id, null, _county, "Yes"),
        ];
        if (filed)
        {
            facts.Add(new PlanFiled(id, new DateOnly(2025, 11, 10), "民政局"));
        }

        Assert.IsType<AppendResult.Appended>(await site.App.Services.GetRequiredService<EventStore>().Append([new StreamChange(id, "project", 0, facts)], EventMetadata.None, Ct));
        return $"/en/console/projects/{id}/plan";
    }
}
