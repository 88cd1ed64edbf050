using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Console;

/// <summary>The trail as people read it: names put to ids, acts and refusals together, page by page, no further than one's area.</summary>
public sealed class AuditPageTests(SiteHost site) : IClassFixture<SiteHost>
{
    [Fact]
    public async Task The_trail_is_read_page_by_page_without_a_row_twice()
    {
        var auditor = await site.SignedIn("auditor");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var page = await auditor.Get("/en/console/audit");
        for (var pages = 0; pages < 5; pages++)
        {
            // Refused attempts fill rows as well, but stand at no position of the log.
            Assert.Equal(50, page.Html.QuerySelectorAll("td[data-label=Log]").Length);
            Assert.All(Positions(page), position => Assert.True(seen.Add(position), $"{position} is shown twice."));
            page = await auditor.Get(page.Html.QuerySelector("a[rel=next]")?.GetAttribute("href") ?? "");
        }

        Assert.InRange(seen.Count, 200, 250);
    }

    [Fact]
    public async Task An_officer_reads_the_own_county_only()
    {
        var officer = await site.SignedIn("officer");

        var page = await officer.Get("/en/console/audit");

        var places = page.Html.QuerySelectorAll("td[data-label=Where]").Select(cell => cell.TextContent.Trim()).Where(place => place.Length > 0).ToList();
        Assert.NotEmpty(places);
        Assert.DoesNotContain(places, place => place.Contains("Xinhui", StringComparison.Ordinal) || place.Contains("Taishan", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_somebody_tried_and_was_refused_stands_there_with_the_name()
    {
        var officer = await site.SignedIn("officer");
        var staff = await officer.Get("/en/console/staff");
        var own = Guid.CreateVersion7();
        var page = await officer.Post($"/en/console/staff/{own}/end", [KeyValuePair.Create("_form", staff.Html.QuerySelector("main input[name=_form]")?.GetAttribute("value") ?? "")]);
        Assert.Equal(422, page.Status);

        var trail = await (await site.SignedIn("admin")).Get("/en/console/audit");

        var row = trail.Html.QuerySelectorAll("tbody tr").First(tr => tr.TextContent.Contains("End an appointment", StringComparison.Ordinal));
        Assert.Contains("Demo Officer", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("Refused Your account may not do this here.", row.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Acts_of_staff_alone_can_be_asked_for()
    {
        var administrator = await site.SignedIn("admin");
        await administrator.Post($"/en/console/staff/{Guid.CreateVersion7()}/end", [KeyValuePair.Create(
            "_form", (await administrator.Get("/en/console/staff")).Html.QuerySelector("main input[name=_form]")?.GetAttribute("value") ?? "")]);

        var page = await administrator.Get("/en/console/audit?show=staff");

        Assert.NotEmpty(page.Html.QuerySelectorAll("tbody tr"));
        Assert.DoesNotContain("Visitor or system", page.Text("table"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("before=9999999999999999999-1", 200)]
    [InlineData("before=nothing", 200)]
    [InlineData("account=nobody", 400)]
    public async Task A_mark_that_is_none_shows_the_newest_and_an_account_that_is_none_nothing(string query, int status) =>
        Assert.Equal(status, (await (await site.SignedIn("admin")).Get("/en/console/audit?" + query)).Status);

    private static IEnumerable<string> Positions(Answer page) =>
        page.Html.QuerySelectorAll("td[data-label=Log]").Select(cell => cell.TextContent.Trim()).Where(position => position.Length > 0);
}
