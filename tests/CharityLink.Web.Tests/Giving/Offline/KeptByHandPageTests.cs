using System.Globalization;
using System.Text;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Store;
using CharityLink.Web.Giving.Pledges;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Offline;

/// <summary>An officer puts cash and a bank transfer to a promise: from the promise's page to the second count, and what its giver then sees.</summary>
[Collection(Shared.Giving)]
public sealed class KeptByHandPageTests(SiteHost site)
{
    [Theory]
    [InlineData("en", "No promise has this number.", "Keeps promise", "Whoever promised it", "kept")]
    [InlineData("zh-CN", "没有此编号的认捐", "兑现认捐", "认捐人", "已兑现")]
    public async Task From_the_promise_to_the_box_and_back(string lang, string unknown, string keeps, string promiser, string kept)
    {
        var (officer, colleague) = (await site.SignedIn("officer"), await site.SignedIn("colleague"));
        var (id, one) = await Promised(officer, lang);
        var number = PromiseNumber.Of(id);
        Assert.Contains(number, one.Text("main"), StringComparison.Ordinal);

        var form = await officer.Get(one.Html.QuerySelector("a#by-hand")?.GetAttribute("href") ?? "");
        Assert.Equal((number, $"project:{await Project()}"), (Value(form, "1:promise"), form.Html.QuerySelector("select[name=cause] option[selected]")?.GetAttribute("value")));
        Assert.True(form.Html.QuerySelector("[name='1:promise']")?.Closest("details")?.HasAttribute("open"));
        var refused = await officer.Submit(form, "#enter", ("place", "Box 31"), ("collected_on", "2026-01-05"), ("total", "80"), ("1:amount", "80"), ("1:promise", "3F2A-9C01-77BE"));
        Assert.Equal((422, "promise_number_unknown"), (refused.Status, Assert.Single(refused.Refusals)));
        Assert.Contains(unknown, refused.Html.QuerySelector("[id='1:promise-error']")?.TextContent ?? "", StringComparison.Ordinal);
        Assert.Equal(("3F2A-9C01-77BE", "80"), (Value(refused, "1:promise"), Value(refused, "1:amount")));

        var entered = await officer.Follow(await officer.Submit(refused, "#enter", ("1:promise", number.ToLowerInvariant())));
        Assert.Contains($"{keeps}", entered.Text("table"), StringComparison.Ordinal);
        // A line without a name is the promise's giver's, not nobody's.
        Assert.Contains(promiser, entered.Text("table"), StringComparison.Ordinal);
        // Whoever counts again is not told who promised.
        var count = await colleague.Get(entered.Address.AbsolutePath);
        Assert.DoesNotContain("黄志强", count.Text("main"), StringComparison.Ordinal);
        await colleague.Follow(await colleague.Submit(count, "#confirm", ("counted", "80")));
        await site.Caught("pledge_keeper");
        one = await officer.Get(one.Address.AbsolutePath);
        Assert.Contains("¥80.00", one.Text("main"), StringComparison.Ordinal);
        Assert.NotNull(one.Html.QuerySelector($"a[href$='/console/gifts/{Batch.LineOf(Guid.Parse(entered.Address.Segments[^1]), 1)}']"));
        var mine = (await site.Visitor().Get($"/{lang}{PledgeRoutes.Address(id, site.Service<GiverLink>().KeyTo(MakePledge.GiverOf(id)))}")).Text("main");
        Assert.Contains("¥80.00", mine, StringComparison.Ordinal);
        Assert.Contains(number, mine, StringComparison.Ordinal);

        await Transfer(officer, lang, $"{lang}-{number}", number);
        await site.Caught("pledge_keeper");
        one = await officer.Get(one.Address.AbsolutePath);
        Assert.Contains(kept, one.Text(".chip"), StringComparison.OrdinalIgnoreCase);
        Assert.Null(one.Html.QuerySelector("a#by-hand"));
    }

