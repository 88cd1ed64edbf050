using System.Globalization;
using System.Text;
using CharityLink.Giving;
using CharityLink.People;
using CharityLink.Web.Giving.Pledges;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Offline;

/// <summary>An officer puts cash and a bank transfer to a promise: from the promise's page to the second count, and what its giver then sees.</summary>
[Collection(Shared.Giving)]
public sealed class KeptByHandPageTests(SiteHost site)
{
    [Theory]
    [InlineData("en", "No promise has this number.", "Keeps promise", "kept")]
    [InlineData("zh-CN", "没有此编号的认捐", "兑现认捐", "已兑现")]
    public async Task From_the_promise_to_the_box_and_back(string lang, string unknown, string keeps, string kept)
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
