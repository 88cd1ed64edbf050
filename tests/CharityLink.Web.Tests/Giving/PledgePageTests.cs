using CharityLink.Giving;
using CharityLink.Projects;
using CharityLink.Web.Giving.Pledges;
using CharityLink.Web.Site;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving;

/// <summary>Promising to give, without an account and without script.</summary>
[Collection(Shared.Giving)]
public sealed class PledgePageTests(SiteHost site)
{
    private const string Dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "0", "mei@example.org", "2000-01-01", "amount_zero")]
    [InlineData("zh-CN", "90", "", null, "pledge_email_missing")]
    [InlineData("zh-CN", "90", "nobody", null, "email_malformed")]
    [InlineData("en", "90", "mei@example.org", "2000-01-01", "pledge_day_passed")]
    [InlineData("en", "90", "mei@example.org", "soon", "date_malformed")]
    [InlineData("zh-CN", "90", "mei@example.org", "", "day_missing")]
    [InlineData("en", "90", "mei@example.org", "2999-01-01", "pledge_after_deadline")]
    public async Task A_wrong_form_is_told_at_its_field_and_keeps_its_values(string lang, string amount, string email, string? first, string code)
    {
        var visitor = site.Visitor();
        var form = await visitor.Get($"/{lang}/pledge?project={await site.LiveProject()}");
        var refused = await visitor.Submit(form, Gifts.Form, ("pledge_amount", amount), ("first_on", first ?? Day(5)), ("pledge_name", "陈美玲"), ("pledge_email", email));
        Assert.Equal(422, refused.Status);
        Assert.Contains(refused.Refusals, told => told == code);
        Assert.Equal("陈美玲", refused.Html.QuerySelector("#pledge_name")?.GetAttribute("value"));
        Assert.Equal(form.Html.QuerySelector("input[name=pledge]")?.GetAttribute("value"), refused.Html.QuerySelector("input[name=pledge]")?.GetAttribute("value"));
    }

    [Theory]
    [InlineData("２", null)]
    [InlineData(" 2 ", null)]
    [InlineData("two", "pledge_count_out_of_range")]
    public async Task Parts_are_counted_in_digits_of_either_width(string count, string? code)
    {
        var visitor = site.Visitor();
        var form = await visitor.Get($"/zh-CN/pledge?project={await site.LiveProject(deadline: TimeProvider.System.GetUtcNow().AddDays(400))}");
        var answer = await visitor.Submit(form, Gifts.Form, ("pledge_amount", "１００"), ("every", "month"), ("count", count), ("first_on", Day(5)), ("pledge_name", "陈美玲"), ("pledge_email", "mei@example.org"));
        Assert.Equal((code is null ? 303 : 422, code), (answer.Status, answer.Refusals is [var why, ..] ? why : null));
    }

    [Fact]
    public async Task The_giving_page_of_a_project_offers_it_below_the_gift()
    {
        var page = await site.Visitor().Get($"/en/give?project={await site.LiveProject()}");
        Assert.NotNull(page.Html.QuerySelector("details form[action='/en/pledge']"));
        Assert.Equal("/en/give", page.Html.QuerySelector(Gifts.Form)?.GetAttribute("action"));
    }

    [Fact]
    public async Task From_the_form_by_the_mailed_link_to_a_gift_that_keeps_it()
    {
        var project = await site.LiveProject();
        var visitor = site.Visitor();
        var (id, mine) = await Promise(visitor, project);

        var page = await visitor.Get(mine);
        Assert.Contains("¥90.00 to A new kitchen for the canteen", page.Text("main"), StringComparison.Ordinal);
        await visitor.Follow(await visitor.Submit(page, Gifts.Form, ("choice", "confirm")));
        page = await visitor.Get(mine);
        Assert.Equal("Confirmed", page.Text(".chip"));

        var payment = await visitor.Follow(await visitor.Submit(page, Gifts.Form, ("choice", "pay")));
        var gift = await visitor.Follow(await visitor.Choose(payment, "pay"));
        Assert.Contains("陈美玲", gift.Text(".receipt"), StringComparison.Ordinal);
        var paid = (await site.Facts(Gifts.GiftIn(payment.Address.PathAndQuery))).OfType<DonationPaid>().Single();
        Assert.Equal((id, 90_00), (paid.PledgeId, paid.Amount.Minor));
        await site.Caught("pledge_keeper");
        page = await visitor.Get(mine);
        Assert.Equal("Kept", page.Text(".chip"));
        // Thanked in the language of the promise.
        await Mailbox.Arrived($"{project:N}@example.org", mail => mail.Contains("Your gift of ¥90.00", StringComparison.Ordinal));
        Assert.Equal(["pledge_over"], (await visitor.Submit(page, Gifts.Form, ("choice", "pay"))).Refusals);
    }

    [Fact]
    public async Task Pledged_and_raised_stand_apart_on_the_projects_page()
    {
        var project = await site.LiveProject();
        var visitor = site.Visitor();
        var (_, mine) = await Promise(visitor, project);
        await visitor.Submit(await visitor.Get(mine), Gifts.Form, ("choice", "confirm"));
        await site.Caught("pledge_totals");
        await site.Caught("projects");
        var page = await visitor.Get($"/en/projects/{project}");
        Assert.Equal("¥0", page.Text(".raised"));
        Assert.Contains("¥90 promised besides, not counted as raised", page.Text("aside"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "¥90.00 promised besides, not counted as raised", "promised besides")]
    [InlineData("zh-CN", "另有认捐¥90.00，不计入已筹金额", "另有认捐")]
    public async Task What_is_promised_stands_beside_every_total_above_it(string lang, string beside, string onTheCard)
    {
        // A village of its own, so that no other test's promise is in its total.
        var village = lang == "en" ? "440781001012" : "440703101001";
        var project = await site.LiveProject(division: village);
        var visitor = site.Visitor();
        var (_, mine) = await Promise(visitor, project);
        await visitor.Submit(await visitor.Get(mine), Gifts.Form, ("choice", "confirm"));
        await site.Caught("pledge_totals");
        await site.Caught("projects");

        Assert.Contains(beside, (await visitor.Get($"/{lang}/divisions/{village}")).Text("aside .pledged"), StringComparison.Ordinal);
        Assert.Contains(onTheCard, (await visitor.Get($"/{lang}/divisions/{village}")).Text(".card.project .pledged"), StringComparison.Ordinal);
        foreach (var above in new[] { $"divisions/{village[..9]}", $"divisions/{village[..6]}", "divisions/440700", $"organisations/{await Organiser(project)}", "" })
        {
            Assert.Contains(onTheCard, (await visitor.Get($"/{lang}/{above}?{project}")).Text(".pledged"), StringComparison.Ordinal);
        }

        Assert.Contains(onTheCard, (await (await site.SignedIn("admin")).Get($"/{lang}/console/projects")).Text("main table"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_and_its_sites_can_be_promised_to()
    {
        var page = await site.Visitor().Get($"/en/programs/{Gifts.Canteen}/sites/{Gifts.Site()}");
        var link = page.Html.QuerySelector("aside a[href*='/pledge?']")?.GetAttribute("href") ?? "";
        var form = await site.Visitor().Get(link);
        Assert.Equal(200, form.Status);
        Assert.EndsWith("Hegang Village Canteen", form.Text("h1"), StringComparison.Ordinal);
        Assert.Equal(200, (await site.Visitor().Get((await site.Visitor().Get($"/zh-CN/programs/{Gifts.Canteen}")).Html.QuerySelector("aside a[href*='/pledge?']")?.GetAttribute("href") ?? "")).Status);
    }

    [Fact]
    public async Task Staff_of_the_area_see_a_promise_with_its_days_its_mails_and_what_came_in()
    {
        var project = await site.LiveProject();
        var visitor = site.Visitor();
        var (id, mine) = await Promise(visitor, project);
        var officer = await site.SignedIn("officer");
        Assert.Equal(404, (await officer.Get($"/en/console/pledges/{id}")).Status);
        await visitor.Submit(await visitor.Get(mine), Gifts.Form, ("choice", "confirm"));
        await site.Caught("pledges");
        var listed = await officer.Get($"/en/console/pledges?project={project}");
        var page = await officer.Get(listed.Html.QuerySelector("tbody a")?.GetAttribute("href") ?? "");
        Assert.Equal(("A promise of ¥90.00", "Confirmed"), (page.Text("h1"), page.Text("dl .chip")));
        Assert.Contains("Waited for", page.Text("main table"), StringComparison.Ordinal);
        Assert.Contains("Request to confirm a promise", page.Text("main"), StringComparison.Ordinal);
        Assert.DoesNotContain("陈", page.Text("main"), StringComparison.Ordinal);

        // How it was given is written down, and what follows from that by law.
        Assert.Contains("Not to be demanded", page.Text("dl"), StringComparison.Ordinal);
        var refused = await officer.Upload(page, "#form", "paper", [], ("form", "Written"), ("listed", "1"));
        Assert.Equal((422, "promise_paper_missing", "Written"), (refused.Status, Assert.Single(refused.Refusals), refused.Html.QuerySelector("#form option[selected]")?.GetAttribute("value")));
        Assert.Equal(303, (await officer.Upload(refused, "#form", "paper", [("letter.png", Convert.FromBase64String(Dot))], ("form", "Written"), ("listed", "1"))).Status);
        page = await officer.Get($"/en/console/pledges/{id}");
        Assert.Contains("In writing", page.Text("dl"), StringComparison.Ordinal);
        Assert.Contains("Can be demanded", page.Text("dl"), StringComparison.Ordinal);
        Assert.Contains("CN-DON-07", page.Text("dl"), StringComparison.Ordinal);
        // The paper is kept where only the rest is changed.
        Assert.Equal(303, (await officer.Upload(page, "#form", "paper", [], ("form", "Written"), ("listed", ""))).Status);
        Assert.Contains("no purpose that the law names", (await officer.Get($"/en/console/pledges/{id}")).Text("dl"), StringComparison.Ordinal);

        var payment = await visitor.Follow(await visitor.Submit(await visitor.Get(mine), Gifts.Form, ("choice", "pay")));
        await visitor.Choose(payment, "pay");
        await site.Caught("pledge_keeper");
        page = await officer.Get($"/zh-CN/console/pledges/{id}");
        Assert.NotNull(page.Html.QuerySelector($"a[href='/zh-CN/console/gifts/{Gifts.GiftIn(payment.Address.PathAndQuery)}']"));
        Assert.Equal("已兑现", page.Text("dl .chip"));
        Assert.Equal(200, (await (await site.SignedIn("auditor")).Get($"/en/console/pledges/{id}")).Status);
        Assert.Equal(404, (await (await site.SignedIn("village")).Get($"/en/console/pledges/{id}")).Status);
        Assert.Equal(404, (await officer.Get($"/en/console/pledges/{Guid.CreateVersion7()}")).Status);
    }

    [Fact]
    public async Task A_promise_is_shown_to_its_giver_alone_and_can_be_taken_back()
    {
        var visitor = site.Visitor();
        var (id, mine) = await Promise(visitor, await site.LiveProject());
        var stranger = await site.Visitor().Get($"/en/pledges/{id}");
        Assert.DoesNotContain("¥", stranger.Text("main"), StringComparison.Ordinal);
        Assert.Equal(404, (await visitor.Submit(await visitor.Get(mine), Gifts.Form, ("choice", "cancel")) is { Status: 303 } ? await site.Visitor().Get($"/en/pledges/{Guid.CreateVersion7()}") : stranger).Status);
        Assert.Equal("Taken back", (await visitor.Get(mine)).Text(".chip"));
    }

    [Fact]
    public async Task Staff_see_confirmed_promises_without_names_and_let_givers_off_with_a_reason()
    {
        var project = await site.LiveProject();
        var visitor = site.Visitor();
        var (id, mine) = await Promise(visitor, project);
        await visitor.Submit(await visitor.Get(mine), Gifts.Form, ("choice", "confirm"));
        await site.Caught("pledges");

        const string next = "td[data-label='Next day']";
        var officer = await site.SignedIn("officer");
        var list = await officer.Get($"/en/console/pledges?project={project}");
        Assert.DoesNotContain("陈", list.Text("main"), StringComparison.Ordinal);
        var refused = await officer.Submit(list, "main form[method=post]", ("reason", ""));
        Assert.Equal((422, "text_missing"), (refused.Status, refused.Refusals.Single()));
        Assert.Equal(303, (await officer.Submit(list, "main form[method=post]", ("reason", "The giver fell ill."))).Status);
        Assert.IsType<PledgeReleased>((await site.Facts(id))[^1]);
        await site.Caught("pledges");
        // Nothing is waited for any more, and so no day.
        Assert.Equal((Show.Day(Pledge.DayOf(TimeProvider.System.GetUtcNow()).AddDays(5), Language.English), "–"), (list.Text(next), (await officer.Get($"/en/console/pledges?project={project}")).Text(next)));
    }

    [Fact]
    public async Task What_a_failed_project_was_given_is_listed_to_go_back()
    {
        var project = await site.LiveProject(FundingModel.AllOrNothing);
        var visitor = site.Visitor();
        var payment = await visitor.Follow(await visitor.Give(await visitor.Get($"/en/give?project={project}"), "66"));
        await visitor.Follow(await visitor.Choose(payment, "pay"));
        await site.Then(project, LiveProjects.Ended(project, met: false));
        await site.Caught("donations");
        await site.Caught("projects");

        var returns = await (await site.SignedIn("officer")).Get("/en/console/returns");
        Assert.Contains("¥66.00", returns.Html.QuerySelector($"a[href*='{project}']")!.Closest("tr")!.TextContent, StringComparison.Ordinal); // Listed.
        Assert.Contains("to be given back to their givers: ¥66 (gifts: 1)", (await visitor.Get($"/en/projects/{project}")).Text("main"), StringComparison.Ordinal);
    }

    private async Task<Guid> Organiser(Guid project) => (await site.Facts(project)).OfType<ProjectApproved>().Single().OrganiserId;

    private static string Day(int ahead) =>
        Pledge.DayOf(TimeProvider.System.GetUtcNow()).AddDays(ahead).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    // The form, and the mail it brought, as far as its link.
    private async Task<(Guid Id, string Mine)> Promise(Visitor visitor, Guid project)
    {
        var form = await visitor.Get($"/en/pledge?project={project}");
        var made = await visitor.Submit(form, Gifts.Form, ("pledge_amount", "90"), ("first_on", Day(5)), ("pledge_name", "陈美玲"), ("pledge_email", $"{project:N}@example.org"));
        Assert.Equal(303, made.Status);
        var mailed = await visitor.Follow(made);
        Assert.Equal("Look into your mail", mailed.Text("h1"));
        var id = Guid.Parse(form.Html.QuerySelector("input[name=pledge]")!.GetAttribute("value")!); // The form has one.
        await site.Caught("pledges");
        await site.Service<PledgePost>().Work(Ct);
        var mine = await Mailbox.LinkTo($"{project:N}@example.org");
        Assert.StartsWith($"/en/pledges/{id}?key=", mine, StringComparison.Ordinal);
        return (id, mine);
    }
}