    [Fact]
    public async Task A_table_is_told_which_line_names_no_promise()
    {
        var officer = await site.SignedIn("officer");
        var (id, _) = await Promised(officer, "en");
        var form = await officer.Get($"/en/console/batches/new?cause=project:{await Project()}");
        Assert.Equal(("promise_number_unknown", "3", "promise"), Told(await Upload($"amount,promise\n5,{PromiseNumber.Of(id)}\n6,1234\n")));
        Assert.Equal(303, (await Upload($"amount,promise\n5,{PromiseNumber.Of(id)}\n6,\n")).Status);

        static (string?, string?, string?) Told(Answer answer) => Assert.Single(answer.Html.QuerySelectorAll("tr[data-code]")) is var row
            ? (row.GetAttribute("data-code"), row.Children[0].TextContent, row.Children[1].TextContent) : default;
        Task<Answer> Upload(string csv) => officer.Upload(
            form, "#enter", "file", [("gifts.csv", Encoding.UTF8.GetBytes(csv))], ("place", "Bag 31"), ("collected_on", "2026-01-05"), ("total", "11"), ("choice", "enter"));
    }

    [Theory]
    [InlineData("en", "went back, waited for again", "that part is open again", "Went back", "went back", "nothing more is asked for", "Given back")]
    [InlineData("zh-CN", "已退还，重新待兑现", "这部分认捐重新待兑现", "已退还", "已退还", "不再要求您捐赠", "已退还")]
    public async Task When_its_gift_goes_back_both_pages_say_whether_it_is_waited_for(string lang, string reopened, string open, string label, string ended, string over, string state)
    {
        var officer = await site.SignedIn("officer");
        var (id, _) = await Promised(officer, lang);
        await Transfer(officer, lang, $"{lang}-back-{PromiseNumber.Of(id)}", PromiseNumber.Of(id));
        var gift = Arrival.GiftOf(Arrival.IdOf(OfflineGifts.Holder, $"{lang}-back-{PromiseNumber.Of(id)}"));
        await site.Caught("pledge_keeper");
        await Refund("re_part", 15_00, RefundCauses.ProviderConsole);
        var page = await officer.Get($"/{lang}/console/pledges/{id}");
        Assert.Contains(reopened, page.Text("main"), StringComparison.Ordinal);
        Assert.Contains("-¥15.00", page.Text("main"), StringComparison.Ordinal);
        Assert.NotNull(page.Html.QuerySelector("a#by-hand"));
        var mine = (await Mine()).Text("main");
        Assert.Contains(open, mine, StringComparison.Ordinal);
        Assert.Contains(label, mine, StringComparison.Ordinal);
        Assert.Contains("¥95.00", mine, StringComparison.Ordinal);

        await Refund("re_rest", 25_00, "unlawful_campaign");
        page = await officer.Get($"/{lang}/console/pledges/{id}");
        Assert.Contains(ended, page.Text("main"), StringComparison.Ordinal);
        Assert.Contains(state, page.Text(".chip"), StringComparison.Ordinal);
        Assert.Null(page.Html.QuerySelector("a#by-hand"));
        Assert.Contains(over, (await Mine()).Text("main"), StringComparison.Ordinal);
        await site.Caught("pledges");
        Assert.NotNull((await officer.Get($"/{lang}/console/pledges?state=returned")).Html.QuerySelector($"a[href$='/console/pledges/{id}']"));

        Task<Answer> Mine() => site.Visitor().Get($"/{lang}{PledgeRoutes.Address(id, site.Service<GiverLink>().KeyTo(MakePledge.GiverOf(id)))}");

        // As it stands on the gift once its receipt is void and the money has left.
        async Task Refund(string name, long fen, string cause)
        {
            var store = site.Service<EventStore>();
            var (refund, slice) = (StableId.Beside(gift, name), await store.ReadStream(gift, 0, TestContext.Current.CancellationToken));
            var paid = slice.Events.Select(one => one.Data).OfType<DonationPaid>().Single();
            var left = new PaidGift(paid.Cause, paid.Amount, paid.DonorId, paid.GiverId, paid.Provider, paid.Method, paid.PledgeId);
            Assert.IsType<AppendResult.Appended>(await store.Append(
                [
                    new StreamChange(gift, "donation", slice.Version,
                    [
                        new RefundRequested(gift, refund, Money.Cny(fen), cause, null, "officer", null), new RefundApproved(gift, refund, CharityLink.Giving.Refund.ByBankTransfer, null),
                        new RefundStarted(gift, refund, left, Money.Cny(fen), CharityLink.Giving.Refund.ByBankTransfer, null, cause),
                        new RefundCompleted(gift, refund, left, Money.Cny(fen), CharityLink.Giving.Refund.ByBankTransfer, null, null),
                    ]),
                ],
                EventMetadata.None, TestContext.Current.CancellationToken));
            await site.Caught("pledge_keeper");
        }
    }

