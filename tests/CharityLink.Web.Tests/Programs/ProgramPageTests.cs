using CharityLink.Web.Demo;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Programs;

/// <summary>PRG-1 in public and in the console.</summary>
public sealed class ProgramPageTests(SiteHost site) : IClassFixture<SiteHost>
{
    private static readonly string _canteen = $"/programs/{DemoId.Of("program:canteen")}";
    private static readonly string _homes = $"/console/programs/{DemoId.Of("program:homes")}";

    [Fact]
    public async Task The_canteen_says_what_a_lunch_costs_and_who_pays_which_part()
    {
        var page = await site.Visitor().Get("/en" + _canteen);
        Assert.Equal("Canteen for the Elder", page.Text("h1"));
        Assert.Contains("¥12 pays for 1 lunch. ¥4 of it comes from givers", page.Text("main"), StringComparison.Ordinal);
        Assert.Contains("12 open sites", page.Text("main"), StringComparison.Ordinal);
        Assert.Equal(["¥205 lunches", "¥6015 lunches", "¥20050 lunches"], page.Html.QuerySelectorAll(".amounts span").Select(choice => choice.TextContent), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Giving_begins_with_a_plain_link_that_carries_program_site_and_amount()
    {
        var page = await site.Visitor().Get($"/zh-CN{_canteen}/sites/{DemoId.Of("site:canteen:440703101001")}");
        Assert.Equal(("get", "/zh-CN/give"), (page.Html.QuerySelector("form.give")?.GetAttribute("method"), page.Html.QuerySelector("form.give")?.GetAttribute("action")));
        Assert.Equal("60", page.Html.QuerySelector("form.give input[name=amount][checked]")?.GetAttribute("value"));
        Assert.Equal(DemoId.Of("program:canteen").ToString(), page.Html.QuerySelector("form.give input[name=program]")?.GetAttribute("value"));
    }

    [Fact]
    public async Task A_closed_site_says_so_and_takes_no_gift()
    {
        var page = await site.Visitor().Get($"/en{_canteen}/sites/{DemoId.Of("site:canteen:440781001012")}");
        Assert.Contains("merged into the canteen of Taicheng", page.Text(".notice"), StringComparison.Ordinal);
        Assert.Null(page.Html.QuerySelector("form.give"));
    }

    [Fact]
    public async Task A_site_of_another_program_is_no_page() =>
        Assert.Equal(404, (await site.Visitor().Get($"/en{_canteen}/sites/{DemoId.Of("site:homes:440703002104")}")).Status);

    [Fact]
    public async Task The_list_holds_the_four_programs_and_can_be_narrowed()
    {
        // Other tests start programs in the same city.
        var names = (await site.Visitor().Get("/zh-CN/programs")).Html.QuerySelectorAll("li.card h2").Select(name => name.TextContent.Trim()).ToArray();
        Assert.Superset(new HashSet<string>(StringComparer.Ordinal) { "长者饭堂", "城镇困难家庭家居改造", "儿童助学", "关爱留守儿童" }, names.ToHashSet(StringComparer.Ordinal));
        Assert.Equal("儿童助学", (await site.Visitor().Get("/zh-CN/programs?kind=school_program")).Text("li.card h2"));
        Assert.Equal(0, (await site.Visitor().Get("/zh-CN/programs?q=nothing")).Html.QuerySelectorAll("li.card").Length);
    }

    [Fact]
    public async Task An_officer_sets_the_unit_and_mistakes_are_told_at_the_field()
    {
        var officer = await site.SignedIn("officer");
        var page = await officer.Get("/en" + _homes);
        foreach (var (field, value, code) in new[]
        {
            ("cost", "", "amount_missing"), ("cost", "twelve", "amount_not_a_number"), ("cost", "0.001", "amount_too_precise"), ("from_givers", "6000", "givers_part_above_cost"), ("units_en", "", "text_missing"),
        })
        {
            var refused = await officer.Submit(page, "form[action$='/unit']", (field, value));
            Assert.Equal((422, code), (refused.Status, Assert.Single(refused.Refusals)));
            Assert.Equal(code, refused.Html.QuerySelector($"#{field}-error")?.GetAttribute("data-code"));
            Assert.Equal(value, refused.Html.QuerySelector($"#{field}")?.GetAttribute("value") ?? "");
        }

        Assert.Contains("¥5,200.50", (await officer.Follow(await officer.Submit(page, "form[action$='/unit']", ("cost", "５２００.50")))).Text("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_is_opened_in_two_steps_and_closed_with_a_reason()
    {
        var officer = await site.SignedIn("officer");
        var found = await officer.Get($"/en{_homes}?place=tangxia");
        var place = await officer.Get(found.Html.QuerySelectorAll("main li a").Single(link => link.GetAttribute("href")!.EndsWith("440703101001", StringComparison.Ordinal)).GetAttribute("href")!); // Links lead somewhere.
        var opened = await officer.Follow(await officer.Submit(place, "form[action$='/open']", ("name_zh", "棠下改造点"), ("name_en", "Tangxia Point")));
        Assert.Contains("Tangxia Point", opened.Text("table"), StringComparison.Ordinal);
        var id = opened.Html.QuerySelectorAll("table a").Single(link => link.TextContent == "Tangxia Point").GetAttribute("href")!.Split('/')[^1]; // Links lead somewhere.

        var refused = await officer.Submit(opened, "form[action$='/close']", ("site", id), ("reason", ""));
        Assert.Equal((422, "text_missing"), (refused.Status, Assert.Single(refused.Refusals)));
        Assert.Equal(id, refused.Html.QuerySelector("form[action$='/close'] option[selected]")?.GetAttribute("value"));
        Assert.Equal("true", refused.Html.QuerySelector("#close-reason")?.GetAttribute("aria-invalid"));
        var gone = await officer.Submit(opened, "form[action$='/close']", ("site", Guid.Empty.ToString()), ("reason", "Gone"));
        Assert.Equal("site_unknown", gone.Html.QuerySelector("form[action$='/close'] #site-error")?.GetAttribute("data-code"));
        Assert.Equal("Gone", gone.Text("#close-reason"));
        Assert.Equal("", gone.Text("form[action$='/suspend'] textarea"));
        var closed = await officer.Follow(await officer.Submit(opened, "form[action$='/close']", ("site", id), ("reason", "Moved away")));
        Assert.Contains("Closed: Moved away", closed.Text("table"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_charity_starts_its_own_program_and_nobody_elses()
    {
        var charity = await site.SignedIn("charity");
        var form = await charity.Get("/en/console/programs/new?whole=1");
        Assert.Equal([DemoId.Of("org:haojue").ToString()], form.Html.QuerySelectorAll("select[name=owner] option").Select(option => option.GetAttribute("value")), StringComparer.Ordinal);
        (string, string)[] typed = [("kind", "school_program"), ("name_zh", "豪爵助学"), ("name_en", "Haojue Grants"), ("summary_zh", "助学"), ("summary_en", "Grants")];
        Assert.Equal("forbidden", Assert.Single((await charity.Submit(form, "main form", [.. typed, ("owner", DemoId.Of("org:wuyi").ToString())])).Refusals));
        Assert.Equal("division_unknown", Assert.Single((await charity.Submit(form, "main form", [.. typed, ("division", "110000")])).Refusals));
        Assert.Equal("Haojue Grants", (await charity.Follow(await charity.Submit(form, "main form", typed))).Text("h1"));
        Assert.Equal(404, (await charity.Get($"/en/console/programs/{Guid.Empty}")).Status);
    }

    [Fact]
    public async Task Where_a_program_works_is_chosen_by_name_first()
    {
        var charity = await site.SignedIn("charity");
        var found = await charity.Get("/en/console/programs/new?place=tangxia");
        Assert.Null(found.Html.QuerySelector("form[method=post]"));
        var form = await charity.Get(found.Html.QuerySelectorAll("main li a").Single(link => link.TextContent.StartsWith("Tangxia Town, Pengjiang", StringComparison.Ordinal)).GetAttribute("href")!); // Links lead somewhere.
        Assert.Contains("Tangxia Town, Pengjiang District", form.Text("main form"), StringComparison.Ordinal);
        var started = await charity.Follow(await charity.Submit(form, "main form", ("kind", "school_program"), ("name_zh", "棠下助学"), ("name_en", "Tangxia Grants"), ("summary_zh", "助学"), ("summary_en", "Grants")));
        Assert.Contains("Tangxia Town, Pengjiang District", started.Text("dl"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_village_worker_reads_what_works_in_the_village_and_nothing_else()
    {
        var village = await site.SignedIn("village");
        Assert.Equal(["Home Improvement for Urban Difficult Families"], (await village.Get("/en/console/programs")).Html.QuerySelectorAll("tbody a").Select(link => link.TextContent), StringComparer.Ordinal);
        Assert.Equal(200, (await village.Get("/en" + _homes)).Status);
        Assert.Empty((await village.Get("/en" + _homes)).Html.QuerySelectorAll("main form"));
        Assert.Equal(404, (await village.Get($"/en/console{_canteen}")).Status);
    }

    [Fact]
    public async Task A_suspended_program_takes_no_gifts_and_its_page_says_why()
    {
        var officer = await site.SignedIn("admin");
        var address = $"/console/programs/{DemoId.Of("program:children")}";
        var open = await officer.Get("/en" + address);
        await officer.Follow(await officer.Submit(open, "form[action$='/suspend']", ("reason", "Safety check")));
        Assert.Equal(["form_gone"], (await officer.Submit(open, "form[action$='/suspend']", ("reason", " "))).Refusals);
        var page = await officer.Get($"/en/programs/{DemoId.Of("program:children")}");
        Assert.Contains("Safety check", page.Text(".notice"), StringComparison.Ordinal);
        Assert.Null(page.Html.QuerySelector("form.give"));
        await officer.Follow(await officer.Submit(await officer.Get("/en" + address), "form[action$='/resume']"));
        Assert.NotNull((await officer.Get($"/en/programs/{DemoId.Of("program:children")}")).Html.QuerySelector("form.give"));
    }
}
