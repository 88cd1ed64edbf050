using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Store;
using CharityLink.Web.Giving.Account;
using CharityLink.Web.Site;
using CharityLink.Web.Tests.Projects.Delivery;
using CharityLink.Web.Tests.Projects.Pages;
using CharityLink.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Web.Tests.Giving.Offline;

/// <summary>Goods on a village worker's phone: written down with their proof, seen by the town, receipted, and no part of any sum of money.</summary>
[Collection(Shared.Giving)]
public sealed class GoodsPageTests(SiteHost site)
{
    private static readonly (string Name, byte[] Content)[] _invoice = [("invoice.jpg", Deliveries.Photo(64))];

    [Fact]
    public async Task Written_down_by_the_village_and_seen_by_the_town_they_are_given()
    {
        var before = await site.TotalOf("440700");
        var village = await site.SignedIn("village");
        var form = await village.Get("/en/console/goods/new");
        (string, string)[] typed =
        [
            ("donor", "陈美玲"), ("received_on", "2026-01-05"), ("1:name", "大米"), ("1:quantity", "２０"), ("1:unit", "袋"), ("1:value", "1600"), ("1:expires_on", "2020-01-01"),
        ];
        // Fifteen, or one and a half?
        Assert.Contains("goods_quantity", (await village.Upload(form, "#enter", "proofs", [], [.. typed, ("1:quantity", "1,5")])).Refusals, StringComparer.Ordinal);
        var refused = await village.Upload(form, "#enter", "proofs", [], typed);
        Assert.Equal((422, "goods_expired goods_unfit goods_value_without_proof"), (refused.Status, string.Join(' ', refused.Refusals.Order(StringComparer.Ordinal))));
        Assert.Equal(("陈美玲", "大米", "1600"), (Value(refused, "donor"), Value(refused, "1:name"), Value(refused, "1:value")));

        // What cannot be read and what is not taken are told together, each once at its field.
        var both = await village.Upload(form, "#enter", "proofs", [], [.. typed, ("received_on", "someday"), ("1:quantity", "many"), ("2:name", "棉被"), ("2:quantity", "5")]);
        Assert.Equal(
            "day_malformed goods_expired goods_quantity goods_unfit goods_value_without_proof text_missing", string.Join(' ', both.Refusals.Order(StringComparer.Ordinal)));

        // More lines keep what was typed, and the file.
        var more = await village.Upload(refused, "#enter", "proofs", _invoice, ("choice", "more"));
        Assert.Equal((200, "大米"), (more.Status, Value(more, "1:name")));
        Assert.NotNull(more.Html.QuerySelector("[name='6:name']"));
        var entered = await village.Follow(await village.Upload(more, "#enter", "proofs", [], ("choice", "enter"), ("1:expires_on", ""), ("fit", "yes"), ("6:name", "棉被"), ("6:quantity", "5"), ("6:unit", "床")));
        Assert.Contains("Another person has to see the goods.", entered.Text("main"), StringComparison.Ordinal);
        Assert.Null(entered.Html.QuerySelector("#confirm"));
        Assert.NotNull(entered.Html.QuerySelector("ul.kept a"));

        var town = await site.SignedIn("town");
        var page = await town.Get($"/zh-CN{entered.Address.AbsolutePath[3..]}");
        Assert.Contains("陈美玲", page.Text("main"), StringComparison.Ordinal);
        Assert.Equal((422, "text_missing"), (await town.Submit(page, "#back", ("reason", ""))) is var empty ? (empty.Status, empty.Refusals.Single()) : default);
        Assert.Equal(303, (await town.Submit(page, "#confirm")).Status);
        var done = await town.Get(page.Address.AbsolutePath);
        for (var tries = 0; tries < 50 && done.Html.QuerySelector(".receipt-number") is null; tries++)
        {
            done = await town.Get(page.Address.AbsolutePath);
        }

        Assert.Equal("已捐赠", done.Text(".chip"));
        // The number for whoever sees the goods, the paper for whoever may read the organisation's receipts.
        Assert.Null(done.Html.QuerySelector("a[href*='/console/receipts/']"));
        var admin = await site.SignedIn("admin");
        var receipt = await admin.Get((await admin.Get(done.Address.AbsolutePath)).Html.QuerySelector("a[href*='/console/receipts/']")!.GetAttribute("href")!); // It has a proven value.
        Assert.Contains("1,600.00", receipt.Text("main"), StringComparison.Ordinal);
        Assert.NotNull(receipt.Html.QuerySelector($"a[href$='/console/goods/{done.Address.Segments[^1]}']"));
        Assert.Equal(before.RaisedMinor, (await site.TotalOf("440700")).RaisedMinor);
        await site.CaughtUp("goods_totals");
        var cause = (await site.Facts(Guid.Parse(done.Address.Segments[^1]))).OfType<GoodsGiven>().Single().Cause;
        var inPublic = (await site.Visitor().Get($"/en/organisations/{cause.HolderId}?look={Guid.CreateVersion7()}")).Text("section[aria-labelledby=in-kind]");
        Assert.Contains("20 袋", inPublic, StringComparison.Ordinal);
        Assert.Contains("Value by proof: ¥1,600.00", inPublic, StringComparison.Ordinal);
        Assert.Contains("大米", (await site.Visitor().Get($"/zh-CN/programs/{cause.ProgramId}?look={Guid.CreateVersion7()}")).Text("section[aria-labelledby=in-kind]"), StringComparison.Ordinal);
        Assert.Contains("Not part of any sum of money", (await (await site.SignedIn("officer")).Get("/en/console/goods")).Text("main"), StringComparison.Ordinal);
        Assert.Equal(404, (await (await site.SignedIn("charity")).Get(entered.Address.AbsolutePath)).Status);
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "陈＊＊")]
    public async Task Who_gave_goods_and_is_not_to_be_named_is_named_to_nobody_who_checks_the_receipt(bool isAnonymous, string? shown)
    {
        var (goods, donor, names, ct) = (Guid.CreateVersion7(), new PersonId(Guid.CreateVersion7()), site.App.Services.GetRequiredService<GiverNames>(), TestContext.Current.CancellationToken);
        var cause = new GiftCause(Guid.CreateVersion7(), null, Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), DivisionCode.Parse("440705"));
        await site.App.Services.GetRequiredService<Vault>().Remember(donor, new PersonFields("陈美玲"), ct);
        Receipt receipt = new(Guid.CreateVersion7(), goods, cause.HolderId, 2026, 1, "", cause, Money.Cny(1_00), donor, site.Clock.GetUtcNow(), site.Clock.GetUtcNow());

        // Of what nobody knows (yet) no name is told.
        Assert.Null(await names.ForPublic(receipt, ct));
        GoodsGiven given = new(goods, cause, donor, isAnonymous, new(2026, 1, 5), [new("大米", "Rice", 1, "袋", Money.Cny(1_00))], Money.Cny(1_00), null);
        Assert.IsType<AppendResult.Appended>(await site.App.Services.GetRequiredService<EventStore>().Append([new StreamChange(goods, "goods", 0, [given])], EventMetadata.None, ct));
        Assert.Equal(shown, await names.ForPublic(receipt, ct));
        Assert.Equal("陈＊＊", await names.ForCharity(receipt, ct));
    }

    [Fact]
    public async Task Sent_back_they_come_filled_in_to_be_put_right()
    {
        var village = await site.SignedIn("village");
        var empty = await village.Get("/en/console/goods/new");
        // Not the first of the list, and none that other tests limit.
        var cause = empty.Html.QuerySelectorAll("[name=cause] option").First(option => option.TextContent.StartsWith("Home Improvement", StringComparison.Ordinal)).GetAttribute("value")!; // Every option has one.
        var entered = await village.Follow(await village.Upload(
            empty, "#enter", "proofs", [], ("received_on", "2026-01-05"), ("cause", cause), ("donor", "陈六"), ("anonymous", "yes"), ("1:name", "棉被"), ("1:quantity", "5"), ("1:unit", "床"), ("fit", "yes")));
        var town = await site.SignedIn("town");
        await town.Follow(await town.Submit(await town.Get(entered.Address.AbsolutePath), "#back", ("reason", "少一床")));
        var back = await village.Get(entered.Address.AbsolutePath);
        Assert.Contains("少一床", back.Text("main"), StringComparison.Ordinal);
        // It waits for whoever wrote it down, and for nobody else.
        var link = $"a[href$='{entered.Address.AbsolutePath[3..]}']";
        Assert.Equal("Correct a record of goods that was sent back", (await village.Get("/en/console")).Text(link));
        // Since it was sent back, not since the goods came.
        Assert.Contains(Show.Day(site.Clock.GetUtcNow(), Language.English), (await village.Get("/en/console")).Html.QuerySelector(link)!.Closest("tr")!.TextContent, StringComparison.Ordinal); // It is on the list.
        Assert.Null((await town.Get("/en/console")).Html.QuerySelector(link));
        var form = await village.Get(back.Html.QuerySelector("a[href*='goods/new?goods=']")!.GetAttribute("href")!); // It came back.
        Assert.Equal(("棉被", "5", "床"), (Value(form, "1:name"), Value(form, "1:quantity"), Value(form, "1:unit")));
        Assert.Equal((cause, "陈六", true), (form.Html.QuerySelector("[name=cause] option[selected]")?.GetAttribute("value"), Value(form, "donor"), form.Html.QuerySelector("[name=anonymous]")?.HasAttribute("checked")));
        var again = await village.Follow(await village.Upload(form, "#enter", "proofs", [], ("1:quantity", "4"), ("fit", "yes")));
        Assert.Equal((entered.Address.AbsolutePath, "Waits for a second person"), (again.Address.AbsolutePath, again.Text(".chip")));
        Assert.Null((await village.Get("/en/console")).Html.QuerySelector(link));
    }

    private static string? Value(Answer page, string name) => page.Html.QuerySelector($"[name='{name}']")?.GetAttribute("value");
}