    [Theory]
    [InlineData("en", "does it keep it?", "The remark has the number of this promise", "has been kept in full")]
    [InlineData("zh-CN", "是否兑现该认捐", "附言中有该认捐的编号", "该认捐已全部兑现")]
    public async Task The_number_in_a_statement_is_in_the_form_for_the_officer_to_confirm(string lang, string why, string proposed, string spent)
    {
        var officer = await site.SignedIn("officer");
        var (id, _) = await Promised(officer, lang);
        var number = PromiseNumber.Of(id);
        var list = await officer.Get($"/{lang}/console/transfers");
        var file = $"transaction,date,amount,remark\n{lang}-P1,2026-01-06,120,谢谢 {number}\n{lang}-P2,2026-01-06,121,{number}\n";
        Assert.Equal(303, (await officer.Upload(list, "#statement", "file", [("s.csv", Encoding.UTF8.GetBytes(file))], ("holder", OfflineGifts.Holder.ToString()), ("choice", "import"))).Status);
        var (first, second) = (Arrival.IdOf(OfflineGifts.Holder, $"{lang}-P1"), Arrival.IdOf(OfflineGifts.Holder, $"{lang}-P2"));
        Assert.Contains(why, (await officer.Get($"/{lang}/console/transfers")).Html.QuerySelector($"tr:has(a[href$='{first}'])")?.TextContent ?? "", StringComparison.Ordinal);
        var one = await officer.Get($"/{lang}/console/transfers/{first}");
        Assert.Contains(proposed, one.Text("#named"), StringComparison.Ordinal);
        Assert.Equal(number, Value(one, "promise"));
        await officer.Follow(await officer.Submit(one, "#assign"));
        await site.Caught("pledge_keeper");
        Assert.Contains("¥120.00", (await officer.Get($"/{lang}/console/pledges/{id}")).Text("main"), StringComparison.Ordinal);

        // It has been kept meanwhile: told, and no longer proposed.
        var late = await officer.Get($"/{lang}/console/transfers/{second}");
        Assert.Contains(spent, late.Text("#named"), StringComparison.Ordinal);
        Assert.Equal("", Value(late, "promise"));
    }

    private static string? Value(Answer page, string name) => page.Html.QuerySelector($"[name='{name}']")?.GetAttribute("value");

    // The rest comes by a transfer that says nothing.
    private static async Task Transfer(Visitor officer, string lang, string transaction, string number)
    {
        var list = await officer.Get($"/{lang}/console/transfers");
        var one = await officer.Follow(await officer.Submit(
            list, "#record", ("holder", OfflineGifts.Holder.ToString()), ("transaction", transaction), ("amount", "40"), ("arrived_on", "2026-01-06"), ("reference", ""), ("payer", "")));
        var refused = await officer.Submit(one, "#assign", ("promise", "1234"));
        refused.RefusedAt("promise", "promise_number_unknown", "1234");
        Assert.Equal("promise_with_reference", Assert.Single((await officer.Submit(one, "#assign", ("promise", number), ("reference", "R"))).Refusals));
        await officer.Follow(await officer.Submit(refused, "#assign", ("promise", number)));
    }

    private async Task<(Guid Id, Answer Page)> Promised(Visitor officer, string lang)
    {
        var cause = await Project();
        var page = await officer.Get($"/{lang}/console/pledges/new");
        var today = Pledge.DayOf(TimeProvider.System.GetUtcNow());
        var done = await officer.Submit(
            page, "#enter", ("cause", $"project:{cause}"), ("amount", "120"), ("every", "once"), ("name", "黄志强"), ("phone", "0750-3300000"), ("form", "Oral"),
            ("first_on", Day(today.AddDays(10))), ("promised_on", Day(today.AddDays(-1))));
        Assert.Empty(done.Refusals);
        return (Guid.Parse(page.Html.QuerySelector("#enter input[name=pledge]")?.GetAttribute("value") ?? ""), await officer.Follow(done));

        static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private Guid? project;

    private async Task<Guid> Project() => project ??= await site.OfflineProject();
}
