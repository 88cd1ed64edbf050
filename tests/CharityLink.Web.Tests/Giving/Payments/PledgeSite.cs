using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Stripe;
using CharityLink.Web.Giving.Payments;
using CharityLink.Web.Giving.Pledges;
using CharityLink.Web.Tests.Support;

namespace CharityLink.Web.Tests.Giving.Payments;

/// <summary>Promises by card on the site whose payments go through the stand-in for Stripe.</summary>
internal static class PledgeSite
{
    private static CancellationToken Ct => StripeSite.Ct;

    /// <summary>A project of all or nothing that needs 1,000 yuan within two days.</summary>
    public static Task<Guid> AllOrNothing(this StripeSite site, DateTimeOffset? deadline = null, int? minCollectPercent = null) =>
        site.Site.LiveProject(FundingModel.AllOrNothing, deadline ?? site.Site.Clock.GetUtcNow().AddDays(2), minCollectPercent: minCollectPercent);

    /// <summary>The form filled in, up to the provider's page on which the card is to be left.</summary>
    public static async Task<(Visitor Visitor, Guid Pledge, string Email)> Promise(this StripeSite site, Guid project, string amount = "1000", string lang = "en")
    {
        var (visitor, email) = (site.Visitor(), $"p{Guid.CreateVersion7():N}@example.org");
        var form = await visitor.Get($"/{lang}/pledge?project={project}");
        var made = await visitor.Submit(form, Gifts.Form, ("pledge_amount", amount), ("pledge_name", "陈美玲"), ("pledge_email", email), ("consent", "1"));
        Assert.Equal((303, $"/{lang}/pledges"), (made.Status, made.Location?[..$"/{lang}/pledges".Length]));
        await site.Planned();
        await site.Send();
        var away = await visitor.Follow(made);
        if (away.Status == 200)
        {
            // A busy machine answered too late: the page says so, and the call is sent again.
            site.Advance(TimeSpan.FromMinutes(1));
            await site.Send();
            away = await visitor.Follow(made);
        }

        Assert.StartsWith(new Uri(site.Fake.Address, "/checkout/").ToString(), away.Location, StringComparison.Ordinal);
        return (visitor, Guid.Parse(form.Html.QuerySelector("input[name=pledge]")?.GetAttribute("value") ?? ""), email);
    }

    /// <summary>The giver leaves a card on the page that is open for a promise.</summary>
    public static async Task Leave(this StripeSite site, Guid pledge, string card = "pm_card_visa", int page = 1)
    {
        var operation = (await site.Get<PaymentOperations>().Find([PaymentOrder.IdOf(CardSetup.Purpose, pledge, page)], Ct)).Single();
        var next = site.Fake.Giver.Pay(operation.ObjectId ?? "", card);
        if (next.Contains("/bank/", StringComparison.Ordinal))
        {
            site.Fake.Giver.Authenticate(next[(next.LastIndexOf('/') + 1)..]);
        }

        await site.Deliver(copies: 2, shuffle: 1);
    }

    /// <summary>A promise that stands, with its card.</summary>
    public static async Task<(Visitor Visitor, Guid Pledge, string Email)> Stands(this StripeSite site, Guid project, string card = "pm_card_visa", string amount = "1000")
    {
        var promised = await site.Promise(project, amount);
        await site.Leave(promised.Pledge, card);
        Assert.Equal(PledgeState.Confirmed, (await site.Pledge(promised.Pledge)).State);
        return promised;
    }

    public static async Task<Pledge> Pledge(this StripeSite site, Guid id) =>
        (await site.Site.Facts(id)).Cast<IPledgeEvent>().Aggregate((Pledge?)null, CharityLink.Giving.Pledge.Evolve) ?? throw new InvalidOperationException("No such promise.");

    /// <summary>The deadline passes, and the goal is decided as the clock does it.</summary>
    public static async Task<ProjectEnded> End(this StripeSite site, Guid project)
    {
        var deadline = (await site.Site.Facts(project)).OfType<ProjectOpened>().Single().DeadlineAt;
        if (deadline - site.Site.Clock.GetUtcNow() is { Ticks: > 0 } left)
        {
            site.Advance(left);
        }

        Assert.True((await site.Decide(project)).IsDone);
        return (await site.Site.Facts(project)).OfType<ProjectEnded>().Single();
    }

