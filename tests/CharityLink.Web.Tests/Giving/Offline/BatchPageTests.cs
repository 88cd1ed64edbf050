using System.Text;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Store;
using CharityLink.Web.Demo;
using CharityLink.Web.Site;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Offline;

/// <summary>Cash boxes on a village worker's phone: typed in, counted again by the town.</summary>
[Collection(Shared.Giving)]
public sealed class BatchPageTests(SiteHost site)
{
    [Fact]
    public async Task A_village_worker_types_in_and_the_town_counts_again_without_seeing_the_sum()
    {
        var village = await site.SignedIn("village");
        var form = await village.Get("/en/console/batches/new");
        var refused = await village.Submit(form, "#enter", ("place", "Box 7"), ("collected_on", "2026-01-05"), ("total", "50"), ("1:amount", "60"), ("1:name", "陈美玲"));
        Assert.Equal((422, "batch_lines_exceed"), (refused.Status, Assert.Single(refused.Refusals)));
        Assert.Equal(("Box 7", "陈美玲"), (Value(refused, "place"), Value(refused, "1:name")));
        var entered = await village.Follow(await village.Submit(refused, "#enter", ("total", "100")));
        Assert.Contains("Another person has to count it again.", entered.Text("main"), StringComparison.Ordinal);
        Assert.Contains("陈美玲", entered.Text("table"), StringComparison.Ordinal);
        Assert.Null(entered.Html.QuerySelector("#confirm"));

        var town = await site.SignedIn("town");
        var link = $"a[href$='{entered.Address.AbsolutePath[3..]}']";
        // It is on the list of whoever counts again, and of nobody else.
        Assert.NotNull((await town.Get("/en/console")).Html.QuerySelector(link));
        Assert.Null((await village.Get("/en/console")).Html.QuerySelector(link));
        var page = await town.Get($"/zh-CN{entered.Address.AbsolutePath[3..]}");
        Assert.DoesNotContain("100.00", page.Text("main"), StringComparison.Ordinal);
        var box = $"tr:has({link})";
        Assert.DoesNotContain("100.00", (await town.Get("/en/console/batches")).Text(box), StringComparison.Ordinal);
        Assert.Contains("100.00", (await village.Get("/en/console/batches")).Text(box), StringComparison.Ordinal);
        Assert.Equal(["batch_count_differs"], (await town.Submit(page, "#confirm", ("counted", "99"))).Refusals);
        Assert.Equal(["amount_missing"], (await town.Submit(page, "#confirm", ("counted", ""))).Refusals);
        var done = await town.Follow(await town.Submit(page, "#confirm", ("counted", "１００")));
        Assert.Equal("已复点", done.Text(".chip"));
        Assert.Null((await town.Get("/en/console")).Html.QuerySelector(link));
        Assert.Contains("¥40.00", done.Text("table"), StringComparison.Ordinal);
        Assert.Equal(404, (await (await site.SignedIn("charity")).Get(entered.Address.AbsolutePath)).Status);
    }

