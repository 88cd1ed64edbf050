using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace CharityLink.Tests.Giving.Pledges;

/// <summary>What came in of promises by card is written once the last of them was kept or given up, by whichever node, from the log.</summary>
public sealed class CollectionTests(GivingWorld world) : IClassFixture<GivingWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Theory]
    [InlineData(600_00, true)]
    [InlineData(599_99, false)]
    public async Task It_is_decided_when_nobody_is_waited_for_any_more_and_by_two_nodes_once(long paid, bool isEnough)
    {
        var cause = await world.Project(model: FundingModel.AllOrNothing);
        var project = Id(cause);
        var (kept, lost, before) = (await Promise(cause, 700_00), await Promise(cause, 300_00), await Gift(cause, 50_00));
        await world.Then(project, new ProjectEnded(project, Now, Money.Cny(50_00), 1, true, "deadline", null, null, Money.Cny(1000_00), Money.Cny(600_00)));
        await Caught();
        await Work();
        Assert.Empty(await Decided(project));

        var gift = await Gift(cause, paid - 50_00);
        await Next(kept, new PledgeFulfilled(kept, gift, cause, Money.Cny(700_00)));
        await Caught();
        await Work();
        Assert.Empty(await Decided(project));

        await Next(lost, new PledgeLapsed(lost, cause, Money.Cny(300_00), true, "not_collected"));
        await Caught();
        await Task.WhenAll(Work(), Work());
        var decided = Assert.Single(await Decided(project));
        Assert.Equal((Money.Cny(paid), Money.Cny(600_00), isEnough), (decided.Collected, decided.Needed, decided.IsEnough));
        Assert.Equal(0, await Work());

        await Caught();
        var found = await world.Get<CauseBook>().Find(CauseChoice.Of(cause), Ct);
        Assert.Equal(isEnough ? ProjectState.Ended : ProjectState.Failed, found.Project?.State);
        // The gifts go back by themselves, those from before the end among them.
        await Return();
        foreach (var one in new[] { gift, before })
        {
            Assert.Equal(isEnough ? "paid" : "refunded", (await world.Get<DonationList>().Find(one, Ct))!.State); // It was given.
        }
    }

    [Fact]
    public async Task Without_a_percent_it_is_written_all_the_same_and_nothing_goes_back()
    {
        var cause = await world.Project(model: FundingModel.AllOrNothing);
        var pledge = await Promise(cause, 1000_00);
        await world.Then(Id(cause), new ProjectEnded(Id(cause), Now, Money.Cny(0), 1, true, "deadline", null, null, Money.Cny(1000_00)));
        await Next(pledge, new PledgeLapsed(pledge, cause, Money.Cny(1000_00), true, "not_collected"));
        await Caught();
        await Work();
        Assert.Equal((null, true), Assert.Single((await Decided(Id(cause))).Select(end => (end.Needed, end.IsEnough))));
    }

    private static Guid Id(GiftCause cause) => cause.ProjectId ?? throw new InvalidOperationException("A project's.");

    private Task<int> Work() => new CollectionClock(
        world.Get<PledgeList>(), world.Get<CountedTotals>(), world.Get<SystemCommands>(), world.ReadModels, world.Database, new PledgeLimits(), TimeProvider.System, NullLogger<CollectionClock>.Instance).Work(Ct);

    private async Task Return()
    {
        var run = new ReturnRun(
            world.Database, world.Get<RefundList>(), world.ReadModels, world.Get<SystemCommands>(), new RefundLimits { ReturnsPerSecond = 99 }, world.Get<PaymentLimits>(), TimeProvider.System,
            NullLogger<ReturnRun>.Instance);
        await run.Work(Ct);
        await Caught();
    }

    private async Task<IReadOnlyList<CollectionEnded>> Decided(Guid project) => [.. (await world.Store.ReadFacts(project, Ct)).Facts.OfType<CollectionEnded>()];

    // A promise by card that stands.
    private async Task<Guid> Promise(GiftCause cause, long fen)
    {
        var (id, amount) = (Guid.CreateVersion7(), Money.Cny(fen));
        await world.Begin(
            id,
            new PledgeMade(
                id, cause, amount, new PersonId(Guid.CreateVersion7()), false, [new Instalment(1, Pledge.DayOf(Now), amount)], false, "en", Now, new CardConsent("stripe", "yes", "en", Now)),
            new PledgeConfirmed(id, cause, amount, true));
        return id;
    }

    private async Task Next(Guid pledge, IPledgeEvent fact)
    {
        var stream = await world.Store.ReadStream(pledge, 0, Ct);
        Assert.IsType<AppendResult.Appended>(await world.Store.Append([new StreamChange(pledge, "test", stream.Version, [fact])], EventMetadata.None, Ct));
    }

    private async Task<Guid> Gift(GiftCause cause, long fen)
    {
        var id = Guid.CreateVersion7();
        await world.Begin(
            id,
            new DonationStarted(id, cause, Money.Cny(fen), null, true, StartDonation.Sandbox, Now),
            new DonationPaid(id, Guid.CreateVersion7(), cause, Money.Cny(fen), null, true, StartDonation.Sandbox));
        return id;
    }

    private async Task Caught()
    {
        for (long end = 0, now; (now = await world.Store.ReadEnd(Ct)) != end; end = now)
        {
            foreach (var follower in (string[])["refund_starter", "receipt_issuer", "causes", "donations", "refunds", "pledges", "pledge_totals", "gift_totals", "match_settler"])
            {
                await world.Passed(follower, now);
            }
        }
    }
}
