using CharityLink.Web.Tests.Support;
using static CharityLink.Web.Tests.Projects.Delivery.Deliveries;

namespace CharityLink.Web.Tests.Projects.Delivery;

/// <summary>PRJ-4 in the console, without script: the work is laid out in steps.</summary>
[Collection(Shared.Delivery)]
public sealed class StepsPageTests(SiteHost site)
{
    [Fact]
    public async Task Steps_are_planned_row_by_row_and_what_is_wrong_stands_at_its_field()
    {
        var (id, officer) = (await site.RunningProject(), await site.SignedIn("officer"));
        var empty = await officer.Get(Page(id));
        Assert.Contains("No steps are planned yet", empty.Text(".empty"), StringComparison.Ordinal);
        var form = await officer.Get(empty.Html.QuerySelector(".empty a")?.GetAttribute("href") ?? "");
        Assert.Equal(("86400", "12000"), (Value(form, "amount_0_0"), Value(form, "amount_0_2")));

        var blank = await officer.Submit(form, Form("steps"), ("do", "save"));
        Assert.Equal(422, blank.Status);
        Assert.Equal(["text_missing", "text_missing", "day_missing"], blank.Refusals, StringComparer.Ordinal);
        Assert.NotNull(blank.Html.QuerySelector("#due_on_0-error"));
        Assert.Equal("86400", Value(blank, "amount_0_0"));

        var more = await officer.Submit(blank, Form("steps"), ("do", "more"), ("name_zh_0", "备料"), ("name_en_0", "Buy"), ("due_on_0", "2027-03-01"), ("amount_0_0", "6e3"));
        Assert.Equal((200, 2, "备料", "6e3"), (more.Status, more.Html.QuerySelectorAll("fieldset").Length, Value(more, "name_zh_0"), Value(more, "amount_0_0")));
        var wrong = await officer.Submit(more, Form("steps"), ("do", "save"), ("name_zh_1", "送餐"), ("name_en_1", "Serve"), ("due_on_1", "2027-02-01"));
        Assert.Equal("amount_exponent", Assert.Single(wrong.Refusals));
        Assert.NotNull(wrong.Html.QuerySelector("#amount_0_0-error"));
        var uneven = await officer.Submit(wrong, Form("steps"), ("do", "save"), ("amount_0_0", "6,000"));
        Assert.Equal(["milestones_out_of_order", "tranche_missing", "tranches_do_not_add_up"], uneven.Refusals.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Contains("¥80,400.00 missing", uneven.Text("table.stack"), StringComparison.Ordinal);

        var one = await officer.Submit(uneven, Form("steps"), ("do", $"remove:{Value(uneven, "step_1")}"));
        Assert.Single(one.Html.QuerySelectorAll("fieldset"));
        for (var time = 0; time < 2; time++)
        {
            var saved = await officer.Submit(one, Form("steps"), ("do", "save"), ("amount_0_0", "86400"));
            Assert.Equal((303, $"{Page(id)}?done=steps"), (saved.Status, saved.Location));
        }

        var page = await officer.Get($"{Page(id)}?done=steps");
        Assert.Equal("The steps are saved.", page.Text(".notice"));
        Assert.Single(page.Html.QuerySelectorAll("section[id^=step-]"));
        Assert.NotNull((await officer.Get($"/en/console/projects/{id}")).Html.QuerySelector($".places a[href='{Page(id)}']"));
    }

    [Fact]
    public async Task Who_does_not_plan_is_told_whom_it_waits_for_and_reaches_no_form()
    {
        var id = await site.RunningProject();
        var village = await site.SignedIn("village");
        var page = await village.Get(Page(id, "zh-CN"));
        Assert.Equal((200, true), (page.Status, page.Text(".empty").Contains("由主办方的工作人员安排", StringComparison.Ordinal)));
        Assert.Null(page.Html.QuerySelector(".empty a"));
        Assert.Equal(403, (await village.Get(Page(id) + "/steps")).Status);
        Assert.Equal(403, (await village.Force(id, "steps", ("do", "save"))).Status);
        Assert.Equal(404, (await (await site.SignedIn("officer")).Get(Page(Guid.CreateVersion7()))).Status);
        Assert.Equal(404, (await (await site.SignedIn("officer")).Get(Page(Guid.CreateVersion7()) + "/steps")).Status);
        Assert.Equal(302, (await site.Visitor().Get(Page(id))).Status);
    }

    [Fact]
    public async Task Once_money_was_asked_for_the_steps_stand()
    {
        var (id, officer) = (await site.PlannedProject(), await site.SignedIn("officer"));
        var before = await officer.Get(Page(id) + "/steps");
        Assert.Equal(303, (await officer.Submit(await officer.Get(Page(id)), Form("ask"), ("note", "now"))).Status);
        var late = await officer.Submit(before, Form("steps"), ("do", "save"), ("name_en_0", "Other"));
        Assert.Equal((422, "milestones_begun"), (late.Status, Assert.Single(late.Refusals)));
        Assert.Null((await officer.Get(Page(id) + "/steps")).Html.QuerySelector(Form("steps")));
    }

    private static string? Value(Answer page, string field) => page.Html.QuerySelector($"[name={field}]")?.GetAttribute("value");
}