    [Fact]
    public async Task A_batch_that_was_sent_back_waits_for_whoever_typed_it_in_and_for_nobody_else()
    {
        var (village, town) = (await site.SignedIn("village"), await site.SignedIn("town"));
        var entered = await village.Follow(await village.Submit(await village.Get("/en/console/batches/new"), "#enter", ("place", "Box 31"), ("collected_on", "2026-01-07"), ("total", "12")));
        var link = $"a[href$='{entered.Address.AbsolutePath[3..]}']";
        Assert.Equal(303, (await town.Submit(await town.Get(entered.Address.AbsolutePath), "#back", ("reason", "The bag was open."))).Status);
        await site.Caught("batches");
        Assert.Equal("Correct a batch that was sent back", (await village.Get("/en/console")).Text(link));
        Assert.Equal("更正一批被退回的捐款", (await village.Get("/zh-CN/console")).Text(link));
        // Since it was sent back, not since the box was emptied.
        Assert.Contains(Show.Day(site.Clock.GetUtcNow(), Language.English), Waiting(await village.Get("/en/console")), StringComparison.Ordinal);
        Assert.Null((await town.Get("/en/console")).Html.QuerySelector(link));
        Assert.Null((await (await site.SignedIn("officer")).Get("/en/console")).Html.QuerySelector(link));

        // Typed in again, the other one counts again.
        Assert.Equal(303, (await village.Submit(await village.Get($"/en/console/batches/new?batch={entered.Address.Segments[^1]}"), "#enter", ("place", "Box 31"), ("collected_on", "2026-01-07"), ("total", "11"))).Status);
        await site.Caught("batches");
        Assert.Null((await village.Get("/en/console")).Html.QuerySelector(link));
        Assert.Equal("Count a batch again", (await town.Get("/en/console")).Text(link));
        Assert.Contains(Show.Day(site.Clock.GetUtcNow(), Language.English), Waiting(await town.Get("/en/console")), StringComparison.Ordinal);

        string Waiting(Answer work) => work.Html.QuerySelector(link)!.Closest("tr")!.TextContent; // It is on the list.
    }

    [Fact]
    public async Task A_line_leads_to_its_gift_only_for_those_who_may_see_that()
    {
        var (id, station, other) = (Guid.CreateVersion7(), DemoId.Of("org:440703102201"), Guid.CreateVersion7());
        var (here, there) = (DivisionCode.Parse("440703102201"), DivisionCode.Parse("440705"));
        var (near, far) = (new GiftCause(null, null, Guid.CreateVersion7(), station, OfflineGifts.Holder, here), new GiftCause(null, null, Guid.CreateVersion7(), other, other, there));
        BatchLine[] lines = [new(Guid.CreateVersion7(), "cash", near, Money.Cny(1_00), null, true), new(Guid.CreateVersion7(), "cash", far, Money.Cny(1_00), null, true)];
        await site.Service<EventStore>().Append(
            [new StreamChange(id, "batch", 0, [new BatchEntered(id, station, OfflineGifts.Holder, here, "Box 51", new(2026, 1, 6), Money.Cny(2_00), lines, null, DateTimeOffset.UnixEpoch), new BatchConfirmed(id, null)])],
            EventMetadata.None, TestContext.Current.CancellationToken);
        await site.Caught("batches");
        Assert.Equal([lines[0].LineId], await Gifts("officer"));
        Assert.Equal(lines.Select(line => line.LineId), await Gifts("auditor"));

        async Task<IEnumerable<Guid>> Gifts(string account) =>
            (await (await site.SignedIn(account)).Get($"/en/console/batches/{id}")).Html.QuerySelectorAll("td a[href*='/console/gifts/']").Select(link => Guid.Parse(link.GetAttribute("href")!.Split('/')[^1])); // A link has one.
    }

    [Fact]
    public async Task What_came_back_is_corrected_from_what_was_entered()
    {
        var (village, town) = (await site.SignedIn("village"), await site.SignedIn("town"));
        (string, string)[] typed =
        [
            ("place", "Box 41"), ("collected_on", "2026-01-06"), ("total", "100"), ("1:amount", "60"), ("1:name", "陈美玲"), ("1:anonymous", "yes"),
            ("3:amount", "12.50"), ("3:cheque", "0099"), ("3:bank", "农业银行"),
        ];
        var entered = await village.Follow(await village.Submit(await village.Get("/en/console/batches/new"), "#enter", typed));
        var id = entered.Address.Segments[^1];
        var form = $"/en/console/batches/new?batch={id}";
        // Only what came back is typed in again.
        Assert.Equal("", Value(await village.Get(form), "place"));
        Assert.Equal(303, (await town.Submit(await town.Get(entered.Address.AbsolutePath), "#back", ("reason", "count again"))).Status);
        await site.Caught("batches");

        var again = await village.Get(form);
        Assert.Equal(
            ("Box 41", "2026-01-06", "100.00", "60.00", "陈美玲", "12.50", "0099", "农业银行"),
            (Value(again, "place"), Value(again, "collected_on"), Value(again, "total"), Value(again, "1:amount"), Value(again, "1:name"), Value(again, "2:amount"), Value(again, "2:cheque"), Value(again, "2:bank")));
        Assert.Equal((true, false, "", id), (Ticked(again, "1:anonymous"), Ticked(again, "2:anonymous"), Value(again, "3:amount"), Value(again, "batch")));
        Assert.Null(again.Html.QuerySelector("#table-again"));
        // Who has nothing to do with it is told nothing of it.
        Assert.Equal("", Value(await (await site.SignedIn("charity")).Get(form), "1:name"));
        Assert.Equal(id, (await village.Follow(await village.Submit(again, "#enter", ("total", "101")))).Address.Segments[^1]);

        static bool Ticked(Answer page, string name) => page.Html.QuerySelector($"[name='{name}']")!.HasAttribute("checked"); // A box of the form.
    }

