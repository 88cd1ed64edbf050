using CharityLink.Projects;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving;

/// <summary>Giving to a crowdfunded project: the same form, the same receipt.</summary>
[Collection(Shared.Giving)]
public sealed class ProjectGivingTests(SiteHost site)
{
    [Fact]
    public async Task Without_a_unit_an_amount_is_a_share_of_the_goal()
    {
        var page = await site.Visitor().Get($"/en/give?project={await site.LiveProject(FundingModel.AllOrNothing)}");
        Assert.Equal((200, "Give to A new kitchen for the canteen"), (page.Status, page.Text("h1")));
        Assert.Equal(["¥200.67% of the goal", "¥501.7% of the goal", "¥2006.7% of the goal"], page.Html.QuerySelectorAll(".amounts label").Select(label => label.TextContent.Trim()), StringComparer.Ordinal);
        Assert.Contains("gifts are given back", page.Text("[aria-labelledby=check]"), StringComparison.Ordinal);
        Assert.NotNull(page.Html.QuerySelector("dl time[datetime]"));
    }

    [Fact]
    public async Task Of_a_program_with_a_unit_an_amount_buys_what_it_buys_there()
    {
        var page = await site.Visitor().Get($"/en/give?project={await site.LiveProject(ofProgram: true)}");
        Assert.Equal(["¥205 lunches", "¥6015 lunches", "¥20050 lunches"], page.Html.QuerySelectorAll(".amounts label").Select(label => label.TextContent.Trim()), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_giver_sees_the_project_on_the_receipt_and_the_gift_in_every_total()
    {
        var project = await site.LiveProject();
        var visitor = site.Visitor();
        var payment = await visitor.Follow(await visitor.Give(await visitor.Get($"/en/give?project={project}"), "60", "陈美玲"));
        Assert.Contains("A new kitchen for the canteen", payment.Text("dl"), StringComparison.Ordinal);
        var gift = await visitor.Follow(await visitor.Choose(payment, "pay"));

        Assert.Contains("A new kitchen for the canteen", gift.Text(".receipt"), StringComparison.Ordinal);
        Assert.Equal($"/en/projects/{project}", gift.Html.QuerySelector(".totals tbody a")?.GetAttribute("href"));
        Assert.Equal("¥60.00", gift.Text(".totals tbody td"));
        var checkedOn = await visitor.Get(gift.Html.QuerySelector("a[href*='/verify/']")!.GetAttribute("href")!); // The paid gift's page has one.
        Assert.Contains("A new kitchen for the canteen", checkedOn.Text("dl"), StringComparison.Ordinal);
        Assert.NotNull(checkedOn.Html.QuerySelector($"a[href='/en/projects/{project}']"));
    }

    [Theory]
    [InlineData("project=nothing", "project_unknown", 404)]
    [InlineData("project=7c6f2d58-5d55-4c58-9a0c-5d4b1f9c0a11", "project_unknown", 404)]
    public async Task What_is_no_project_is_told(string query, string code, int status)
    {
        var page = await site.Visitor().Get($"/zh-CN/give?{query}");
        Assert.Equal(status, page.Status);
        Assert.Equal([code], page.Refusals);
    }

    [Fact]
    public async Task A_page_that_is_none_is_told_at_the_project()
    {
        var page = await site.Visitor().Get($"/en/give?project={await site.LiveProject()}&page=mine");
        Assert.Equal(422, page.Status);
        Assert.Equal(["page_unknown"], page.Refusals);
    }

    [Fact]
    public async Task A_gift_begun_after_the_deadline_is_refused_with_the_values_kept()
    {
        var (visitor, over) = (site.Visitor(), await site.LiveProject(deadline: TimeProvider.System.GetUtcNow().AddSeconds(-1)));
        // From a page that was opened while it took gifts.
        var form = await visitor.Get($"/en/give?project={await site.LiveProject()}");
        var refused = await visitor.Submit(form, Gifts.Form, ("project", $"{over}"), ("other", "77"), ("who", "anonymous"));
        Assert.Equal((422, "77"), (refused.Status, refused.Html.QuerySelector("input[name=other]")?.GetAttribute("value")));
        Assert.Equal(["project_over"], refused.Refusals);

        // Nobody is asked to fill in a form for nothing.
        foreach (var page in new[] { await visitor.Get($"/en/give?project={over}"), await visitor.Get($"/en/pledge?project={over}") })
        {
            Assert.Equal(422, page.Status);
            Assert.Equal(["project_over"], page.Refusals);
            Assert.Null(page.Html.QuerySelector(Gifts.Form));
            Assert.NotNull(page.Html.QuerySelector($"main a[href='/en/projects/{over}']"));
            Assert.NotNull(page.Html.QuerySelector("main a[href='/en/projects']"));
        }
    }

    [Fact]
    public async Task A_gift_begun_in_time_is_refused_on_the_payment_page_of_a_failed_project_and_told_that_no_money_was_taken()
    {
        var project = await site.LiveProject(FundingModel.AllOrNothing);
        var visitor = site.Visitor();
        var payment = await visitor.Follow(await visitor.Give(await visitor.Get($"/en/give?project={project}")));
        await site.Then(project, LiveProjects.Ended(project, met: false));
        var refused = await visitor.Choose(payment, "pay");

        Assert.Equal(422, refused.Status);
        Assert.Equal(["project_failed"], refused.Refusals);
        Assert.Contains("No money was taken", refused.Text("[data-code]"), StringComparison.Ordinal);
        Assert.Null(refused.Html.QuerySelector("button[value=pay]"));
    }

    [Fact]
    public async Task A_gift_begun_in_time_is_taken_after_the_deadline_when_the_minimum_was_reached()
    {
        var project = await site.LiveProject(FundingModel.AllOrNothing);
        var visitor = site.Visitor();
        var payment = await visitor.Follow(await visitor.Give(await visitor.Get($"/en/give?project={project}")));
        await site.Then(project, LiveProjects.Ended(project, met: true));
        Assert.Equal(200, (await visitor.Follow(await visitor.Choose(payment, "pay"))).Status);
    }

    [Fact]
    public async Task Staff_list_the_gifts_of_one_project()
    {
        var project = await site.LiveProject();
        var visitor = site.Visitor();
        var form = await visitor.Get($"/en/give?project={project}");
        await visitor.Give(form, "61");
        var officer = await site.SignedIn("officer");
        var list = await officer.Get($"/en/console/gifts?project={project}");
        var link = Assert.Single(list.Html.QuerySelectorAll("tbody a"));
        Assert.EndsWith(Gifts.GiftOf(form).ToString(), link.GetAttribute("href"), StringComparison.Ordinal);
        Assert.Contains("A new kitchen for the canteen", list.Text(".notice"), StringComparison.Ordinal);
        Assert.Equal(0, (await officer.Get($"/en/console/gifts?project={Guid.CreateVersion7()}")).Html.QuerySelectorAll("tbody a").Length);
    }
}