    /// <summary>One node's try to decide about the goal.</summary>
    public static async Task<Outcome> Decide(this StripeSite site, Guid project)
    {
        var counted = await site.Get<CountedTotals>().Of(GiftTotals.Project, [project], Ct) ?? throw new InvalidOperationException("The totals are behind.");
        return await site.Get<SystemCommands>().Send(
            new EndProject(Guid.CreateVersion7(), project, Money.Cny(counted.RaisedMinor[project]), counted.CountedUpTo, Money.Cny(counted.PledgedMinor[project])), Ct);
    }

    /// <summary>The platform collects what is due, calls are sent, answers heard, until nothing moves.</summary>
    public static async Task Collect(this StripeSite site)
    {
        await site.Caught("pledges");
        await site.Get<PledgeCollector>().Work(Ct);
        await site.Settle();
    }

    /// <summary>Calls are sent, notifications delivered, and what follows has followed.</summary>
    public static async Task Settle(this StripeSite site)
    {
        for (var i = 0; i < 3; i++)
        {
            await site.Planned();
            await site.Send();
            await site.Deliver();
            await site.Caught("pledge_keeper");
        }

        await site.Caught("pledges");
    }

    /// <summary>The mails that are due, as far as they have arrived.</summary>
    public static async Task Mails(this StripeSite site)
    {
        await site.Caught("pledges");
        await site.Caught("causes");
        await site.Get<PledgePost>().Work(Ct);
    }

    public static async Task Caught(this StripeSite site, string follower) =>
        Assert.True(await site.Get<ReadModelHost>().WaitFor(follower, await site.Get<EventStore>().ReadEnd(Ct), TimeSpan.FromSeconds(20), Ct));

    /// <summary>The provider has forgotten the card.</summary>
    public static async Task Forgotten(this StripeSite site, SavedCard card) =>
        Assert.Null((await site.Get<StripeLine>().Get(PaymentMethods.Get(card.Method), Ct)).Customer);

    /// <summary>How many payments succeeded at the provider for a promise.</summary>
    public static async Task<int> Charged(this StripeSite site, Guid pledge) =>
        site.Charges((await site.Site.Facts(pledge)).OfType<PledgeChargeBegun>().Select(begun => begun.DonationId));

    /// <summary>Very many promises that stand, their cards kept long ago: written into the log at once.</summary>
    public static async Task<IReadOnlyList<Guid>> ManyStand(this StripeSite site, Guid project, int count, Money each)
    {
        var now = site.Site.Clock.GetUtcNow();
        var drafted = (await site.Site.Facts(project)).OfType<ProjectDrafted>().Single();
        var organiser = (await site.Site.Facts(project)).OfType<ProjectApproved>().Single().OrganiserId;
        var deadline = (await site.Site.Facts(project)).OfType<ProjectOpened>().Single().DeadlineAt;
        var cause = new GiftCause(drafted.Proposal.ProgramId, null, drafted.FundId, organiser, organiser, drafted.Proposal.Division, project);
        var promises = site.Fake.Giver.Kept(count).Select(kept => Stands(cause, each, new SavedCard("stripe", kept.Customer, kept.Method, CardUse.Unscheduled), deadline, now)).ToList();
        Assert.IsType<AppendResult.Appended>(await site.Get<EventStore>().Append(promises, EventMetadata.None, Ct));
        await site.Caught("pledges");
        await site.Caught("pledge_totals");
        return [.. promises.Select(promise => promise.StreamId)];
    }

    private static StreamChange Stands(GiftCause cause, Money amount, SavedCard card, DateTimeOffset deadline, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7();
        return new(id, "pledge", 0, [
            new PledgeMade(
                id, cause, amount, new PersonId(Guid.CreateVersion7()), true, [new Instalment(1, CharityLink.Giving.Pledge.DayOf(now), amount)], false, "en", now, new CardConsent("stripe", "I agree.", "en", deadline)),
            new PledgeCardKept(id, cause, card, new CharityLink.Giving.CardFace("visa", deadline.Year + 2, 12), null),
            new PledgeConfirmed(id, cause, amount, true)]);
    }
}
