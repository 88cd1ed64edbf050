using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Store;
using Microsoft.Extensions.DependencyInjection;
using static CharityLink.Tests.Projects.Example;

namespace CharityLink.Tests.Projects;

/// <summary>What each person finds waiting, on PostgreSQL.</summary>
public sealed class TaskListTests(World world) : IClassFixture<World>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_step_waits_for_those_whose_it_is_and_the_others_see_whom_it_waits_for()
    {
        var id = await Project(ProjectState.Verified);
        Assert.Equal("review", Assert.Single(await Mine(OtherTownWorker, id)).Step);
        Assert.Empty(await Mine(Staff.Holding(Role.TownWorker, "440704001"), id));
        Assert.Empty(await Mine(OtherTownWorker with { AccountId = OtherVillageWorker.AccountId }, id));
        Assert.Empty(await Mine(OtherTownWorker with { AccountId = VillageWorker.AccountId }, id));
        Assert.Empty(await Mine(Officer, id));
        Assert.Equal("review", Assert.Single(await Others(Officer, id)).Step);
        Assert.Equal("review", Assert.Single(await Others(OtherTownWorker with { AccountId = OtherVillageWorker.AccountId }, id)).Step);
        Assert.Empty(await Others(OtherTownWorker, id));
        Assert.Empty(await Others(Staff.Holding(Role.Auditor, "440704"), id));
    }

    [Fact]
    public async Task A_draft_is_its_proposers_alone()
    {
        var id = await Project(ProjectState.Draft);
        Assert.Equal("draft", Assert.Single(await Mine(VillageWorker, id)).Step);
        Assert.Empty(await Mine(OtherVillageWorker, id));
        Assert.Empty(await Others(Officer, id));
    }

    [Fact]
    public async Task An_organisers_step_waits_for_its_officers_and_charities_reach_no_further()
    {
        var id = await Project(ProjectState.Approved);
        Assert.Equal("plan", Assert.Single(await Mine(Officer, id)).Step);
        Assert.Empty(await Mine(OtherOfficer, id));
        Assert.Equal("plan", Assert.Single(await Mine(Staff.Holding(Role.CharityOfficer, "440703", Organiser), id)).Step);
        Assert.Empty(await Mine(Staff.Holding(Role.CharityOfficer, "440703"), id));
    }

    [Fact]
    public async Task The_oldest_promise_comes_first_and_steps_without_one_last()
    {
        var ids = new[] { await Project(ProjectState.Ended), await Project(ProjectState.CarriedOut), await Project(ProjectState.Approved) };
        var mine = (await world.Services.GetRequiredService<TaskList>().Of(Officer, 500, Ct)).Where(task => ids.Contains(task.ProjectId)).ToList();
        Assert.Equal(["plan", "report", "plan_steps"], mine.Select(task => task.Step), StringComparer.Ordinal);
        Assert.Single(await world.Services.GetRequiredService<TaskList>().Of(Officer, 1, Ct));
    }

    [Fact]
    public async Task A_tranche_waits_for_everybody_who_may_decide_but_not_for_who_asked_and_the_step_for_those_who_do_it()
    {
        var (id, step) = (await Project(ProjectState.Ended), Guid.CreateVersion7());
        var asker = Staff.Holding(Role.FederationOfficer, County.Value, Organiser);
        await Delivery(
            id, new MilestonesPlanned(id, Organiser, Fund, Sums.Lines, [new(step, "一", "One", new(2026, 12, 1), [])], null), new TrancheRequested(id, step, Guid.CreateVersion7(), "n", asker.AccountId));
        Assert.Contains(await Mine(Officer, id), task => task.Step == "tranche");
        Assert.Contains(await Mine(OtherOfficer, id), task => task.Step == "tranche");
        Assert.Contains(await Mine(Staff.Holding(Role.CharityOfficer, "440703", Organiser), id), task => task.Step == "tranche");
        Assert.DoesNotContain(await Mine(asker, id), task => task.Step == "tranche");
        Assert.DoesNotContain(await Mine(Staff.Holding(Role.FederationOfficer, "440704"), id), task => task.Step == "tranche");
        Assert.Equal(("milestone", new DateOnly(2026, 12, 1)), Assert.Single((await Mine(VillageWorker, id)).Select(task => (task.Step, task.DueOn))));
    }

    [Fact]
    public async Task A_rebuild_makes_the_same_rows()
    {
        var id = await Project(ProjectState.Ended);
        await Delivery(id, new MilestonesPlanned(id, Organiser, Fund, Sums.Lines, [new(Guid.CreateVersion7(), "一", "One", new(2026, 12, 1), [])], null));
        var before = await Mine(VillageWorker, id);
        Assert.Single(before);
        await world.Services.GetRequiredService<ReadModelHost>().Rebuild("project_tasks", Ct);
        Assert.Equivalent(before, await Mine(VillageWorker, id), strict: true);
    }

    private async Task Delivery(Guid id, params IDeliveryEvent[] facts)
    {
        var result = Assert.IsType<AppendResult.Appended>(await world.Store.Append([new StreamChange(ProjectDelivery.IdOf(id), "project_delivery", 0, facts)], EventMetadata.None, Ct));
        Assert.True(await world.Services.GetRequiredService<ReadModelHost>().WaitFor("project_tasks", result.Position, TimeSpan.FromSeconds(10), Ct));
    }

    private async Task<List<ProjectTask>> Mine(Caller caller, Guid id) =>
        [.. (await world.Services.GetRequiredService<TaskList>().Of(caller, 500, Ct)).Where(task => task.ProjectId == id)];

    private async Task<List<ProjectTask>> Others(Caller caller, Guid id) =>
        [.. (await world.Services.GetRequiredService<TaskList>().WaitingForOthers(caller, 500, Ct)).Where(task => task.ProjectId == id)];

    // The example's facts under an id of their own; ids inside the facts are not what read models go by.
    private async Task<Guid> Project(ProjectState state)
    {
        var id = Guid.CreateVersion7();
        object[] facts = [.. To(state).Select(fact => fact is ProjectDrafted drafted ? drafted with { ProjectId = id } : (object)fact)];
        var result = Assert.IsType<AppendResult.Appended>(await world.Store.Append([new StreamChange(id, "project", 0, facts)], EventMetadata.None, Ct));
        Assert.True(await world.Services.GetRequiredService<ReadModelHost>().WaitFor("project_tasks", result.Position, TimeSpan.FromSeconds(10), Ct));
        return id;
    }
}
