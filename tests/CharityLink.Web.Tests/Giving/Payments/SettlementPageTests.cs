using System.Text;
using CharityLink.Giving;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>What providers paid out, what is in it and what nobody can explain, as those see it who keep an organisation's accounts.</summary>
[Collection(Shared.Stripe)]
public sealed class SettlementPageTests(StripeSite site)
{
    [Fact]
    public async Task A_payout_is_shown_to_whose_it_is_with_all_that_is_in_it()
    {
        // What others left with the provider is paid out first.
        await PayOut();
        var gift = await site.Paid();
        var payout = await PayOut();
        // Whoever was signed in before is not any more.
        var officer = await site.Officer(gift);
        var page = await officer.Get("/en/console/settlement");
        var row = Assert.Single(page.Html.QuerySelectorAll("#payouts tbody tr"), line => line.TextContent.Contains(payout, StringComparison.Ordinal));
        Assert.Contains("¥96.26", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("Arrived", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("已到账", (await officer.Get("/zh-CN/console/settlement")).Text("#payouts"), StringComparison.Ordinal);
        Assert.NotEmpty(page.Html.QuerySelectorAll("#runs tbody tr"));
        // What stands with the provider is the platform's, and for those who see all of it.
        Assert.Null(page.Html.QuerySelector("#balance"));
        Assert.NotNull((await (await site.SignedIn("auditor")).Get("/en/console/settlement")).Html.QuerySelector("#balance"));

        var inside = await officer.Get($"/en/console/settlement/payouts/stripe/{payout}");
        Assert.NotNull(inside.Html.QuerySelector($"a[href='https://dashboard.stripe.com/test/payouts/{payout}']"));
        Assert.Contains("Card payment", inside.Text("#kinds"), StringComparison.Ordinal);
        Assert.NotNull(Assert.Single(inside.Html.QuerySelectorAll("#lines tbody tr")).QuerySelector($"a[href='/en/console/gifts/{gift}/refunds']"));
        var sheet = await Sheet(officer, $"/en/console/settlement/payouts/stripe/{payout}/lines.csv");
        Assert.Contains($"{payout}", Assert.Single(sheet, line => line.EndsWith($",{gift}", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains(",100,3.74,96.26,CNY,", sheet[^1].Replace("100.00", "100", StringComparison.Ordinal), StringComparison.Ordinal);

        // Of a payout in which nothing is theirs others hear nothing.
        Assert.Empty(await site.Get<PayoutList>().Find("stripe", payout, [Guid.CreateVersion7()], StripeSite.Ct));

        site.Fake.Bank.ReturnPayout(payout);
        await site.Deliver(2, 1);
        await site.Passed("payouts");
        Assert.Contains("Came back", (await officer.Get($"/en/console/settlement/payouts/stripe/{payout}")).Text("main"), StringComparison.Ordinal);
        // It goes out again, so that no later payout of another test takes it along.
        await PayOut();
        await site.Close();
    }

    [Fact]
    public async Task A_period_is_a_sheet_with_its_payouts_and_a_wrong_one_is_told()
    {
        var gift = await site.Paid();
        var payout = await PayOut();
        var auditor = await site.SignedIn("auditor");
        var (from, until) = (site.Site.Clock.GetUtcNow().AddDays(-200), site.Site.Clock.GetUtcNow().AddDays(2));
        var sheet = await Sheet(auditor, $"/en/console/settlement/lines.csv?from={from:yyyy-MM-dd}&until={until:yyyy-MM-dd}");
        var row = Assert.Single(sheet, line => line.EndsWith($",{gift}", StringComparison.Ordinal));
        Assert.Contains(payout, row, StringComparison.Ordinal);
        // The day of the city, by which the period was chosen, as programs for sheets read it.
        var booked = (await site.Get<SettledLines>().InPayout("stripe", payout, [(await site.Site.Facts(gift)).OfType<DonationPaid>().Single().Cause.HolderId], "", int.MaxValue, StripeSite.Ct)).Single(line => line.DonationId == gift).TakenAt;
        Assert.StartsWith($"{booked.AddHours(8):yyyy-MM-dd HH:mm:ss},", row, StringComparison.Ordinal);
        Assert.Contains(sheet, line => line.Contains(payout, StringComparison.Ordinal) && line.Contains("\"payout\",-", StringComparison.Ordinal));
        Assert.Single(await Sheet(auditor, "/en/console/settlement/lines.csv?from=2019-01-01&until=2019-01-31"));
        foreach (var (query, code) in new[] { ("from=2026-02-02&until=2026-02-01", "period_backwards"), ("from=2024-01-01&until=2026-02-01", "period_too_long"), ("from=x&until=", "day_malformed") })
        {
            var told = await auditor.Get($"/en/console/settlement/lines.csv?{query}");
            Assert.Equal((422, code), (told.Status, told.Refusals[0]));
            // The form stands below the payouts: whoever sends it comes back to it, and to what is wrong there.
            Assert.EndsWith("#sheet", told.Html.QuerySelector("form:has(#until)")?.GetAttribute("action"), StringComparison.Ordinal);
            Assert.NotNull(told.Html.QuerySelector("h2#sheet"));
        }
    }

    [Fact]
    public async Task What_nobody_can_explain_is_listed_until_it_is_explained()
    {
        var gift = await site.Paid();
        var line = site.Fake.Bank.Book("climate_order_refund", await site.ChargeOf(gift), -5_00);
        await Reconcile();
        var auditor = await site.SignedIn("auditor");
        var row = Assert.Single((await auditor.Get("/en/console/settlement/suspense")).Html.QuerySelectorAll("#suspense tbody tr"), one => one.TextContent.Contains(line, StringComparison.Ordinal));
        Assert.Contains("Not yet anybody's", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("-¥5.00", row.TextContent.Replace("−", "-", StringComparison.Ordinal).Replace("¥-", "-¥", StringComparison.Ordinal), StringComparison.Ordinal);
        // Those who answer for one organisation see only what is its own.
        Assert.DoesNotContain(line, (await (await site.Officer(gift)).Get("/en/console/settlement/suspense")).Text("main"), StringComparison.Ordinal);
        await site.Close();
    }

    [Fact]
    public async Task Lists_are_shown_part_by_part()
    {
        var holder = (await site.Site.Facts(await site.Paid())).OfType<DonationPaid>().Single().Cause.HolderId;
        await PayOut();
        await site.Paid();
        await PayOut();
        var list = site.Get<PayoutList>();
        var both = await list.List([holder], null, 2, StripeSite.Ct);
        Assert.Equal(2, both.Count);
        Assert.Equal(both[1], Assert.Single(await list.List([holder], both[0].Id, 1, StripeSite.Ct)));
        var lines = site.Get<SettledLines>();
        Assert.Empty(await lines.InPayout("stripe", both[0].PayoutId, [holder], "zzz", 9, StripeSite.Ct));
        Assert.Empty(await list.Find("stripe", both[0].PayoutId, [Guid.CreateVersion7()], StripeSite.Ct));
        var runs = await site.Get<ReconciliationRuns>().Last(null, 2, StripeSite.Ct);
        Assert.DoesNotContain(runs[0].Id, (await site.Get<ReconciliationRuns>().Last(runs[0].Id, 5, StripeSite.Ct)).Select(run => run.Id));
    }

    private async Task<string> PayOut()
    {
        site.Advance(TimeSpan.FromDays(3));
        await Reconcile();
        var payout = site.Fake.Bank.PayOut("cny");
        await site.Deliver(2, 1);
        await site.Passed("payouts");
        return payout;
    }

    private async Task Reconcile()
    {
        await site.Get<Reconciliation>().Work(StripeSite.Ct);
        await site.Started();
        await site.Passed("ledger");
    }

    private static async Task<IReadOnlyList<string>> Sheet(Visitor visitor, string address)
    {
        var answer = await visitor.Client.GetAsync(new Uri(address, UriKind.Relative), StripeSite.Ct);
        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        var text = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(StripeSite.Ct)).TrimStart('\uFEFF');
        Assert.StartsWith("taken_at,booked_at,provider,payout,line,kind,gross,cost,net,currency", text, StringComparison.Ordinal);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
