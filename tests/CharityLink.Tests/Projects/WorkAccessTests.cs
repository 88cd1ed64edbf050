using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Store;

namespace CharityLink.Tests.Projects;

/// <summary>Who does the work of a project that another body organises, through the whole pipeline.</summary>
public sealed class WorkAccessTests(World world) : IClassFixture<World>
{
    private static readonly Money _tranche = Money.Cny(1_000_00);

    [Fact]
    public async Task The_charity_that_proposed_asks_for_money_pays_and_proves_and_decides_nothing()
    {
        var (project, step, line) = await Planned();
        var (proposer, stranger) = (Staff.Holding(Role.CharityOfficer, "440704", project.Proposer), Staff.Holding(Role.CharityOfficer, "440703"));
        var ask = new RequestTranche(Guid.CreateVersion7(), project.Id, step, Guid.CreateVersion7(), "ready");
        var letGo = new DecideTranche(Guid.CreateVersion7(), project.Id, step, ask.RequestId, null);
        var spend = new RecordSpending(
            Guid.CreateVersion7(), project.Id, Guid.CreateVersion7(), line, _tranche, new DateOnly(2026, 11, 1), "supplier", "lamps", Example.Paper, ProjectFacts.Opened.AddDays(60));
        var show = new SubmitProof(Guid.CreateVersion7(), project.Id, step, Guid.CreateVersion7(), "done", [Example.Paper]);
        Assert.Equal("forbidden", await Refused(ask, stranger));
        await world.Do(ask, proposer);
        Assert.Equal("forbidden", await Refused(letGo, proposer));
        await world.Do(letGo);
        Assert.Equal("forbidden", await Refused(spend, stranger));
        await world.Do(spend, proposer);
        Assert.Equal("forbidden", await Refused(show, stranger));
        await world.Do(show, proposer);
        Assert.Equal("forbidden", await Refused(new JudgeProof(Guid.CreateVersion7(), project.Id, step, show.ProofId, null), proposer));
        Assert.Equal("milestones_not_proven", await Refused(new CarryOutProject(Guid.CreateVersion7(), project.Id, new DateOnly(2026, 11, 1)), Caller.System));
        await world.Do(new JudgeProof(Guid.CreateVersion7(), project.Id, step, show.ProofId, null));
        await world.Do(new CarryOutProject(Guid.CreateVersion7(), project.Id, new DateOnly(2026, 11, 1)));
    }

    [Fact]
    public async Task A_project_without_steps_is_carried_out_at_once()
    {
        var project = await Ended();
        await world.Do(new CarryOutProject(Guid.CreateVersion7(), project.Id, new DateOnly(2026, 11, 1)));
    }

    private async Task<ProjectFacts> Ended()
    {
        var project = ProjectFacts.New();
        await project.Write(world.Store, 0, [.. project.UpToLive, new ProjectEnded(project.Id, project.Deadline, _tranche, 1, true, "deadline")]);
        return project;
    }

    private async Task<(ProjectFacts Project, Guid Step, Guid Line)> Planned()
    {
        var (project, step, line) = (await Ended(), Guid.CreateVersion7(), new BudgetLine(Guid.CreateVersion7(), "灯", "Lamps", _tranche, true));
        var planned = new MilestonesPlanned(
            project.Id, project.Organiser, Guid.CreateVersion7(), [line], [new(step, "装灯", "Put up lamps", new DateOnly(2026, 11, 30), [new(line.LineId, _tranche)])], null);
        var written = await world.Store.Append(
            [new StreamChange(ProjectDelivery.IdOf(project.Id), "project_delivery", 0, [planned])], EventMetadata.None, TestContext.Current.CancellationToken);
        Assert.IsType<AppendResult.Appended>(written);
        return (project, step, line.LineId);
    }

    private async Task<string> Refused(ICommand command, Caller caller) => Assert.Single((await world.Send(command, caller)).Refusals).Code;
}
