using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.People;
using CharityLink.Projects;
using CharityLink.Web.Demo;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>Many held payments of one cause are decided with one press, each by its own command.</summary>
[Collection(Shared.Stripe)]
public sealed class HeldTogetherTests(StripeSite site)
{
    [Fact]
    public async Task All_of_a_cause_go_back_and_nothing_of_another()
    {
        var (first, second) = (await Missed(2), await Missed(1));
        var officer = await site.Officer(first.Gifts[0]);
        await Listed();
        var page = await officer.Get("/en/console/held");
        Assert.Contains("Its project did not go ahead", page.Text(Card(first.Project)), StringComparison.Ordinal);
        Assert.Contains("Give back all: 2 for ¥200.00", page.Text(Card(first.Project)), StringComparison.Ordinal);
        var form = $"{Card(first.Project)} form:has(input[value=return])";
        var unclear = await officer.Submit(page, form, ("act", "keep"));
        Assert.Equal((422, "payment_choice_missing"), (unclear.Status, Assert.Single(unclear.Refusals)));

        var done = await officer.Submit(page, form);
        Assert.Equal((200, "On their way back: 2 for ¥200.00 in all."), (done.Status, done.Text("#decided")));
        Assert.Null(done.Html.QuerySelector(Card(first.Project)));
        Assert.NotNull(done.Html.QuerySelector(Card(second.Project)));
        // Pressed once more in another tab, nothing is done twice.
        var late = await officer.Submit(page, form);
        Assert.Equal((422, "held_none_left"), (late.Status, Assert.Single(late.Refusals)));
        await site.Planned();
        await site.Send();
        await site.Deliver();
        foreach (var gift in first.Gifts)
        {
            Assert.Equal(["DonationStarted", "PaymentHeld", "HeldReturnStarted", "HeldReturned"], await site.Story(gift));
        }

        Assert.Equal(["DonationStarted", "PaymentHeld"], await site.Story(second.Gifts[0]));
        await site.Close();
    }

