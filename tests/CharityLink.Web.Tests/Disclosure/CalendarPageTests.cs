using CharityLink.Disclosure;
using CharityLink.Law;
using CharityLink.Web.Demo;
using CharityLink.Web.Tests.Giving;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Disclosure;

/// <summary>What is owed and late stands in public, in the console, and in the work of those who can meet it; and what organisations make public for themselves.</summary>
[Collection(Shared.Projects)]
public sealed class CalendarPageTests(SiteHost site)
{
    private static readonly Guid _county = DemoId.Of("org:440703");
    private static readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private static readonly DateOnly _today = WorkingDays.China.DayOf(_now);

    private static string Console => $"/en/console/organisations/{_county}/reports";

    [Fact]
    public async Task What_is_late_stands_in_public_by_place_in_both_languages()
    {
        await Happened(-60, "major_change");
        var visitor = site.Visitor();
        var calendar = await visitor.Get("/en/disclosures?division=440703&state=overdue");
        Assert.Contains("Make the major change public", calendar.Text("main table"), StringComparison.Ordinal);
        Assert.Contains("! overdue", calendar.Text("main table .chip.late"), StringComparison.Ordinal);
        Assert.Contains("! 已逾期", (await visitor.Get("/zh-CN/disclosures?division=440703&state=overdue")).Text("main table .chip.late"), StringComparison.Ordinal);
        Assert.Contains("Nothing is owed here", (await visitor.Get("/en/disclosures?division=440785")).Text(".empty"), StringComparison.Ordinal);
        Assert.Contains("Nothing is overdue here", (await visitor.Get("/en/disclosures?division=440785&state=overdue")).Text(".empty"), StringComparison.Ordinal);
        Assert.Equal(404, (await visitor.Get("/en/disclosures?division=999999")).Status);
        Assert.Contains("Make the major change public", (await visitor.Get($"/en/organisations/{_county}/disclosures")).Text("main table"), StringComparison.Ordinal);
        Assert.Equal(404, (await visitor.Get($"/en/organisations/{Guid.CreateVersion7()}/disclosures")).Status);
    }

    [Fact]
    public async Task An_organisations_people_find_what_it_owes_in_their_work_the_soonest_first()
    {
        await Happened(0, "related_dealing");
        await Happened(-70, "related_dealing");
        var officer = await site.SignedIn("officer");
        var work = await officer.Get("/en/console");
        Assert.Contains(work.Html.QuerySelectorAll("h2"), head => head.TextContent.Trim() == "Owed by your organisation");
        var rows = work.Html.QuerySelectorAll("main tbody tr").Where(row => row.TextContent.Contains("CN-DIS-08", StringComparison.Ordinal)).ToList();
        Assert.True(rows.Count >= 2, work.Text("main"));
        Assert.NotNull(rows[0].QuerySelector(".chip.late"));
        Assert.Null(rows[^1].QuerySelector(".chip.late"));
        Assert.Contains("本组织须履行的义务", (await officer.Get("/zh-CN/console")).Text("main"), StringComparison.Ordinal);

        foreach (var other in new[] { "charity", "town", "village", "auditor", "admin" })
        {
            Assert.DoesNotContain("CN-DIS-08", (await (await site.SignedIn(other)).Get("/en/console")).Text("main"), StringComparison.Ordinal);
        }

        Assert.Contains("CN-DIS-08", (await (await site.SignedIn("auditor")).Get("/en/console/disclosures")).Text("main"), StringComparison.Ordinal);
        Assert.DoesNotContain("CN-DIS-08", (await (await site.SignedIn("village")).Get("/en/console/disclosures?state=overdue")).Text("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_is_written_down_and_made_public_each_once()
    {
        var officer = await site.SignedIn("officer");
        var form = await officer.Get(Console);
        (string, string)[] happened = [("kind", "major_change"), ("happened_on", Plain(_today)), ("text_zh", "买车"), ("text_en", "A van was bought")];
        var before = await site.Facts(OrganisationReports.StreamOf(_county));
        Assert.Equal("The event is written down; it has to be made public in time.", (await officer.Follow(await officer.Submit(form, "form[action$='/event']", happened))).Text(".notice"));
        Assert.Equal(303, (await officer.Submit(form, "form[action$='/event']", happened)).Status);
        Assert.Equal(before + 1, await site.Facts(OrganisationReports.StreamOf(_county)));

        var page = await officer.Get(Console);
        var newest = (await site.Service<DutyCalendar>().OfOrganisation(_county, 300, TestContext.Current.CancellationToken)).First(duty => duty.RuleId == "CN-DIS-07" && duty.MetOn is null && duty.FromOn == _today);
        (string, string)[] told = [("kind", "major_event"), ("event", $"{newest.About}"), ("text_zh", "购置货车一辆"), ("text_en", "A van for meals")];
        var done = await officer.Follow(await officer.Submit(page, "form[action$='/publish']", told));
        Assert.Equal("The report is public.", done.Text(".notice"));
        Assert.Equal(303, (await officer.Submit(page, "form[action$='/publish']", told)).Status);
        Assert.Equal(before + 2, await site.Facts(OrganisationReports.StreamOf(_county)));
        Assert.Contains("购置货车一辆", (await site.Visitor().Get($"/zh-CN/organisations/{_county}/disclosures")).Text("main"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("publish", "year", "MMXX", "year-error", "report_year_not_over")]
    [InlineData("publish", "text_en", " ", "text_en-error", "text_missing")]
    [InlineData("publish", "kind", "story", "kind-error", "report_kind_unknown")]
    [InlineData("event", "happened_on", "soon", "happened_on-error", "day_malformed")]
    [InlineData("event", "happened_on", "2099-01-01", "happened_on-error", "date_in_future")]
    [InlineData("event", "kind", "party", "kind-error", "report_kind_unknown")]
    public async Task What_is_wrong_is_told_at_its_field_and_what_was_typed_stays(string act, string field, string value, string at, string code)
    {
        var officer = await site.SignedIn("officer");
        foreach (var lang in new[] { "en", "zh-CN" })
        {
            var typed = new Dictionary<string, string>(StringComparer.Ordinal) { ["text_zh"] = "年度工作", ["text_en"] = "The year", ["happened_on"] = Plain(_today), [field] = value };
            var form = await officer.Get(Console.Replace("/en/", $"/{lang}/", StringComparison.Ordinal));
            var refused = await officer.Submit(form, $"form[action$='/{act}']", [.. typed.Select(pair => (pair.Key, pair.Value))]);
            Assert.Equal((422, code), (refused.Status, refused.Html.QuerySelector($"#{at}")?.GetAttribute("data-code")));
            Assert.Equal("年度工作", refused.Text(act == "publish" ? "#text_zh" : "#event-zh"));
            Assert.Equal("", refused.Text(act == "publish" ? "#event-zh" : "#text_zh"));
        }
    }

    [Fact]
    public async Task Who_may_not_sign_for_it_sees_no_form()
    {
        Assert.Null((await (await site.SignedIn("auditor")).Get(Console)).Html.QuerySelector("main form"));
        Assert.Equal(404, (await (await site.SignedIn("village")).Get(Console)).Status);
        Assert.NotNull((await (await site.SignedIn("officer")).Get(Console)).Html.QuerySelector("form[action$='/publish']"));
    }

    private static string Plain(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private Task Happened(int days, string kind) =>
        site.Do(new RecordMajorEvent(Guid.CreateVersion7(), _county, Guid.CreateVersion7(), kind, _today.AddDays(days), "购房", "A house", _now));
}
