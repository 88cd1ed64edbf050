using System.Text;
using CharityLink.Giving;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Offline;

/// <summary>Bank transfers: from the giving page to the officer's list, without script.</summary>
[Collection(Shared.Giving)]
public sealed class TransferPageTests(SiteHost site)
{
    [Theory]
    [InlineData("en", "Please transfer your gift")]
    [InlineData("zh-CN", "请完成银行转账")]
    public async Task A_giver_gets_the_account_and_a_reference_and_the_gift_waits(string lang, string title)
    {
        var (page, reference) = await Slip(lang);
        Assert.Equal(title, page.Text("h1"));
        Assert.Contains("¥60.00", page.Text("main"), StringComparison.Ordinal);
        Assert.Null(TransferReference.Read(reference, "", out _));
        Assert.IsType<TransferAwaited>((await site.Facts(Gifts.GiftIn(page.Address.PathAndQuery)))[^1]);
    }

    [Fact]
    public async Task An_officer_records_what_arrived_and_the_giver_sees_a_receipt()
    {
        var (page, reference) = await Slip("en");
        var officer = await site.SignedIn("officer");
        var list = await officer.Get("/en/console/transfers");
        Assert.Contains(reference, list.Text("main"), StringComparison.Ordinal);
        var wrong = await officer.Submit(list, "#record", [.. Fields("W-1", reference[..^1] + (reference[^1] == '1' ? '2' : '1'))]);
        Assert.Equal((422, "reference_wrong_check"), (wrong.Status, Assert.Single(wrong.Refusals)));
        Assert.Equal("W-1", wrong.Html.QuerySelector("#record-transaction")?.GetAttribute("value"));
        var done = await officer.Follow(await officer.Submit(list, "#record", [.. Fields("W-1", reference.ToLowerInvariant())]));
        Assert.Equal("Matched", done.Text(".chip"));
        Assert.Contains("王小明", done.Text("main"), StringComparison.Ordinal);
        Assert.Contains("¥55.50", (await site.Visitor().Get(page.Address.PathAndQuery)).Text(".receipt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_statement_is_checked_recorded_and_what_nobody_knows_is_assigned()
    {
        var project = await site.OfflineProject();
        var officer = await site.SignedIn("officer");
        var list = await officer.Get("/zh-CN/console/transfers");
        Assert.Equal(["csv_heading_missing"], (await Upload(list, "check", "日期,金额\n")).Html.QuerySelectorAll("tr[data-code]").Select(row => row.GetAttribute("data-code") ?? ""), StringComparer.Ordinal);
        const string rows = "交易日期,流水号,收入,附言,对方户名\n2026-01-05,S-1,88.00,捐款,陈美玲\n2026-01-05,S-2,88.00,捐款,\n";
        Assert.Contains("2行可以导入", (await Upload(list, "check", rows)).Text("main"), StringComparison.Ordinal);
        Assert.Equal(303, (await Upload(list, "import", rows)).Status);
        Assert.Equal(303, (await Upload(list, "import", rows)).Status);
        Assert.Equal(["transfer_told_differently"], (await Upload(list, "import", rows.Replace("88.00,捐款,陈", "89.00,捐款,陈", StringComparison.Ordinal))).Html.QuerySelectorAll("tr[data-code]").Select(row => row.GetAttribute("data-code") ?? ""), StringComparer.Ordinal);

        var one = await officer.Get($"/en/console/transfers/{Arrival.IdOf(OfflineGifts.Holder, "S-1")}");
        Assert.Contains("besides this one: 1", one.Text("main"), StringComparison.Ordinal);
        Assert.Equal(["transfer_choice_missing"], (await officer.Submit(one, "#assign")).Refusals);
        var assigned = await officer.Follow(await officer.Submit(one, "#assign", ("cause", one.Html.QuerySelector($"#cause option[value$='{project}']")?.GetAttribute("value") ?? "")));
        Assert.Equal("Matched", assigned.Text(".chip"));

        var other = await officer.Get($"/en/console/transfers/{Arrival.IdOf(OfflineGifts.Holder, "S-2")}");
        Assert.Equal(["text_missing"], (await officer.Submit(other, "#return")).Refusals);
        other = await officer.Follow(await officer.Submit(other, "#return", ("reason", "Sent by mistake")));
        other = await officer.Follow(await officer.Submit(other, "#returned", ("returned_on", "2026-01-06"), ("transaction", "B-1")));
        Assert.Equal("Returned", other.Text(".chip"));

        Task<Answer> Upload(Answer page, string choice, string csv) =>
            officer.Upload(page, "#statement", "file", [("statement.csv", Encoding.UTF8.GetBytes(csv))], ("holder", OfflineGifts.Holder.ToString()), ("choice", choice));
    }

    [Fact]
    public async Task Staff_elsewhere_see_nothing_and_record_nothing()
    {
        var (_, reference) = await Slip("en");
        var village = await site.SignedIn("village");
        Assert.DoesNotContain(reference, (await village.Get("/en/console/transfers")).Text("main"), StringComparison.Ordinal);
        Assert.Equal(404, (await village.Get($"/en/console/transfers/{Guid.CreateVersion7()}")).Status);
        Assert.Equal(403, (await village.Get("/en/console/transfers/accounts")).Status);
    }

    [Fact]
    public async Task Accounts_are_typed_in_and_told_only_when_somebody_else_typed_them_again()
    {
        await site.OfflineProject();
        var officer = await site.SignedIn("officer");
        var page = await officer.Get($"/en/console/transfers/accounts?holder={OfflineGifts.Holder}");
        var four = page.Html.QuerySelector("#account option")?.TextContent[^4..];
        Assert.Equal(["account_number_differs"], (await officer.Submit(page, "#enter", ("number", "12345678901" + (four == "0000" ? "1111" : "0000")))).Refusals);
        var entered = await officer.Follow(await officer.Submit(page, "#enter", ("number", "6228480000" + four)));
        Assert.Contains("Another person has to type the number again.", entered.Text("main"), StringComparison.Ordinal);
        Assert.DoesNotContain("6228480000", entered.Text("main"), StringComparison.Ordinal);
    }

    private static IEnumerable<(string, string)> Fields(string transaction, string reference) =>
        [("holder", OfflineGifts.Holder.ToString()), ("amount", "55.50"), ("arrived_on", "2026-01-05"), ("transaction", transaction), ("reference", reference), ("payer", "王小明")];

    private async Task<(Answer Page, string Reference)> Slip(string lang)
    {
        var visitor = site.Visitor();
        var form = await visitor.Get($"/{lang}/give?project={await site.OfflineProject()}");
        var begun = await visitor.Submit(form, Gifts.Form, ("other", "60"), ("who", "anonymous"), ("how", "transfer"));
        Assert.Equal(303, begun.Status);
        var page = await visitor.Follow(begun);
        return (page, page.Text("dl strong"));
    }
}