    [Fact]
    public async Task What_cannot_be_counted_is_told_and_the_others_are_and_what_came_after_the_page_waits()
    {
        var project = await site.Site.LiveProject(deadline: site.Site.Clock.GetUtcNow().AddDays(30));
        var gifts = new List<Guid> { await Differs(project), await Differs(project) };
        // Paid once more, as it was asked: what is held of it cannot be the gift.
        await site.Do(RecordPayment.Of(gifts[0], (await site.Operation(gifts[0]))!.Id, "stripe", $"pi_{Guid.CreateVersion7():N}", "card", Money.Cny(60_00))); // It was planned.
        var officer = await site.Officer(gifts[0]);
        await Listed();
        var page = await officer.Get("/zh-CN/console/held");
        Assert.Contains("全部计为捐赠：2笔，共¥200.00", page.Text(Card(project)), StringComparison.Ordinal);
        site.Advance(TimeSpan.FromMinutes(1));
        gifts.Add(await Differs(project));
        await Listed();

        var done = await officer.Submit(page, $"{Card(project)} form:has(input[value=count])");
        Assert.Equal((200, "已计为捐赠：1笔，共¥100.00。"), (done.Status, done.Text("#decided")));
        Assert.NotNull(done.Html.QuerySelector($"[data-code=donation_already_paid] a[href$='/console/gifts/{gifts[0]}/refunds']"));
        Assert.Contains("全部计为捐赠：2笔，共¥200.00", done.Text(Card(project)), StringComparison.Ordinal);
        Assert.Equal(["DonationStarted", "PaymentHeld", "HeldCounted", "DonationPaid"], await site.Story(gifts[1]));
        Assert.DoesNotContain("HeldCounted", (await site.Story(gifts[0])).Concat(await site.Story(gifts[2])), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("en", "At most 2 payments are decided at once. 1 have not been tried yet", "Go on counting as gifts: 1 for ¥100.00")]
    [InlineData("zh-CN", "每次最多处理2笔。还有1笔尚未处理", "继续计为捐赠：1笔，共¥100.00")]
    public async Task The_next_press_goes_on_behind_what_was_refused(string lang, string left, string go)
    {
        var project = await site.Site.LiveProject(deadline: site.Site.Clock.GetUtcNow().AddDays(30));
        var gifts = new List<Guid>();
        while (gifts.Count < 3)
        {
            site.Advance(TimeSpan.FromSeconds(1));
            gifts.Add(await Differs(project));
        }

        foreach (var paid in gifts.Take(2))
        {
            await site.Do(RecordPayment.Of(paid, (await site.Operation(paid))!.Id, "stripe", $"pi_{Guid.CreateVersion7():N}", "card", Money.Cny(60_00))); // It was planned.
        }

        var officer = await site.Officer(gifts[0]);
        await Listed();
        var form = $"{Card(project)} form:has(input[value=count])";
        var none = await officer.Submit(await officer.Get($"/{lang}/console/held"), form);
        Assert.Equal((422, 2), (none.Status, none.Html.QuerySelectorAll("[data-code=donation_already_paid] li").Length));
        Assert.Contains(left, none.Text("main"), StringComparison.Ordinal);
        Assert.Equal(go, none.Text($"{form} button").Trim());
        Assert.Null(none.Html.QuerySelector($"{Card(project)} form:has(input[value=return]) input[name=after]"));

        var rest = await officer.Submit(none, form);
        Assert.Equal(200, rest.Status);
        Assert.Equal(["DonationStarted", "PaymentHeld", "HeldCounted", "DonationPaid"], await site.Story(gifts[2]));
        Assert.Null(rest.Html.QuerySelector($"{Card(project)} input[name=after]"));
    }

    [Theory]
    [InlineData("en", "It arrived in another currency than the gift; give it back.", "Its project did not go ahead")]
    [InlineData("zh-CN", "到账币种与捐款不同", "项目已终止，不再实施")]
    public async Task What_can_never_be_counted_is_not_offered_and_why_is_told(string lang, string currency, string missed)
    {
        var project = await site.Site.LiveProject(deadline: site.Site.Clock.GetUtcNow().AddDays(30));
        var gift = await Begin(project, "60");
        await site.Send();
        await site.Do(RecordPayment.Of(gift, (await site.Operation(gift))!.Id, "stripe", $"pi_{Guid.CreateVersion7():N}", "card", new Money(60_00, new Currency("USD")))); // It was planned.
        var failed = await Missed(1);
        // The memory of causes may be a second old.
        while ((await site.Get<CauseBook>().Find(CauseChoice.OfProject(failed.Project), StripeSite.Ct)).Project is not { State: ProjectState.Failed })
        {
            await Task.Delay(20, StripeSite.Ct);
        }

        var officer = await site.Officer(gift);
        await Listed();
        var page = await officer.Get($"/{lang}/console/held");
        Assert.Contains(currency, page.Text($"{Card(project)} [data-why=held_other_currency]"), StringComparison.Ordinal);
        Assert.NotNull(page.Html.QuerySelector($"{Card(failed.Project)} [data-why=project_failed]"));
        Assert.Contains(missed, page.Text(Card(failed.Project)), StringComparison.Ordinal);
        var one = await officer.Get($"/{lang}/console/gifts/{gift}/refunds");
        Assert.Contains(currency, one.Text("[data-why=held_other_currency]"), StringComparison.Ordinal);
        foreach (var (shown, card) in new[] { (page, Card(project)), (page, Card(failed.Project)), (one, "main") })
        {
            Assert.NotNull(shown.Html.QuerySelector($"{card} input[name=act][value=return]"));
            Assert.Null(shown.Html.QuerySelector($"{card} input[name=act][value=count]"));
        }
    }

    [Theory]
    [InlineData("en", "Administrators run the platform and decide on nobody’s money.")]
    [InlineData("zh-CN", "管理员只维护平台，不处理任何款项。")]
    public async Task An_administrator_is_told_who_decides(string lang, string who)
    {
        var gift = (await Missed(1)).Gifts[0];
        await Listed();
        var page = await (await site.SignedIn("admin")).Get($"/{lang}/console/held");
        Assert.Equal(200, page.Status);
        Assert.Contains(who, page.Text("#who-decides"), StringComparison.Ordinal);
        Assert.Null(page.Html.QuerySelector("main form[action$='/console/held']"));
        await site.Officer(gift);
    }

    [Fact]
    public async Task Those_of_another_organisation_are_not_shown_and_cannot_be_decided()
    {
        var (project, gifts) = await Missed(1);
        var officer = await site.Officer(gifts[0]);
        await Listed();
        var page = await officer.Get("/en/console/held");
        var form = page.Html.QuerySelector($"{Card(project)} form:has(input[value=return])")!; // It waits.
        // Somebody in whose area it lies: they stand in only while the receiver is suspended.
        await site.Get<SystemCommands>().Send(new AppointStaff(
            Guid.CreateVersion7(), Guid.CreateVersion7(), DemoId.Of("account:village"), Role.FederationOfficer, DemoId.Of("org:wuyi"), site.Get<Divisions>().City.Code), StripeSite.Ct);
        await site.Passed("appointments");
        var stranger = await site.SignedIn("village");
        var seen = await stranger.Get("/en/console/batches/new");
        var theirs = await stranger.Get("/en/console/held");
        Assert.Equal((200, null), (theirs.Status, theirs.Html.QuerySelector(Card(project))));
        var tried = await stranger.Post("/en/console/held",
        [
            new("_form", seen.Html.QuerySelector("main input[name=_form]")?.GetAttribute("value") ?? ""),
            .. form.QuerySelectorAll("input:not([name=_form])").Select(field => new KeyValuePair<string, string>(field.GetAttribute("name") ?? "", field.GetAttribute("value") ?? "")),
        ]);
        Assert.Equal((422, "held_none_left"), (tried.Status, Assert.Single(tried.Refusals)));
        Assert.Equal(["DonationStarted", "PaymentHeld"], await site.Story(gifts[0]));
    }

    private async Task Listed()
    {
        await site.Passed("refunds");
        await site.Passed("donations");
    }

    private static string Card(Guid project) => $"section.card:has(a[href$='/projects/{project}'])";

    // Their pages were still open when the project missed its minimum.
    private async Task<(Guid Project, IReadOnlyList<Guid> Gifts)> Missed(int count)
    {
        var (project, gifts) = (await site.Site.LiveProject(FundingModel.AllOrNothing, site.Site.Clock.GetUtcNow().AddDays(30)), new List<Guid>());
        while (gifts.Count < count)
        {
            gifts.Add(await Begin(project, "100"));
        }

        await site.Send();
        await site.Site.Then(project, LiveProjects.Ended(project, met: false));
        foreach (var gift in gifts)
        {
            await site.Pay(gift);
        }

        await site.Deliver();
        return (project, gifts);
    }

    // Paid on a page whose amount was tampered with.
    private async Task<Guid> Differs(Guid project)
    {
        var gift = await Begin(project, "60");
        await site.Send();
        await site.Do(RecordPayment.Of(gift, (await site.Operation(gift))!.Id, "stripe", $"pi_{Guid.CreateVersion7():N}", "card", Money.Cny(100_00))); // It was planned.
        return gift;
    }

    private async Task<Guid> Begin(Guid project, string amount)
    {
        var visitor = site.Visitor();
        var form = await visitor.Get($"/en/give?project={project}");
        Assert.Equal(303, (await visitor.Submit(form, Gifts.Form, ("other", amount), ("who", "anonymous"), ("method", "card"))).Status);
        await site.Planned();
        return Gifts.GiftOf(form);
    }
}
