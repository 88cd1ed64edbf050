using CharityLink.Web.Tests.Support;
using static CharityLink.Web.Tests.Projects.Delivery.Deliveries;

namespace CharityLink.Web.Tests.Projects.Delivery;

/// <summary>PRJ-5 in the console, without script: payments with their receipts, put right, and money moved between lines.</summary>
[Collection(Shared.Delivery)]
public sealed class SpendingPageTests(SiteHost site)
{
    [Fact]
    public async Task A_payment_is_recorded_once_with_its_receipt_and_everybody_sees_it()
    {
        var (id, village) = (await site.PlannedProject(), await site.SignedIn("village"));
        Assert.Contains("No money was let go yet", (await village.Get(Page(id))).Text("main"), StringComparison.Ordinal);
        Assert.Null((await village.Get(Page(id))).Html.QuerySelector(Form("spend")));
        await site.Release(id);
        var page = await village.Get(Page(id));
        var wrong = await village.Upload(page, Form("spend"), "receipt", [("r.png", Photo(51))], ("amount", "lots"), ("paid_on", "2026-02-30"), ("payee", "Li Ming"), ("purpose", ""));
        Assert.Equal(422, wrong.Status);
        Assert.Equal(["amount_not_a_number", "day_malformed", "payee_unknown", "text_missing"], wrong.Refusals.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal(("lots", "2026-02-30"), (Value(wrong, "spend_amount"), Value(wrong, "spend_paid_on")));
        Assert.Single(wrong.Html.QuerySelectorAll("input[name=receipt_kept]"));

        (string, string)[] typed = [("line", Line(page)), ("amount", "１,200 元"), ("paid_on", "2026-01-15"), ("payee", "supplier"), ("purpose", "rice, 300 kg")];
        Assert.Equal("budget_line_unknown", Assert.Single((await village.Upload(wrong, Form("spend"), "receipt", [], [.. typed.Where(field => field.Item1 != "line"), ("line", "")])).Refusals));
        Assert.Equal("receipt_missing", Assert.Single((await village.Upload(page, Form("spend"), "receipt", [], typed)).Refusals));
        Assert.Equal("files_too_many", Assert.Single((await village.Upload(page, Form("spend"), "receipt", [("a.png", Photo(52)), ("b.png", Photo(53))], typed)).Refusals));
        Assert.Equal("date_in_future", Assert.Single((await village.Upload(wrong, Form("spend"), "receipt", [], [.. typed.Where(field => field.Item1 != "paid_on"), ("paid_on", "2200-01-01")])).Refusals));
        Assert.Equal("spending_above_released", Assert.Single((await village.Upload(wrong, Form("spend"), "receipt", [], [.. typed.Where(field => field.Item1 != "amount"), ("amount", "30000.01")])).Refusals));
        Assert.Equal("spending_above_line", Assert.Single((await village.Upload(wrong, Form("spend"), "receipt", [], [.. typed.Where(field => field.Item1 != "amount"), ("amount", "90720.01")])).Refusals));
        Assert.Equal("budget_amount_out_of_range", Assert.Single((await village.Upload(wrong, Form("spend"), "receipt", [], [.. typed.Where(field => field.Item1 != "amount"), ("amount", "10000000000.01")])).Refusals));
        for (var time = 0; time < 2; time++)
        {
            var done = await village.Upload(wrong, Form("spend"), "receipt", [], typed);
            Assert.Equal((303, $"{Page(id)}?done=spend"), (done.Status, done.Location));
        }

        Assert.Contains("¥28,800.00 of the money", (await village.Get(Page(id))).Text("main"), StringComparison.Ordinal);
        Assert.Equal("spending_id_reused", Assert.Single((await village.Upload(wrong, Form("spend"), "receipt", [], [.. typed.Where(field => field.Item1 != "amount"), ("amount", "7")])).Refusals));
        await SeenByEverybody(id, village);
        Assert.Null((await village.Get(Page(id))).Html.QuerySelector("a[href*='spending=']"));
        Assert.Equal(403, (await (await site.SignedIn("auditor")).Force(id, "spend")).Status);
        Assert.Equal(403, (await village.Force(id, "correct")).Status);

        var rest = await village.Get(Page(id));
        Assert.Equal(303, (await village.Upload(rest, Form("spend"), "receipt", [("s.png", Photo(54))], [.. typed.Where(field => field.Item1 != "amount"), ("amount", "28800")])).Status);
        var spent = await village.Get(Page(id));
        Assert.Null(spent.Html.QuerySelector(Form("spend")));
        Assert.Contains("All the money that was let go is spent", spent.Text("main"), StringComparison.Ordinal);
        var late = await village.Upload(rest, Form("spend"), "receipt", [("s.png", Photo(54))], [.. typed.Where(field => field.Item1 != "command"), ("command", Guid.CreateVersion7().ToString())]);
        Assert.Equal((422, "spending_above_released"), (late.Status, Assert.Single(late.Refusals)));
    }

    private async Task SeenByEverybody(Guid id, Visitor village)
    {
        var shown = await village.Get($"/en/projects/{id}");
        Assert.Contains("rice, 300 kg", shown.Text("details"), StringComparison.Ordinal);
        Assert.Contains("¥1,200", shown.Text("table.budget"), StringComparison.Ordinal);
        Assert.Equal(200, (await village.Get(shown.Html.QuerySelector("details a[href^='/files/']")?.GetAttribute("href") ?? "")).Status);
        var all = await site.Visitor().Get($"/zh-CN/projects/{id}/receipts");
        Assert.Equal((200, "支出与票据"), (all.Status, all.Text("h1")));
        Assert.Contains("rice, 300 kg", all.Text("table.stack"), StringComparison.Ordinal);
        Assert.Null(all.Html.QuerySelector("a[href*='spending=']"));
        Assert.Equal(404, (await site.Visitor().Get($"/en/projects/{await site.RunningProject()}/receipts")).Status);
    }

    [Fact]
    public async Task A_payment_is_put_right_and_the_wrong_figure_stays_in_sight()
    {
        var (id, village, officer) = (await site.PlannedProject(), await site.SignedIn("village"), await site.SignedIn("officer"));
        await site.Release(id);
        var form = await village.Get(Page(id));
        await village.Upload(form, Form("spend"), "receipt", [("r.png", Photo(61))], ("line", Line(form)), ("amount", "900"), ("paid_on", "2026-01-15"), ("purpose", "oil"));
        var link = (await officer.Get(Page(id))).Html.QuerySelector("a[href*='spending=']")?.GetAttribute("href") ?? "";
        var page = await officer.Get(link.Split('#')[0]);
        var wrong = await officer.Upload(page, Form("correct"), "right_receipt", [], ("amount", ""), ("reason", ""));
        Assert.Equal(["amount_missing", "text_missing"], wrong.Refusals, StringComparer.Ordinal);
        Assert.Equal("correction_changes_nothing", Assert.Single((await officer.Upload(wrong, Form("correct"), "right_receipt", [], ("amount", "900"), ("reason", "same"))).Refusals));
        for (var time = 0; time < 2; time++)
        {
            Assert.Equal(303, (await officer.Upload(wrong, Form("correct"), "right_receipt", [("n.png", Photo(62))], ("amount", "850"), ("reason", "discount"))).Status);
        }

        Assert.Equal(303, (await officer.Upload(await officer.Get(link.Split('#')[0]), Form("correct"), "right_receipt", [], ("amount", "0"), ("reason", "never delivered"))).Status);
        var shown = await officer.Get(Page(id));
        Assert.Contains("Corrected from ¥900.00 to ¥850.00: discount", shown.Text("table:has(a[href*='spending='])"), StringComparison.Ordinal);
        Assert.Contains("Corrected from ¥850.00 to ¥0.00: never delivered", shown.Text("table:has(a[href*='spending='])"), StringComparison.Ordinal);
        Assert.Equal(2, shown.Html.QuerySelectorAll("td a[href^='/files/']").Length);
        Assert.Equal("spending_unknown", Assert.Single((await officer.Force(id, "correct", ("spending", Guid.CreateVersion7().ToString()), ("amount", "1"), ("reason", "r"))).Refusals));
    }

    [Fact]
    public async Task Money_moves_between_lines_with_a_reason_everybody_reads()
    {
        var (id, officer) = (await site.PlannedProject(), await site.SignedIn("officer"));
        var page = await officer.Get(Page(id));
        var lines = page.Html.QuerySelectorAll("#from option").Select(option => option.GetAttribute("value") ?? "").ToArray();
        var wrong = await officer.Submit(page, Form("move"), ("from", lines[3]), ("to", lines[3]), ("amount", "12,000"), ("reason", "rice costs more"));
        Assert.Equal((422, "budget_line_unknown"), (wrong.Status, Assert.Single(wrong.Refusals)));
        Assert.NotNull(wrong.Html.QuerySelector("details[open] #to-error"));
        Assert.Equal("12,000", Value(wrong, "move_amount"));
        Assert.Equal("line_has_not_so_much", Assert.Single((await officer.Submit(wrong, Form("move"), ("to", lines[1]), ("amount", "12000.01"))).Refusals));
        for (var time = 0; time < 2; time++)
        {
            Assert.Equal(303, (await officer.Submit(wrong, Form("move"), ("to", lines[1]))).Status);
        }

        Assert.Equal("move_id_reused", Assert.Single((await officer.Submit(wrong, Form("move"), ("to", lines[2]))).Refusals));
        var shown = await officer.Get($"/en/projects/{id}");
        Assert.Contains("¥12,000 moved from “Kitchen repair” to “Food and fuel”: rice costs more", shown.Text("section[aria-labelledby=budget]"), StringComparison.Ordinal);
        Assert.Equal(403, (await (await site.SignedIn("village")).Force(id, "move")).Status);
    }

    private static string Line(Answer page) => page.Html.QuerySelector("#line option:not([value=''])")?.GetAttribute("value") ?? "";

    private static string? Value(Answer page, string id) => page.Html.QuerySelector($"#{id}")?.GetAttribute("value");
}
