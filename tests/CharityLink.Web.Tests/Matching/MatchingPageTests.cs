using CharityLink.Kernel;
using CharityLink.Matching;
using CharityLink.Store;
using CharityLink.Web.Demo;
using CharityLink.Web.Tests.Giving;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Matching;

/// <summary>PRJ-8 as people use it: a promise written down, confirmed, given projects, paid; and the sponsor's statement.</summary>
[Collection(Shared.Giving)]
public sealed class MatchingPageTests(SiteHost site)
{
    private const string NewForm = "form[action$='/matching/new']";
    private static readonly Guid _county = DemoId.Of("org:440703");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "Waits for a second person")]
    [InlineData("zh-CN", "待第二人确认")]
    public async Task A_promise_is_written_down_and_waits_for_somebody_else(string lang, string waits)
    {
        var officer = await site.SignedIn("officer");
        var form = await officer.Get($"/{lang}/console/matching/new");
        var sent = await officer.Submit(form, NewForm, Promise());
        Assert.Equal(303, sent.Status);
        var page = await officer.Follow(sent);
        Assert.Contains(waits, page.Text(".chips"), StringComparison.Ordinal);
        Assert.Null(page.Html.QuerySelector("form[action$='/open']"));
        Assert.Equal(404, (await site.Visitor().Get(page.Address.AbsolutePath.Replace("/console", "", StringComparison.Ordinal))).Status);

        // Sent past the page all the same: four eyes hold.
        var id = PoolIn(page);
        var refused = await officer.Submit(page, "form[action$='/close']", ("reason", "x"));
        Assert.Equal(303, refused.Status);
        Assert.Equal(["pool_drafted", "pool_closed"], await Names(id));

        // The same form again is the same promise; with other content it is told.
        Assert.Equal(303, (await officer.Submit(form, NewForm, Promise())).Status);
        Assert.Equal(2, (await site.Facts(id)).Count);
        Assert.Equal(["command_id_reused"], (await officer.Submit(form, NewForm, [.. Promise(), ("pool", "999")])).Refusals);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task Who_wrote_it_down_is_told_that_another_has_to_confirm(string lang)
    {
        var officer = await site.SignedIn("officer");
        var page = await officer.Follow(await officer.Submit(await officer.Get($"/{lang}/console/matching/new"), NewForm, Promise()));
        var refused = await Bend(officer, page, "/close", "/open");
        Assert.Equal((422, "pool_drafted_it"), (refused.Status, refused.Refusals.Single()));
        Assert.Equal(lang == "zh-CN", refused.Text("[data-code]").Any(c => c is >= '\u4e00' and <= '\u9fff'));
        Assert.Equal(["pool_drafted"], await Names(PoolIn(page)));
    }

    [Theory]
    [InlineData("sponsor_zh", "", "text_missing")]
    [InlineData("sponsor_en", "tab\there", "text_forbidden_character")]
    [InlineData("pool", "0", "amount_zero")]
    [InlineData("pool", "1e9", "amount_exponent")]
    [InlineData("per_hundred", "0", "match_rate_invalid")]
    [InlineData("per_hundred", "half", "match_rate_invalid")]
    [InlineData("per_gift", "5000.01", "match_cap_above_pool")]
    [InlineData("per_day", "-1", "amount_negative")]
    [InlineData("from", "soon", "day_malformed")]
    [InlineData("until", "", "day_missing")]
    [InlineData("until", "2026-01-01", "match_time_invalid")]
    public async Task What_is_wrong_is_told_at_its_field_in_the_readers_language_and_what_was_typed_stays(string field, string value, string code)
    {
        var officer = await site.SignedIn("officer");
        var form = await officer.Get("/zh-CN/console/matching/new");
        var refused = await officer.Submit(form, NewForm, [.. Promise(), (field, value)]);
        refused.RefusedAt(field, code, value);
        Assert.Equal(field == "per_giver" ? value : "88", refused.Html.QuerySelector("#per_giver")?.GetAttribute("value"));
        Assert.Equal(form.Html.QuerySelector("input[name=id]")?.GetAttribute("value"), refused.Html.QuerySelector("input[name=id]")?.GetAttribute("value"));
    }

    [Fact]
    public async Task From_the_confirmation_to_the_sponsors_statement()
    {
        var (project, other) = (await site.LiveProject(), await site.LiveProject());
        await site.Caught("projects");
        var pool = await Drafted();
        var officer = await site.SignedIn("officer");
        var page = await officer.Get($"/en/console/matching/{pool}");
        page = await Done(officer, page, "open");
        foreach (var one in new[] { project, other })
        {
            page = await Done(officer, page, "add", ("project", one.ToString()));
        }

        Assert.Null(page.Html.QuerySelector($"#add-project option[value='{project}']"));
        await Give(project, "60", "lin@example.org");
        await Give(other, "70", "lin@example.org");
        await Give(project, "60", null);
        await site.Caught("matches");
        page = await officer.Get($"/en/console/matching/{pool}");
        Assert.Contains("¥88.00 of ¥5,000.00 added to gifts", page.Text("main"), StringComparison.Ordinal);

        var refused = await officer.Submit(page, "form[action$='/top-up']", ("amount", "lots"));
        Assert.Equal((422, "lots"), (refused.Status, refused.Html.QuerySelector("#amount")?.GetAttribute("value")));
        Assert.Equal("amount_not_a_number", refused.Html.QuerySelector("#amount-error")?.GetAttribute("data-code"));
        page = await Done(officer, page, "top-up", ("amount", "1000"));
        Assert.Contains("of ¥6,000.00", page.Text("main"), StringComparison.Ordinal);
        page = await Done(officer, page, "remove", ("project", other.ToString()));
        refused = await officer.Submit(page, "form[action$='/close']", ("reason", " "));
        Assert.Equal((422, "text_missing"), (refused.Status, refused.Html.QuerySelector("#reason-error")?.GetAttribute("data-code")));
        page = await Done(officer, page, "close", ("reason", "The summer is over."));
        Assert.Null(page.Html.QuerySelector("form[action$='/add']"));

        var shown = await site.Visitor().Get($"/zh-CN/matching/{pool}");
        Assert.Contains("The summer is over.", shown.Text("main"), StringComparison.Ordinal);
        Assert.Contains("¥88.00", shown.Text("main"), StringComparison.Ordinal);
        Assert.Contains("李记食品", (await site.Visitor().Get("/zh-CN/matching")).Text("main"), StringComparison.Ordinal);
        var sheet = System.Text.Encoding.UTF8.GetString(await site.Visitor().Client.GetByteArrayAsync(new Uri($"/en/matching/{pool}/statement.csv", UriKind.Relative), Ct)).Trim().Split('\n');
        Assert.Equal("\ufeffposition,day,project_id,donation_id,amount,currency", sheet[0].Trim());
        Assert.Equal(["60", "28"], sheet[1..].Select(line => line.Split(',')[4]), StringComparer.Ordinal);
        Assert.DoesNotContain(sheet, line => line.Contains("lin@", StringComparison.Ordinal) || line.Contains('林', StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_settled_is_paid_once_and_never_in_the_future()
    {
        var project = await site.LiveProject();
        await site.Caught("projects");
        var pool = await Drafted();
        var officer = await site.SignedIn("officer");
        await Done(officer, await Done(officer, await officer.Get($"/zh-CN/console/matching/{pool}"), "open"), "add", ("project", project.ToString()));
        await Give(project, "60", "zhou@example.org");
        await site.Then(project, LiveProjects.Ended(project, met: true));
        await site.Caught("match_settler");
        await site.Caught("matches");

        var page = await officer.Get($"/zh-CN/console/matching/{pool}");
        Assert.Contains("应付，尚未到账", page.Text("table"), StringComparison.Ordinal);
        const string form = "form[action$='/paid']";
        var refused = await officer.Submit(page, form, ("paid_on", "2999-01-01"));
        Assert.Equal((422, "date_in_future", "2999-01-01"), (refused.Status, refused.Html.QuerySelector("#paid_on-error")?.GetAttribute("data-code"), refused.Html.QuerySelector("#paid_on")?.GetAttribute("value")));
        Assert.Equal("day_malformed", (await officer.Submit(page, form, ("paid_on", "soon"))).Html.QuerySelector("#paid_on-error")?.GetAttribute("data-code"));
        Assert.Equal(303, (await officer.Submit(page, form, ("paid_on", "2026-01-05"))).Status);
        Assert.Equal(303, (await officer.Submit(page, form, ("paid_on", "2026-01-05"))).Status);
        Assert.Equal(["pool_drafted", "pool_opened", "pool_project_added", "match_settled", "match_paid"], await Names(pool));
        Assert.Contains("¥60.00", (await site.Visitor().Get($"/en/matching/{pool}")).Text("table"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_answers_for_no_money_writes_nothing_down_and_reads_only_the_own_area()
    {
        var pool = await Drafted();
        var auditor = await site.SignedIn("auditor");
        Assert.Empty((await auditor.Get($"/en/console/matching/{pool}")).Html.QuerySelectorAll("main form"));
        var town = await site.SignedIn("town");
        Assert.Equal(403, (await town.Get("/en/console/matching/new")).Status);
        Assert.Equal(403, (await town.Post($"/en/console/matching/{pool}/open", [])).Status);
        var elsewhere = await Drafted(DemoId.Of("org:440781"));
        var officer = await site.SignedIn("officer");
        Assert.Equal(404, (await officer.Get($"/en/console/matching/{elsewhere}")).Status);
        var page = await officer.Get($"/en/console/matching/{pool}");
        var sent = await Bend(officer, page, pool.ToString(), elsewhere.ToString());
        Assert.InRange(sent.Status, 403, 404);
        Assert.Equal(["pool_drafted"], await Names(elsewhere));
        var form = await officer.Get("/en/console/matching/new");
        Assert.Contains(_county.ToString(), form.Html.QuerySelectorAll("#holder option").Select(option => option.GetAttribute("value")), StringComparer.Ordinal);
        Assert.DoesNotContain(DemoId.Of("org:440781").ToString(), form.Html.QuerySelectorAll("#holder option").Select(option => option.GetAttribute("value")), StringComparer.Ordinal);
        var refused = await officer.Submit(form, NewForm, [.. Promise(), ("holder", DemoId.Of("org:440781").ToString())]);
        Assert.InRange(refused.Status, 403, 422);
        Assert.Equal(404, (await site.Visitor().Get($"/en/matching/{Guid.CreateVersion7()}")).Status);
        Assert.Equal(404, (await site.Visitor().Get($"/en/matching/{Guid.CreateVersion7()}/statement.csv")).Status);
    }

    private static (string, string)[] Promise() =>
    [
        ("sponsor_zh", "李记食品"), ("sponsor_en", "Li's Foods"), ("holder", _county.ToString()), ("pool", "5000"), ("per_hundred", "100"), ("per_giver", "88"),
        ("from", "2026-02-01"), ("until", "2026-12-31"),
    ];

    private static Guid PoolIn(Answer page) => Guid.Parse(page.Address.AbsolutePath.Split('/')[^1]);

    // Sends the page's last form to another address than it was made for.
    private static Task<Answer> Bend(Visitor officer, Answer page, string from, string to)
    {
        var form = page.Html.QuerySelectorAll("main form").Last(one => one.GetAttribute("action")?.Contains(from, StringComparison.Ordinal) == true);
        form.SetAttribute("action", form.GetAttribute("action")!.Replace(from, to, StringComparison.Ordinal)); // It was just looked for.
        form.SetAttribute("id", "bent");
        return officer.Submit(page, "#bent");
    }

    // Does one act, and reads what it says when it is done.
    private static async Task<Answer> Done(Visitor officer, Answer page, string act, params (string, string)[] typed)
    {
        var sent = await officer.Submit(page, $"form[action$='/{act}']", typed);
        Assert.Equal(303, sent.Status);
        var shown = await officer.Follow(sent);
        Assert.NotEmpty(shown.Text(".notice[role=status]"));
        return shown;
    }

    // A promise of the platform's own account, which anybody who answers for the holder may confirm.
    private async Task<Guid> Drafted(Guid? holder = null)
    {
        var (id, now) = (Guid.CreateVersion7(), TimeProvider.System.GetUtcNow());
        var terms = new MatchTerms(Money.Cny(5_000_00), 100, null, Money.Cny(88_00), null, null, now.AddDays(-1), now.AddDays(30));
        await site.Service<EventStore>().Append([new StreamChange(id, "matching_pool", 0, [new PoolDrafted(id, holder ?? _county, "李记食品", "Li's Foods", terms, null, null, true)])], EventMetadata.None, Ct);
        await site.Caught("matches");
        return id;
    }

    private async Task Give(Guid project, string amount, string? email)
    {
        var visitor = site.Visitor();
        var form = await visitor.Get($"/en/give?project={project}");
        var begun = await visitor.Submit(form, Gifts.Form, ("other", amount), ("who", "named"), ("name", "林小红"), ("email", email ?? ""));
        await visitor.Choose(await visitor.Follow(begun), "pay");
    }

    private async Task<IReadOnlyList<string>> Names(Guid pool) =>
        [.. (await site.Service<EventStore>().ReadStream(pool, 0, Ct)).Events.Select(one => one.Type)];
}
