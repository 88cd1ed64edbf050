using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Stripe;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>What can go wrong when promises by card are collected, by its number. Each giver is charged once or not at all, and no card is kept longer than needed.</summary>
[Collection(Shared.KeptCards)]
public sealed class FailureMatrixC(StripeSite site)
{
    [Fact]
    public async Task C2_the_goal_is_decided_by_two_nodes_at_once()
    {
        var project = await site.AllOrNothing();
        var (_, pledge, _) = await site.Stands(project);
        site.Advance(TimeSpan.FromDays(2));
        var decided = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => site.Decide(project)));
        Assert.All(decided, outcome => Assert.True(outcome.IsDone));
        Assert.Single((await site.Site.Facts(project)).OfType<ProjectEnded>());
        await site.Collect();
        Assert.Equal(1, await site.Charged(pledge));
        await site.Close();
    }

    [Fact]
    public async Task C4_the_bank_wants_to_ask_the_giver()
    {
        var (visitor, pledge, email) = await Troubled("pm_card_authenticationRequired");
        Assert.Equal(DeclineClass.NeedsGiver, (await site.Pledge(pledge)).Collected?.Class);
        // Never tried again without the giver.
        site.Advance(TimeSpan.FromDays(1.1));
        await site.Collect();
        Assert.Equal(1, (await site.Pledge(pledge)).Collected?.Attempts);
        await site.Mails();
        var page = await visitor.Get(await MendLink(email));
        Assert.Contains("¥1,000.00", page.Text("main"), StringComparison.Ordinal);
        await PayOn(visitor, page, pledge, "pm_card_authenticationRequired");
        Assert.Equal((PledgeState.Kept, 1), ((await site.Pledge(pledge)).State, await site.Charged(pledge)));
        await Forgotten(pledge);
        await site.Close();
    }

    [Fact]
    public async Task C5_the_link_is_opened_twice_and_after_it_was_paid()
    {
        var (visitor, pledge, email) = await Troubled("pm_card_chargeDeclinedInsufficientFunds");
        await site.Mails();
        var link = await MendLink(email);
        var page = await visitor.Get(link);
        var begun = await visitor.Submit(page, Gifts.Form, ("method", "card"));
        Assert.Equal(303, begun.Status);
        // The form once more from another tab: used up, and there is still one page to pay on.
        Assert.Contains("does not work any more", (await visitor.Submit(page, Gifts.Form, ("method", "card"))).Text("main"), StringComparison.Ordinal);
        // While the giver has a page, the card is not charged.
        site.Advance(TimeSpan.FromHours(23));
        await site.Collect();
        Assert.Equal(2, (await site.Pledge(pledge)).Collected?.Attempts);
        site.Advance(TimeSpan.FromHours(30));
        await site.Settle();
        site.Fake.Orders.Declines = null;
        await site.Collect();
        Assert.Contains("does not work any more", (await visitor.Get(link)).Text("main"), StringComparison.Ordinal);
        await site.Mails();
        var second = await MendLink(email, not: link);
        var pay = await visitor.Get(second);
        await PayOn(visitor, pay, pledge, "pm_card_visa");
        Assert.Contains("already been paid", (await visitor.Get(second)).Text("main"), StringComparison.Ordinal);
        Assert.Contains("already been paid", (await visitor.Submit(pay, Gifts.Form, ("method", "card"))).Text("main"), StringComparison.Ordinal);
        Assert.Equal(1, await site.Charged(pledge));
        await site.Close();
    }

    [Fact]
    public async Task C5_the_link_is_opened_after_the_automatic_try_has_succeeded()
    {
        var project = await site.AllOrNothing();
        var (visitor, pledge, email) = await site.Stands(project);
        await site.End(project);
        await Declining("insufficient_funds");
        await site.Mails();
        var link = await MendLink(email);
        var page = await visitor.Get(link);
        site.Advance(TimeSpan.FromDays(1.1));
        await site.Collect();
        Assert.Equal((PledgeState.Kept, 1), ((await site.Pledge(pledge)).State, await site.Charged(pledge)));
        Assert.Contains("already been paid", (await visitor.Get(link)).Text("main"), StringComparison.Ordinal);
        Assert.Contains("already been paid", (await visitor.Submit(page, Gifts.Form, ("method", "card"))).Text("main"), StringComparison.Ordinal);
        Assert.Equal(1, await site.Charged(pledge));
        await site.Close();
    }

    [Fact]
    public async Task C7_the_grace_ends()
    {
        var (_, pledge, email) = await Troubled("pm_card_chargeDeclinedInsufficientFunds");
        // Days 1, 3 and 5, and once more when the seven days are over.
        foreach (var (day, attempts) in new[] { (1, 2), (2, 2), (3, 3), (4, 3), (5, 4), (6, 4), (7, 5) })
        {
            site.Advance(TimeSpan.FromDays(1));
            await site.Collect();
            Assert.Equal((day, attempts), (day, (await site.Pledge(pledge)).Collected?.Attempts));
        }

        await site.Collect();
        Assert.Equal("not_collected", Assert.Single((await site.Site.Facts(pledge)).OfType<PledgeLapsed>()).Why);
        Assert.Equal(0, await site.Charged(pledge));
        await Forgotten(pledge);
        await NothingLives(pledge);
        await site.Mails();
        Assert.Contains("nothing will be charged", await Mailbox.Arrived(email, mail => mail.Contains("has ended", StringComparison.Ordinal)), StringComparison.Ordinal);
        await site.Close();
    }

    [Theory]
    [InlineData("expired")]
    [InlineData("detached")]
    [InlineData("customer")]
    public async Task C8_the_card_has_expired_or_it_or_its_customer_is_gone(string how)
    {
        var project = await site.AllOrNothing();
        var (visitor, pledge, _) = await site.Stands(project, how == "expired" ? "pm_card_chargeDeclinedExpiredCard" : "pm_card_visa");
        var card = (await site.Pledge(pledge)).Card.Kept!; // It stands.
        var client = site.Get<StripeClient>();
        _ = how switch
        {
            "customer" => (object)(await client.Send(Customers.Delete(card.Customer), StripeSite.Ct)).Must(),
            "detached" => (await client.Send(PaymentMethods.Detach(card.Method), Guid.CreateVersion7().ToString(), StripeSite.Ct)).Must(),
            _ => card,
        };
        await site.End(project);
        await site.Collect();
        Assert.Equal(DeclineClass.NeedsNewCard, (await site.Pledge(pledge)).Collected?.Class);
        var mine = await visitor.Get($"/en/pledges/{pledge}");
        Assert.Equal("Not collected yet", mine.Text(".chip"));
        await PayOn(visitor, mine, pledge, "pm_card_visa", ("choice", "pay"));
        Assert.Equal((PledgeState.Kept, 1), ((await site.Pledge(pledge)).State, await site.Charged(pledge)));
        await site.Close();
    }

    [Fact]
    public async Task C9_the_goal_is_missed()
    {
        var project = await site.AllOrNothing();
        var (visitor, pledge, email) = await site.Stands(project, amount: "999");
        var form = await visitor.Get($"/en/give?project={project}");
        Assert.Empty((await visitor.Follow(await visitor.Submit(form, Gifts.Form, ("other", "20"), ("basket", "add")))).Refusals);
        Assert.False((await site.End(project)).IsMet);
        await site.Caught("causes");
        Assert.Equal(["project_over"], (await visitor.Get("/en/basket")).Refusals); // Told before anything is typed.
        await site.Collect();
        await site.Collect();
        Assert.Equal("goal_missed", Assert.Single((await site.Site.Facts(pledge)).OfType<PledgeLapsed>()).Why);
        Assert.Empty((await site.Site.Facts(pledge)).OfType<PledgeChargeBegun>());
        await Forgotten(pledge);
        await site.Mails();
        Assert.Contains("is not charged", await Mailbox.Arrived(email, mail => mail.Contains("missed its goal", StringComparison.Ordinal)), StringComparison.Ordinal);
        var mine = await visitor.Get($"/en/pledges/{pledge}");
        Assert.Equal("Not charged", mine.Text(".chip"));
        Assert.NotNull(mine.Html.QuerySelector("main a[href='/en/projects']")); // Elsewhere, for who wanted to help.
        Assert.NotNull(mine.Html.QuerySelector($"main a[href='/en/projects/{project}']"));
        await site.Close();
    }

    [Fact]
    public async Task C11_a_deadline_on_the_night_in_which_clocks_change()
    {
        // Half past two in Berlin on the night when there are two of them: one instant, whatever it is written as.
        var (project, instant) = (Guid.CreateVersion7(), new DateTimeOffset(2027, 10, 31, 0, 30, 0, TimeSpan.Zero));
        var proposed = (await site.Site.Facts(await site.AllOrNothing())).OfType<ProjectDrafted>().Single() with { ProjectId = project };
        IProjectEvent[] live = [proposed, new ProjectApproved(project, null, proposed.ProposerId, ""), new ProjectOpened(project, instant.AddDays(-30), instant.ToOffset(TimeSpan.FromHours(2)), null, default)];
        var state = live.Aggregate((Project?)null, Project.Evolve);
        var end = new EndProject(Guid.CreateVersion7(), project, Money.Cny(0), 1, Money.Cny(1000_00));
        Assert.Equal("deadline_not_reached", Assert.Single(Project.Decide(state, end, instant.AddTicks(-1)).Refusals).Code);
        var ended = Assert.IsType<ProjectEnded>(Assert.Single(Project.Decide(state, end, instant).NewFacts));
        Assert.Equal((instant, true), (ended.EndedAt, ended.IsMet));
        // An hour later it is half past two again.
        Assert.Empty(Project.Decide(Project.Evolve(state, ended), end, instant.AddHours(1)).NewFacts);
    }

    [Fact]
    public async Task A_giver_who_is_forgotten_while_it_is_collected_is_not_charged_any_more()
    {
        var (_, pledge, _) = await Troubled("pm_card_chargeDeclinedInsufficientFunds");
        Assert.True((await site.Get<SystemCommands>().Send(new CancelPledge(Guid.CreateVersion7(), pledge, IsErasure: true), StripeSite.Ct)).IsDone);
        site.Advance(TimeSpan.FromDays(1.1));
        await site.Collect();
        Assert.Equal((PledgeState.Cancelled, 0), ((await site.Pledge(pledge)).State, await site.Charged(pledge)));
        await Forgotten(pledge);
        await site.Close();
    }

    // A promise whose project has succeeded and whose card was declined once.
    private async Task<(Visitor Visitor, Guid Pledge, string Email)> Troubled(string card)
    {
        var project = await site.AllOrNothing();
        var promised = await site.Stands(project, card);
        Assert.True((await site.End(project)).IsMet);
        await site.Collect();
        Assert.Equal((PledgeState.Confirmed, 1), ((await site.Pledge(promised.Pledge)).State, (await site.Pledge(promised.Pledge)).Collected?.Attempts));
        return promised;
    }

    private async Task Declining(string reason)
    {
        site.Fake.Orders.Declines = reason;
        await site.Collect();
        site.Fake.Orders.Declines = null;
    }

    // Through our form to the provider's page, and paid there.
    private async Task PayOn(Visitor visitor, Answer page, Guid pledge, string card, params (string, string)[] fields)
    {
        var begun = await visitor.Submit(page, Gifts.Form, [.. fields.Append(("method", "card"))]);
        Assert.Equal(303, begun.Status);
        await site.Planned();
        await site.Send();
        var gift = (await site.Pledge(pledge)).Collected?.Live ?? Guid.Empty;
        var next = await site.Pay(gift, card);
        if (next.Contains("/bank/", StringComparison.Ordinal))
        {
            site.Fake.Giver.Authenticate(next[(next.LastIndexOf('/') + 1)..]);
        }

        await site.Settle();
    }

    private static async Task<string> MendLink(string email, string? not = null)
    {
        var mail = await Mailbox.Arrived(email, text => text.Contains("/mend?", StringComparison.Ordinal) && (not is null || !text.Contains(not, StringComparison.Ordinal)));
        var start = mail.IndexOf("/en/pledges/", StringComparison.Ordinal);
        return mail[start..mail.IndexOf('\n', start)].Trim();
    }

    private async Task Forgotten(Guid pledge)
    {
        await site.Settle();
        await site.Forgotten((await site.Pledge(pledge)).Card.Kept!); // It stood once.
    }

    // Of every charge that was declined nothing is left that could still succeed.
    private async Task NothingLives(Guid pledge)
    {
        foreach (var begun in (await site.Site.Facts(pledge)).OfType<PledgeChargeBegun>())
        {
            var declined = Assert.Single((await site.Site.Facts(begun.DonationId)).OfType<PaymentDeclined>());
            Assert.Equal("canceled", (await site.Get<CharityLink.Web.Giving.Payments.StripeLine>().Get(PaymentIntents.Get(declined.Charge?.PaymentId ?? ""), StripeSite.Ct)).Status);
        }
    }
}
