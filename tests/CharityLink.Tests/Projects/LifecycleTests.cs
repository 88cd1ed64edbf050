using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Projects;
using CharityLink.Store;
using Microsoft.Extensions.DependencyInjection;
using static CharityLink.Tests.Projects.Example;

namespace CharityLink.Tests.Projects;

/// <summary>A project from proposal to closing through the whole pipeline, on PostgreSQL.</summary>
public sealed class LifecycleTests(World world) : IClassFixture<World>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_villages_need_passes_four_levels_and_is_closed_in_the_end()
    {
        var (id, station, federation) = await Submitted();
        await world.Do(new VerifyProject(Guid.CreateVersion7(), id, "seen", [Paper]), OtherVillageWorker);
        await world.Do(new ReviewProject(Guid.CreateVersion7(), id, "sound"), TownWorker);
        await world.Do(new ApproveProject(Guid.CreateVersion7(), id, federation, "taken on"), OtherOfficer);
        await Happened(id, new ProjectOpened(id, Opened, Opened.AddDays(1), null, new DateOnly(2026, 10, 1)));
        await world.Do(new EndProject(Guid.CreateVersion7(), id, Money.Cny(7_000_00), 1));
        await world.Do(new CarryOutProject(Guid.CreateVersion7(), id, new DateOnly(2026, 10, 5)), OtherOfficer);
        await Happened(id, new FinalReportPublished(id, Guid.CreateVersion7(), null));
        await world.Do(new SettleSurplus(Guid.CreateVersion7(), id, Money.Cny(0), null, null, "nothing left"), OtherOfficer);
        var project = await Load(id);
        Assert.Equal((ProjectState.Closed, station, federation), (project.State, project.ProposerId, project.OrganiserId.GetValueOrDefault()));
        Assert.Equal(
            [VillageWorker.AccountId.GetValueOrDefault(), OtherVillageWorker.AccountId.GetValueOrDefault(), TownWorker.AccountId.GetValueOrDefault(), OtherOfficer.AccountId.GetValueOrDefault()],
            project.Deciders.OrderBy(step => step.Key).Select(step => step.Value));
    }

    [Fact]
    public async Task Two_officers_who_approve_at_once_approve_once_and_a_different_choice_is_told_so()
    {
        var (id, _, federation) = await Submitted();
        var other = await Organisation(OrganisationKind.Foundation, "440700");
        await world.Do(new VerifyProject(Guid.CreateVersion7(), id, "seen", []), OtherVillageWorker);
        await world.Do(new ReviewProject(Guid.CreateVersion7(), id, "sound"), TownWorker);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => Task.Run(() => world.Send(
            new ApproveProject(Guid.CreateVersion7(), id, n % 2 == 0 ? federation : other, "taken on"), n % 2 == 0 ? OtherOfficer : Officer), Ct)));

        var winner = (await Load(id)).OrganiserId;
        Assert.Single((await world.Store.ReadStream(id, 0, Ct)).Events, one => one.Data is ProjectApproved);
        Assert.All(outcomes.Index().Where(one => (one.Index % 2 == 0 ? federation : other) == winner), one => Assert.True(one.Item.IsDone || one.Item.Refusals[0].Code == "busy"));
        Assert.All(outcomes.Index().Where(one => (one.Index % 2 == 0 ? federation : other) != winner), one => Assert.True(one.Item.Refusals[0].Code is "project_is_approved" or "busy"));
    }

    [Fact]
    public async Task A_withdrawal_and_an_approval_at_once_leave_one_of_them()
    {
        var (id, _, federation) = await Submitted();
        await world.Do(new VerifyProject(Guid.CreateVersion7(), id, "seen", []), OtherVillageWorker);
        await world.Do(new ReviewProject(Guid.CreateVersion7(), id, "sound"), TownWorker);
        var (station, approve) = ((await Load(id)).ProposerId, new ApproveProject(Guid.CreateVersion7(), id, federation, "taken on"));
        await Task.WhenAll(
            Task.Run(() => world.Send(approve, OtherOfficer), Ct),
            Task.Run(() => world.Send(new WithdrawProject(Guid.CreateVersion7(), id, "solved"), Staff.Holding(Role.VillageWorker, Village.Value, station)), Ct));

        var facts = (await world.Store.ReadStream(id, 0, Ct)).Events.Select(one => one.Data.GetType().Name).ToList();
        Assert.Equal("ProjectWithdrawn", facts[^1]);
        Assert.Equal("project_is_withdrawn", (await world.Send(approve with { CommandId = Guid.CreateVersion7(), Findings = "late" }, OtherOfficer)).Refusals[0].Code);
    }

    [Fact]
    public async Task A_form_sent_twice_acts_once()
    {
        var (id, _, _) = await Submitted();
        var verify = new VerifyProject(Guid.CreateVersion7(), id, "seen", [Paper]);
        var first = await world.Do(verify, OtherVillageWorker);
        Assert.Equal(first, await world.Send(verify, OtherVillageWorker));
        Assert.Equal(first, await world.Send(verify with { CommandId = Guid.CreateVersion7() }, OtherVillageWorker));
    }

    [Fact]
    public async Task Nobody_acts_outside_their_place()
    {
        var (id, station, federation) = await Submitted();
        var elsewhere = Staff.Holding(Role.TownWorker, "440704001");
        Assert.Equal("forbidden", (await world.Send(new VerifyProject(Guid.CreateVersion7(), id, "seen", []), elsewhere)).Refusals[0].Code);
        Assert.Equal("forbidden", (await world.Send(new ApproveProject(Guid.CreateVersion7(), id, federation, "x"), TownWorker)).Refusals[0].Code);
        Assert.Equal("forbidden", (await world.Send(new WithdrawProject(Guid.CreateVersion7(), id, "x"), Staff.Holding(Role.CharityOfficer, Village.Value))).Refusals[0].Code);
        Assert.Equal("forbidden", (await world.Send(new DraftProject(Guid.CreateVersion7(), Guid.CreateVersion7(), station, Fund, Words, Sums), elsewhere)).Refusals[0].Code);
        Assert.Equal("forbidden", (await world.Send(new EndProject(Guid.CreateVersion7(), id, Money.Cny(0), 0), Staff.Holding(Role.Administrator, "440700"))).Refusals[0].Code);
    }

    [Fact]
    public async Task The_proposer_takes_it_back_even_when_another_organises_it()
    {
        var charity = await Organisation(OrganisationKind.SocialWork, "440703");
        var mine = Staff.Holding(Role.CharityOfficer, "440703", charity);
        var id = Guid.CreateVersion7();
        await world.Do(new DraftProject(Guid.CreateVersion7(), id, charity, Fund, Words with { Division = County }, Sums), mine);
        await world.Do(new SubmitProposal(Guid.CreateVersion7(), id), mine);
        await world.Do(new ApproveProject(Guid.CreateVersion7(), id, await Organisation(OrganisationKind.Federation, "440703"), "taken on"), OtherOfficer);
        await world.Do(new WithdrawProject(Guid.CreateVersion7(), id, "solved"), mine);
        Assert.Equal(ProjectState.Withdrawn, (await Load(id)).State);
    }

    [Fact]
    public async Task It_is_ended_early_with_the_counters_of_that_moment()
    {
        var (id, _, _) = await Submitted();
        var opened = await Happened(id, new ProjectOpened(id, Opened, DateTimeOffset.MaxValue, null, new DateOnly(2026, 10, 1)));
        await world.Do(new EndProjectEarly(Guid.CreateVersion7(), id, "enough"), OtherOfficer);
        var end = (await Load(id)).End!; // It was ended.
        Assert.Equal((Money.Cny(0), false, "organiser", OtherOfficer.AccountId), (end.Raised, end.IsMet, end.Cause, end.By));
        Assert.True(end.CountedUpTo >= opened);
    }

    /// <summary>A village's project, handed in.</summary>
    private async Task<(Guid Id, Guid Station, Guid Federation)> Submitted()
    {
        var (id, federation) = (Guid.CreateVersion7(), await Organisation(OrganisationKind.Federation, "440703"));
        var station = await Organisation(OrganisationKind.VillageStation, Village.Value, federation);
        await world.Do(new DraftProject(Guid.CreateVersion7(), id, station, Guid.CreateVersion7(), Words, Sums), VillageWorker);
        await world.Do(new SubmitProposal(Guid.CreateVersion7(), id), VillageWorker);
        return (id, station, federation);
    }

    private async Task<Guid> Organisation(OrganisationKind kind, string division, Guid? parent = null)
    {
        var id = Guid.CreateVersion7();
        await Happened(id, new OrganisationRegistered(id, "会", "Body", kind, DivisionCode.Parse(division), null, parent, true), new OrganisationVerified(id, "seen"));
        return id;
    }

    private async Task<long> Happened(Guid stream, params object[] facts)
    {
        var version = (await world.Store.ReadStream(stream, 0, Ct)).Version;
        return Assert.IsType<AppendResult.Appended>(await world.Store.Append([new StreamChange(stream, "test", version, facts)], EventMetadata.None, Ct)).Position;
    }

    private async Task<Project> Load(Guid id)
    {
        await using var scope = world.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<Aggregates>().Load<Project, IProjectEvent>(id, Ct)).State!; // The test made it.
    }
}
