using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Projects;
using Microsoft.Extensions.Logging.Abstractions;

namespace CharityLink.Tests.Giving;

/// <summary>Every gift of a failed project goes back, once, a few at a time.</summary>
public sealed class ReturnRunTests(GivingWorld world) : IClassFixture<GivingWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gifts_of_a_failed_project_go_back_two_a_turn_and_a_second_run_finds_nothing()
    {
        var project = await world.Project(model: FundingModel.AllOrNothing);
        var gifts = new[] { await Given(project), await Given(project), await Given(project) };
        var other = await Given(await world.Project());
        await Caught();
        Assert.Equal(0, await Run().Work(Ct));
        await world.Then(Id(project), Ended(project));
        Assert.Equal(2, await Run().Work(Ct));
        Assert.Equal(1, await Run().Work(Ct));
        Assert.Equal(0, await Run().Work(Ct));
        await Caught();
        foreach (var gift in gifts)
        {
            Assert.Equal("refunded", (await world.Get<DonationList>().Find(gift, Ct))!.State); // It was given.
            Assert.Equal("refunded", (await world.Get<Receipts>().OfDonation(gift, Ct))?.Voided?.Cause);
        }

        Assert.Equal("paid", (await world.Get<DonationList>().Find(other, Ct))!.State); // It was given.
        Assert.All(await LedgerInvariants.Check(world.Database, world.Store, Ct) ?? [], invariant => Assert.Empty(invariant.Broken));
    }

    [Fact]
    public async Task What_a_bank_questions_and_what_was_asked_back_already_waits_and_the_rest_of_a_gift_goes()
    {
        var project = await world.Project(model: FundingModel.AllOrNothing);
        var (disputed, asked, part) = (await Given(project), await Given(project), await Given(project));
        Assert.True((await world.Send(new RecordDispute(Guid.CreateVersion7(), disputed, "dp_1", "needs_response", Money.Cny(60_00), "fraudulent", null), Caller.System)).IsDone);
        Assert.True((await world.Send(new AskRefund(Guid.CreateVersion7(), asked, Guid.CreateVersion7(), Money.Cny(60_00), "duplicate"))).IsDone);
        Assert.True((await world.Send(new AskRefund(Guid.CreateVersion7(), part, Guid.CreateVersion7(), Money.Cny(20_00), "duplicate"))).IsDone);
        await world.Then(Id(project), Ended(project));
        await Caught();
        Assert.Equal(1, await Run().Work(Ct));
        Assert.Equal(0, await Run().Work(Ct));
        Assert.Equal(40_00, Assert.Single(await world.Get<RefundList>().OfGift(part, Ct), row => row.Source == "platform").Amount.Minor);
        Assert.True((await world.Send(new RecordDispute(Guid.CreateVersion7(), disputed, "dp_1", "won", Money.Cny(60_00), "fraudulent", null), Caller.System)).IsDone);
        await Caught();
        Assert.Equal(1, await Run().Work(Ct));
    }

    [Fact]
    public async Task A_project_that_two_people_call_off_gives_every_gift_back_though_it_reached_its_goal()
    {
        var project = await world.Project();
        var gift = await Given(project);
        await world.Then(Id(project), Ended(project) with { IsMet = true });
        var (one, other) = (Staff.Holding(Role.FederationOfficer, "440700"), Staff.Holding(Role.FederationOfficer, "440700"));
        var agree = new AgreeCallOff(Guid.CreateVersion7(), Id(project));
        Assert.True((await world.Send(new AskCallOff(Guid.CreateVersion7(), Id(project), "unlawful_campaign", "never filed"), one)).IsDone);
        Assert.Equal("asker_decides", Assert.Single((await world.Send(agree, one)).Refusals).Code);
        await Caught();
        Assert.Equal(0, await Run().Work(Ct));
        Assert.True((await world.Send(agree, other)).IsDone);
        await Caught();
        Assert.Equal(1, await Run().Work(Ct));
        Assert.Equal(0, await Run().Work(Ct));
        await Caught();
        Assert.Equal("refunded", (await world.Get<DonationList>().Find(gift, Ct))!.State); // It was given.
        Assert.Equal("unlawful_campaign", Assert.Single(await world.Get<RefundList>().OfGift(gift, Ct)).Cause);
        Assert.All(await LedgerInvariants.Check(world.Database, world.Store, Ct) ?? [], invariant => Assert.Empty(invariant.Broken));
    }

    [Fact]
    public async Task Who_does_not_agree_lets_the_project_go_on()
    {
        var project = await world.Project();
        await Given(project);
        var (one, other) = (Staff.Holding(Role.FederationOfficer, "440700"), Staff.Holding(Role.FederationOfficer, "440700"));
        Assert.True((await world.Send(new AskCallOff(Guid.CreateVersion7(), Id(project), "qualification_missing", "expired"), one)).IsDone);
        Assert.True((await world.Send(new DeclineCallOff(Guid.CreateVersion7(), Id(project), "it was renewed"), other)).IsDone);
        await Caught();
        Assert.Equal(0, await Run().Work(Ct));
        Assert.Equal("call_off_not_asked", Assert.Single((await world.Send(new AgreeCallOff(Guid.CreateVersion7(), Id(project)), other)).Refusals).Code);
    }

    private static Guid Id(GiftCause cause) => cause.ProjectId ?? throw new InvalidOperationException("A project's.");

    private static ProjectEnded Ended(GiftCause project) => new(Id(project), TimeProvider.System.GetUtcNow(), Money.Cny(1), 1, false, "deadline");

    private ReturnRun Run() => new(
        world.Database, world.Get<RefundList>(), world.ReadModels, world.Get<SystemCommands>(), new RefundLimits { ReturnsPerSecond = 2 }, world.Get<PaymentLimits>(), TimeProvider.System,
        NullLogger<ReturnRun>.Instance);

    private async Task<Guid> Given(GiftCause cause)
    {
        var ask = GivingWorld.Asking(cause);
        Assert.True((await world.Send(ask)).IsDone);
        Assert.True((await world.Send(GivingWorld.Paying(ask.DonationId))).IsDone);
        return ask.DonationId;
    }

    // Starting a refund writes facts that have followers of their own.
    private async Task Caught()
    {
        for (long end = 0, now; (now = await world.Store.ReadEnd(Ct)) != end; end = now)
        {
            foreach (var follower in (string[])["causes", "refund_starter", "receipt_issuer", "donations", "refunds", "receipts", "ledger", "gift_totals"])
            {
                await world.Passed(follower, now);
            }
        }
    }
}
