using System.Text.Json;
using CharityLink.Disclosure;
using CharityLink.Projects;
using CharityLink.Web.Tests.Giving;
using CharityLink.Web.Tests.Projects;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Disclosure;

/// <summary>IMP-2 in the console: reports written, corrected and entered with the state by those who may, and what everybody reads of them.</summary>
[Collection(Shared.Projects)]
public sealed class ReportPageTests(SiteHost site)
{
    private const string Publish = "form[action$='/publish']";
    private const string Correct = "form[action$='/correct']";
    private const string Entry = "form[action$='/entry']";
    private const string Rescue = "form[action$='/rescue']";

    [Fact]
    public async Task A_report_is_signed_once_and_everybody_reads_it()
    {
        var (officer, project) = (await site.SignedIn("officer"), await Project());
        var form = await officer.Get(Console(project));
        Assert.Contains("Write a report", form.Text("main"), StringComparison.Ordinal);
        var typed = Words(("spent", "1200.50"), ("helpers", Helper(form)));
        var sent = await officer.Submit(form, Publish, typed);
        Assert.Equal((303, Console(project) + "?done=publish"), (sent.Status, sent.Location));
        var again = await officer.Submit(form, Publish, typed);
        Assert.Equal((303, 1L), (again.Status, await site.Facts(ProjectReports.StreamOf(project))));
        Assert.Equal("The report is public.", (await officer.Follow(sent)).Text(".notice"));
        Assert.Equal("报告已公布。", (await officer.Get(Console(project, "zh-CN") + "?done=publish")).Text(".notice"));

        var visitor = site.Visitor();
        Assert.Contains("¥1,200.50", (await visitor.Get($"/en/projects/{project}")).Text("article.report"), StringComparison.Ordinal);
        Assert.Contains("已送餐", (await visitor.Get($"/zh-CN/projects/{project}")).Text("article.report"), StringComparison.Ordinal);
        using var data = JsonDocument.Parse(await visitor.Client.GetStringAsync(new Uri($"/en/projects/{project}/reports.json", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Equal(1200.50m, Assert.Single(data.RootElement.EnumerateArray()).GetProperty("spent").GetDecimal());
    }

    [Theory]
    [InlineData("kind", "Story", "kind", "report_kind_unknown")]
    [InlineData("kind", "CampaignFinal", "kind", "report_campaign_runs")]
    [InlineData("kind", "Emergency", "kind", "report_no_emergency")]
    [InlineData("from", "yesterday", "from", "day_malformed")]
    [InlineData("until", "", "until", "day_missing")]
    [InlineData("until", "2099-01-01", "until", "date_in_future")]
    [InlineData("until", "2000-01-01", "until", "report_period_reversed")]
    [InlineData("raised", "much", "raised", "amount_not_a_number")]
    [InlineData("spent", "", "spent", "figure_missing")]
    [InlineData("text_zh", " ", "text_zh", "text_missing")]
    [InlineData("text_en", "", "text_en", "text_missing")]
    [InlineData("helpers", "", "helpers", "executor_not_disclosed")]
    public async Task What_is_wrong_is_told_at_its_field_in_both_languages_and_what_was_typed_stays(string field, string value, string at, string code)
    {
        var (officer, project) = (await site.SignedIn("officer"), await Project());
        foreach (var lang in new[] { "en", "zh-CN" })
        {
            var form = await officer.Get(Console(project, lang));
            var refused = await officer.Submit(form, Publish, Words([("helpers", Helper(form)), (field, value)]));
            Assert.Equal(422, refused.Status);
            var error = Assert.Single(refused.Html.QuerySelectorAll($"#{at}-error"));
            Assert.Equal(code, error.GetAttribute("data-code"));
            Assert.Equal(lang == "zh-CN", error.TextContent.Any(c => c is >= '\u4e00' and <= '\u9fff'));
            Assert.Equal((field == "spent" ? value : "88", field == "text_en" ? value : "Meals were served"), (Value(refused, "spent"), refused.Text("#text_en")));
            Assert.Equal("", refused.Text("#correct-text_en"));
        }

        Assert.Equal(0, await site.Facts(ProjectReports.StreamOf(project)));
    }

    [Fact]
    public async Task A_correction_stands_beside_what_was_said_and_a_refused_one_keeps_its_words()
    {
        var (officer, project) = (await site.SignedIn("officer"), await Reported());
        var form = await officer.Get(Console(project));
        var refused = await officer.Submit(form, Correct, ("raised", "100"), ("spent", "61"), ("text_zh", "更正"), ("text_en", "Counted anew"), ("note", " "));
        Assert.Equal((422, "text_missing"), (refused.Status, Assert.Single(refused.Refusals)));
        Assert.Equal(("61", "Counted anew", ""), (Value(refused, "correct-spent"), refused.Text("#correct-text_en"), refused.Text("#text_en")));

        (string, string)[] typed = [("raised", "100"), ("spent", "61"), ("text_zh", "更正"), ("text_en", "Counted anew"), ("note", "One receipt was missing")];
        Assert.Equal(303, (await officer.Submit(form, Correct, typed)).Status);
        Assert.Equal(303, (await officer.Submit(form, Correct, typed)).Status);
        Assert.Equal(2, await site.Facts(ProjectReports.StreamOf(project)));
        await site.Caught("duties");
        var page = (await site.Visitor().Get($"/en/projects/{project}")).Text("article.report");
        Assert.Contains("¥88.00", page, StringComparison.Ordinal);
        Assert.Contains("One receipt was missing", page, StringComparison.Ordinal);
        Assert.Contains("¥61.00", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_entry_with_the_state_is_recorded_and_meets_what_is_owed()
    {
        var (officer, project) = (await site.SignedIn("officer"), await Reported());
        var form = await officer.Get(Console(project));
        Assert.Contains(form.Html.QuerySelectorAll("tbody tr"), row => row.TextContent.Contains("CN-DIS-11", StringComparison.Ordinal) && row.TextContent.Contains("open", StringComparison.Ordinal));
        var refused = await officer.Submit(form, Entry, ("reference", "CC-77"), ("day", "2020-01-01"));
        Assert.Equal((422, "entry_before_report"), (refused.Status, refused.Html.QuerySelector("#entry-day-error")?.GetAttribute("data-code")));
        Assert.Equal(("CC-77", "2020-01-01"), (Value(refused, "reference"), Value(refused, "entry-day")));
        var done = await officer.Follow(await officer.Submit(form, Entry, ("reference", "CC-77"), ("day", Today)));
        Assert.Contains("on the state's platform as CC-77", done.Text("article.report"), StringComparison.Ordinal);
        Assert.Contains(done.Html.QuerySelectorAll("tbody tr"), row => row.TextContent.Contains("CN-DIS-11", StringComparison.Ordinal) && row.QuerySelector(".chip.ok") is not null);
    }

    [Theory]
    [InlineData("en", "Report on progress · {2} to {0}", "Report on progress · {1} to {0}")]
    [InlineData("zh-CN", "进展报告 · {2}至{0}", "进展报告 · {1}至{0}")]
    public async Task What_is_owed_for_each_report_says_for_which(string lang, string one, string other)
    {
        var (officer, project) = (await site.SignedIn("officer"), await Reported());
        var form = await officer.Get(Console(project));
        var earlier = TimeProvider.System.GetUtcNow().AddHours(8).AddDays(-1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(303, (await officer.Submit(form, Publish, Words(("from", earlier), ("until", Today), ("helpers", Helper(form))))).Status);
        await site.Caught("duties");
        foreach (var page in new[] { await officer.Get(Console(project, lang)), await site.Visitor().Get($"/{lang}/projects/{project}") })
        {
            var links = page.Html.QuerySelectorAll("td a[href*='#report-']").ToList();
            var days = new[] { Today, earlier, Value(form, "from") }.Select(day => CharityLink.Web.Site.Show.Day(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), CharityLink.Web.Site.Language.All.Single(one => one.Tag == lang))).ToArray();
            Assert.Equal(new[] { one, other }.Select(text => string.Format(System.Globalization.CultureInfo.InvariantCulture, text, days)).Order(StringComparer.Ordinal), links.Select(link => link.TextContent.Trim()).Order(StringComparer.Ordinal));
            Assert.All(links, link => Assert.NotNull(page.Html.GetElementById(link.GetAttribute("href")?.Split('#')[^1] ?? "")));
        }
    }

    [Fact]
    public async Task Who_may_not_sign_reads_and_writes_nothing()
    {
        var (village, charity, auditor, officer, project) = (await site.SignedIn("village"), await site.SignedIn("charity"), await site.SignedIn("auditor"), await site.SignedIn("officer"), await Project());
        var form = await officer.Get(Console(project));
        Assert.Null((await auditor.Get(Console(project))).Html.QuerySelector(Publish));
        Assert.Equal(404, (await village.Get(Console(Guid.CreateVersion7()))).Status);
        foreach (var other in new[] { village, auditor, charity })
        {
            var fields = Words(("kind", "Interim"), ("from", Today), ("until", Today), ("raised", "1"), ("helpers", Helper(form)));
            var token = (await other.Get("/en/account")).Html.QuerySelector("input[name=_form]")?.GetAttribute("value") ?? "";
            var answer = await other.Post(Console(project) + "/publish", [new("_form", token), .. fields.Select(one => new KeyValuePair<string, string>(one.Name, one.Value))]);
            Assert.True(answer.Status is 403 or 404 or 422, $"{answer.Status}");
        }

        Assert.Equal(0, await site.Facts(ProjectReports.StreamOf(project)));
        Assert.Equal(404, (await officer.Post(Console(project) + "/burn", [new("_form", Value(form, null))])).Status);
    }

    [Fact]
    public async Task A_partner_is_offered_to_be_named_and_has_to_be()
    {
        var partner = new JointFundraising("organisation", "爱心社", null, null, false, null, null, [], true, false);
        var project = await Project(id => new PlanAmended(id, Guid.CreateVersion7(), FundraisingPlan.Empty with { Partner = partner }, "名", "Name", ["partner"], "why", DateOnly.FromDateTime(DateTime.UnixEpoch), null));
        var officer = await site.SignedIn("officer");
        var form = await officer.Get(Console(project));
        var offered = form.Html.QuerySelectorAll("input[name=helpers]").Select(box => box.GetAttribute("value") ?? "").ToList();
        Assert.Equal(2, offered.Count);
        Assert.Contains("爱心社", form.Text("fieldset"), StringComparison.Ordinal);
        Assert.Equal("executor_not_disclosed", Assert.Single((await officer.Submit(form, Publish, Words(("helpers", offered[0])))).Refusals));
        var all = Words().Concat([("_form", Value(form, null)), ("command", Guid.CreateVersion7().ToString()), ("id", Guid.CreateVersion7().ToString()), ("kind", "Interim"), ("from", Today), ("until", Today), ("raised", "1")]);
        var both = await officer.Post(Console(project) + "/publish", [.. all.Select(one => new KeyValuePair<string, string>(one.Item1, one.Item2)), .. offered.Select(id => new KeyValuePair<string, string>("helpers", id))]);
        Assert.Equal(303, both.Status);
    }

    [Fact]
    public async Task In_an_emergency_the_rescue_phase_ends_with_a_reason()
    {
        var today = DateOnly.ParseExact(Today, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var project = await Project(id => new PlanAmended(id, Guid.CreateVersion7(), FundraisingPlan.Empty with { Emergency = new("Flood 1", today) }, "名", "Name", ["emergency"], "why", today, null));
        var officer = await site.SignedIn("officer");
        var form = await officer.Get(Console(project));
        var refused = await officer.Submit(form, Rescue, ("day", "2099-01-01"), ("note", "Waters fell"));
        Assert.Equal((422, "date_in_future"), (refused.Status, refused.Html.QuerySelector("#rescue-day-error")?.GetAttribute("data-code")));
        Assert.Equal(("2099-01-01", "Waters fell"), (Value(refused, "rescue-day"), refused.Text("#rescue-note")));
        Assert.Equal("The rescue phase is over.", (await officer.Follow(await officer.Submit(form, Rescue, ("day", Today), ("note", "Waters fell")))).Text(".notice"));
    }

    private static string Today => CharityLink.Law.WorkingDays.China.DayOf(TimeProvider.System.GetUtcNow()).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static string Console(Guid project, string lang = "en") => $"/{lang}/console/projects/{project}/reports";

    private async Task<Guid> Project(params IReadOnlyList<Func<Guid, IProjectEvent>> then)
    {
        var project = (await new StoredProject().Write(site, true, then)).Id;
        await site.Caught("duties");
        return project;
    }

    private async Task<Guid> Reported()
    {
        var (officer, project) = (await site.SignedIn("officer"), await Project());
        var form = await officer.Get(Console(project));
        Assert.Equal(303, (await officer.Submit(form, Publish, Words(("helpers", Helper(form))))).Status);
        await site.Caught("duties");
        return project;
    }

    private static (string Name, string Value)[] Words(params (string Name, string Value)[] more) => [("spent", "88"), ("text_zh", "已送餐"), ("text_en", "Meals were served"), .. more];

    private static string Helper(Answer form) => form.Html.QuerySelector("input[name=helpers]")?.GetAttribute("value") ?? "";

    private static string Value(Answer page, string? id) => page.Html.QuerySelector(id is null ? "input[name=_form]" : $"#{id}")?.GetAttribute("value") ?? "";
}