    [Theory]
    [InlineData("en", "bounced", "Reason: the cheque bounced.")]
    [InlineData("zh-CN", "被退票", "原因：支票被退票。")]
    public async Task A_cheque_that_bounces_is_told_in_words_wherever_its_gift_stands(string lang, string settled, string why)
    {
        var (village, town) = (await site.SignedIn("village"), await site.SignedIn("town"));
        var entered = await village.Follow(await village.Submit(
            await village.Get("/en/console/batches/new"), "#enter",
            ("place", "Desk"), ("collected_on", "2026-01-06"), ("total", "30"), ("1:amount", "30"), ("1:name", "李四"), ("1:cheque", $"B{lang}"), ("1:bank", "ICBC")));
        Assert.Equal(303, (await town.Submit(await town.Get(entered.Address.AbsolutePath), "#confirm", ("counted", "30"))).Status);
        await site.Caught("batches");
        // Who counts does not settle: that is for those who see the bank's account.
        var (address, officer) = ($"/{lang}{entered.Address.AbsolutePath[3..]}", await site.SignedIn("officer"));
        Assert.Null((await town.Get(address)).Html.QuerySelector("form[id^=cheque]"));
        var form = (await officer.Get(address)).Html.QuerySelectorAll("form[id^=cheque] input[type=hidden]");
        // The second button of the form, which sends it elsewhere.
        var fields = form.Select(input => KeyValuePair.Create(input.GetAttribute("name")!, input.GetAttribute("value")!)); // What it holds.
        Assert.Equal(303, (await officer.Post(address + "/bounced", [.. fields, KeyValuePair.Create("on", "2026-01-07")])).Status);
        await site.Caught("batches");
        await site.Caught("donations");
        var page = await officer.Get(address);
        Assert.Equal(settled, page.Text("td .chip"));
        // Its line leads there for those who may see the gift, which is for the city's charity.
        const string link = "td a[href*='/console/gifts/']";
        Assert.Null(page.Html.QuerySelector(link));
        var auditor = await site.SignedIn("auditor");
        var gift = (await auditor.Get(address)).Html.QuerySelector(link)!.GetAttribute("href")!; // There it does.
        Assert.Contains(why, (await auditor.Get(gift)).Text("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_came_back_is_sent_as_a_table_again()
    {
        var (village, town) = (await site.SignedIn("village"), await site.SignedIn("town"));
        var csv = Encoding.UTF8.GetBytes("amount\n" + string.Concat(Enumerable.Repeat("1\n", 61)));
        var entered = await village.Follow(await village.Upload(
            await village.Get("/en/console/batches/new"), "#enter", "file", [("gifts.csv", csv)], ("place", "Bag 41"), ("collected_on", "2026-01-06"), ("total", "61"), ("choice", "enter")));
        await town.Submit(await town.Get(entered.Address.AbsolutePath), "#back", ("reason", "count again"));
        await site.Caught("batches");
        var again = await village.Get($"/en/console/batches/new?batch={entered.Address.Segments[^1]}");
        Assert.Equal(("Bag 41", "61.00", ""), (Value(again, "place"), Value(again, "total"), Value(again, "1:amount")));
        Assert.Contains("came in a table", again.Text("#table-again"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_lines_keep_what_was_typed_and_enter_nothing()
    {
        var village = await site.SignedIn("village");
        var form = await village.Get("/en/console/batches/new");
        (string, string)[] typed = [("place", "Box 9"), ("total", "none yet"), ("5:amount", "12.50"), ("5:name", "陈美玲"), ("choice", "more")];
        var more = await Send(form, typed);
        Assert.Equal((200, 0), (more.Status, more.Refusals.Count));
        Assert.Equal(("Box 9", "none yet", "12.50", "陈美玲"), (Value(more, "place"), Value(more, "total"), Value(more, "5:amount"), Value(more, "5:name")));
        Assert.NotNull(more.Html.QuerySelector("[name='10:amount']"));
        Assert.Null(more.Html.QuerySelector("[name='11:amount']"));
        Assert.Equal(Value(form, "batch"), Value(more, "batch"));
        for (var lines = 10; lines < 60; lines += 5)
        {
            more = await Send(more, [("choice", "more")]);
        }

        Assert.Equal(("12.50", null), (Value(more, "5:amount"), more.Html.QuerySelector("button[value=more]")));
        Assert.Equal(404, (await village.Get($"/en/console/batches/{Value(form, "batch")}")).Status);

        Task<Answer> Send(Answer page, (string, string)[] values) => village.Upload(page, "#enter", "file", [], values);
    }

    [Fact]
    public async Task A_table_is_checked_before_it_is_handed_on()
    {
        var village = await site.SignedIn("village");
        var form = await village.Get("/en/console/batches/new");
        Assert.Equal("csv_heading_missing", (await Upload("check", "name\nA\n")).Html.QuerySelector("tr[data-code]")?.GetAttribute("data-code"));
        Assert.Equal("batch_cause_unknown", (await Upload("check", "amount,cause\n5,nothing\n")).Html.QuerySelector("tr[data-code]")?.GetAttribute("data-code"));
        Assert.Contains("2 rows can be imported", (await Upload("check", "amount,name\n5,张三\n6,\n")).Text("main"), StringComparison.Ordinal);
        var first = await Upload("enter", "amount,name\n5,张三\n6,\n");
        Assert.Equal(303, first.Status);
        Assert.Contains("张三", (await village.Follow(first)).Text("table"), StringComparison.Ordinal);
        Assert.StartsWith("amount,name", await (await village.Client.GetAsync(new Uri("/en/console/batches/template.csv", UriKind.Relative), TestContext.Current.CancellationToken)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken) is var text ? text.TrimStart('\ufeff') : "", StringComparison.Ordinal);
        Assert.Contains("Bag 1", (await village.Get("/en/console/batches?state=entered")).Text("table"), StringComparison.Ordinal);

        Task<Answer> Upload(string choice, string csv) => village.Upload(
            form, "#enter", "file", [("gifts.csv", Encoding.UTF8.GetBytes(csv))], ("place", "Bag 1"), ("collected_on", "2026-01-05"), ("total", "11"), ("choice", choice));
    }

    [Fact]
    public async Task What_looks_typed_in_twice_is_shown_to_whoever_counts_again_and_can_be_confirmed()
    {
        var village = await site.SignedIn("village");
        var number = Guid.CreateVersion7().ToString("N");
        var first = await Enter("Box 21", number, "9" + number);
        Assert.Null(first.Html.QuerySelector("#alike"));
        var second = await Enter("Box 22", $"00{number}", number);
        var elsewhere = Guid.CreateVersion7();
        var cause = new GiftCause(null, null, Guid.CreateVersion7(), elsewhere, elsewhere, DivisionCode.Parse("440705"));
        await site.Service<EventStore>().Append(
            [new StreamChange(elsewhere, "batch", 0, [new BatchEntered(elsewhere, elsewhere, elsewhere, cause.Division, "Box 99", new(2026, 1, 6), Money.Cny(1_00), [new(Guid.CreateVersion7(), "cheque", cause, Money.Cny(1_00), null, true, "9" + number, "ICBC")], null, DateTimeOffset.UnixEpoch)])],
            EventMetadata.None, TestContext.Current.CancellationToken);
        await site.Caught("batches");

        var town = await site.SignedIn("town");
        var page = await town.Get(second.Address.AbsolutePath);
        var rows = page.Html.QuerySelectorAll("#alike li").Select(row => string.Join(' ', row.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).ToList();
        Assert.StartsWith("Same station, day, sum and number of gifts: Box 21 · ", rows[0], StringComparison.Ordinal);
        Assert.Equal((5, 3), (rows.Count, page.Html.QuerySelectorAll($"#alike a[href$='{first.Address.AbsolutePath[3..]}']").Length));
        Assert.Contains($"Cheque {number}, icbc: twice in this batch", rows, StringComparer.Ordinal);
        Assert.DoesNotContain("77.77", page.Text("main"), StringComparison.Ordinal);
        var hidden = (await town.Get($"/zh-CN{first.Address.AbsolutePath[3..]}")).Text("#alike");
        Assert.Contains($"支票9{number}（icbc）：", hidden, StringComparison.Ordinal);
        Assert.Contains("见于您无权查看的批次", hidden, StringComparison.Ordinal);
        Assert.DoesNotContain("Box 99", hidden, StringComparison.Ordinal);
        Assert.Equal("Another like it", Listed(await town.Get("/en/console/batches?state=entered")));

        Assert.Equal("Counted twice", (await town.Follow(await town.Submit(page, "#confirm", ("counted", "77.77")))).Text(".chip"));
        Assert.Null(Listed(await town.Get("/en/console/batches?state=confirmed")));

        string? Listed(Answer list) => list.Html.QuerySelector($"a[href$='{second.Address.AbsolutePath[3..]}']")!.Closest("tr")!.QuerySelector("td:last-child .chip + .chip")?.TextContent; // In the list.
        async Task<Answer> Enter(string place, string one, string two) => await village.Follow(await village.Submit(
            await village.Get("/en/console/batches/new"), "#enter", ("place", place), ("collected_on", "2026-01-06"), ("total", "77.77"),
            ("1:amount", "30"), ("1:cheque", one), ("1:bank", "ICBC"), ("2:amount", "30"), ("2:cheque", two), ("2:bank", "icbc")));
    }

    [Theory]
    [InlineData("en", "13")]
    [InlineData("zh-CN", "14")]
    public async Task A_double_click_is_no_mistake_and_what_comes_too_late_says_why_though_its_form_is_gone(string lang, string total)
    {
        var (village, town) = (await site.SignedIn("village"), await site.SignedIn("town"));
        var entered = await village.Follow(await village.Submit(await village.Get("/en/console/batches/new"), "#enter", ("place", $"Box {lang}"), ("collected_on", "2026-01-08"), ("total", total)));
        var page = await town.Get($"/{lang}{entered.Address.AbsolutePath[3..]}");
        var first = await town.Submit(page, "#confirm", ("counted", total));
        await site.Caught("batches");
        site.Clock.Advance(TimeSpan.FromSeconds(1));
        var again = await town.Submit(page, "#confirm", ("counted", total));
        Assert.Equal((303, first.Location), (again.Status, again.Location));

        var late = await town.Submit(page, "#back", ("reason", ""));
        Assert.Null(late.Html.QuerySelector("#back"));
        Assert.Equal((422, "form_gone"), (late.Status, Assert.Single(late.Refusals)));
        Assert.Equal(lang == "zh-CN", late.Text("[data-code=form_gone]").Contains("变化", StringComparison.Ordinal));
        Assert.Equal(["form_gone"], (await town.Submit(page, "#confirm", ("counted", "abc"))).Refusals);
    }

    private static string? Value(Answer page, string name) => page.Html.QuerySelector($"[name='{name}']")?.GetAttribute("value");
}
