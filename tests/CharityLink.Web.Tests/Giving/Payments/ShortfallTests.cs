using CharityLink.Giving;
using CharityLink.Projects;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>A project reaches its minimum with promises, and too little of them can be collected: it was said before, and everything goes back.</summary>
[Collection(Shared.KeptCards)]
public sealed class ShortfallTests(StripeSite site)
{
    [Theory]
    [InlineData("en", 80, "less than 80% of the minimum (¥800)", "every gift is given back in full")]
    [InlineData("zh-CN", 80, "不足最低目标的 80%（¥800）", "所有捐赠全额退回")]
    [InlineData("en", null, "goes ahead with what could be collected", "even if that is less")]
    [InlineData("zh-CN", null, "以实际收到的款项实施", "即使低于最低目标")]
    public async Task What_happens_is_said_before_one_promises(string lang, int? percent, string what, string then)
    {
        var project = await site.AllOrNothing(minCollectPercent: percent);
        var form = (await site.Visitor().Get($"/{lang}/pledge?project={project}")).Text("form[action$='/pledge']");
        Assert.Contains(what, form, StringComparison.Ordinal);
        Assert.Contains(then, form, StringComparison.Ordinal);
        await site.Caught("projects");
        var page = (await site.Visitor().Get($"/{lang}/projects/{project}")).Text("aside");
        Assert.Equal(percent is not null, page.Contains(what, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_collected_goes_back_and_its_givers_are_told()
    {
        var project = await site.AllOrNothing(minCollectPercent: 80);
        var (giver, paid, email) = await site.Stands(project, amount: "700");
        Assert.EndsWith("what was charged is given back to me in full.", (await site.Pledge(paid)).Made.Consent?.Text, StringComparison.Ordinal);
        var (_, declined, _) = await site.Stands(project, "pm_card_authenticationRequired", "300");
        Assert.Equal(800_00, (await site.End(project)).CollectAtLeast?.Minor);
        await site.Collect();
        Assert.Equal((PledgeState.Kept, PledgeState.Confirmed), ((await site.Pledge(paid)).State, (await site.Pledge(declined)).State));
        var gift = Assert.Single((await site.Site.Facts(paid)).OfType<PledgeFulfilled>()).DonationId;
        var receipt = await giver.Get(Receipt(await giver.Get($"/en/pledges/{paid}"), gift));
        // The form to ask for money back says of which gift.
        Assert.Contains("Your gift of ¥700.00 to", (await giver.Get(receipt.Html.QuerySelector("a[href*='/refund']")!.GetAttribute("href")!)).Text("main"), StringComparison.Ordinal); // It is offered.
        await Decide();
        Assert.Empty((await site.Site.Facts(project)).OfType<CollectionEnded>());
        await site.Caught("projects");
        Assert.Contains("being collected now", (await site.Visitor().Get($"/en/projects/{project}")).Text("main"), StringComparison.Ordinal);

        site.Advance(TimeSpan.FromDays(7));
        await site.Collect();
        await Decide();
        await Decide();
        var decided = Assert.Single((await site.Site.Facts(project)).OfType<CollectionEnded>());
        Assert.Equal((700_00, 800_00, false), (decided.Collected.Minor, decided.Needed?.Minor, decided.IsEnough));

        await site.Caught("causes");
        await site.Caught("refunds");
        await site.Get<ReturnRun>().Work(StripeSite.Ct);
        for (var i = 0; i < 3 && !(await site.Site.Facts(gift)).OfType<RefundCompleted>().Any(); i++)
        {
            await site.Caught("receipt_issuer");
            await site.Caught("refund_starter");
            await site.Settle();
        }

        Assert.Equal(700_00, Assert.Single((await site.Site.Facts(gift)).OfType<RefundCompleted>()).Amount.Minor);
        var thanks = await giver.Get(Receipt(await giver.Get($"/en/pledges/{paid}"), gift));
        Assert.Contains("not counted in these", thanks.Text("main"), StringComparison.Ordinal);
        Assert.Null(thanks.Html.QuerySelector("a[href*='/refund']")); // Nothing is left to ask for.
        Assert.Contains("too little of what was promised", await Mailbox.Arrived(email, mail => mail.Contains("goes back to you", StringComparison.Ordinal)), StringComparison.Ordinal);
        await site.Caught("projects");
        // Not the page that is kept for half a second.
        var page = (await site.Visitor().Get($"/en/projects/{project}?later=1")).Text("main");
        Assert.Contains("only ¥700 of the ¥800", page, StringComparison.Ordinal);
        Assert.Contains("Nobody raised for it.", page, StringComparison.Ordinal); // It is over: nobody is asked to.
        await site.Close();
    }

    // The promise's page leads to what was given for it.
    private static string Receipt(Answer promise, Guid gift) => Assert.Single(promise.Html.QuerySelectorAll($"main a[href*='/gifts/{gift}']")).GetAttribute("href") ?? "";

    private async Task Decide()
    {
        await site.Caught("pledges");
        await site.Get<CollectionClock>().Work(StripeSite.Ct);
    }
}
