using CharityLink.Disclosure;
using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Tests.Giving;
using CharityLink.Tests.Projects;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Tests.Disclosure;

/// <summary>The reaction that tells a project that its full account is public, so that it may settle what is left.</summary>
public sealed class FinalReporterTests(World world) : IClassFixture<World>
{
    private static readonly DateTimeOffset _now = new(2026, 11, 25, 4, 0, 0, TimeSpan.Zero);
    private static readonly Account _account = new(Money.Cny(100_00), Money.Cny(60_00), "已完工", "Done");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_full_account_of_the_work_makes_the_project_reported_once()
    {
        var facts = ProjectFacts.New();
        await facts.Write(world.Store, 0, [.. facts.UpToLive, Ended(facts), new ProjectCarriedOut(facts.Id, new(2026, 11, 20), null)]);
        await Published(facts, ReportKind.Interim);
        Assert.Equal(ProjectState.CarriedOut, await State(facts));

        var report = await Published(facts, ReportKind.ProjectFinal);
        Assert.Equal((ProjectState.Reported, report), (await State(facts), Assert.Single(await Told(facts)).DisclosureId));
        // A reaction may see a fact again after a crash.
        await Reporter.React(Logs.Of(Fact(facts, report, ReportKind.ProjectFinal)), Ct);
        Assert.Single(await Told(facts));
    }

    [Fact]
    public async Task The_account_of_fundraising_tells_the_project_nothing()
    {
        var facts = ProjectFacts.New();
        await facts.Write(world.Store, 0, [.. facts.UpToLive, Ended(facts)]);
        await Published(facts, ReportKind.CampaignFinal);
        Assert.Equal(ProjectState.Ended, await State(facts));
    }

    [Fact]
    public async Task A_report_a_project_does_not_take_is_not_passed_over_in_silence()
    {
        var facts = ProjectFacts.New();
        await facts.Write(world.Store, 0, [.. facts.UpToLive]);
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => Reporter.React(Logs.Of(Fact(facts, Guid.CreateVersion7(), ReportKind.ProjectFinal)), Ct));
        Assert.Contains("project_is_live", fault.Message, StringComparison.Ordinal);
    }

    private FinalReporter Reporter => new(world.Services.GetRequiredService<IServiceScopeFactory>());

    private static ProjectEnded Ended(ProjectFacts facts) => new(facts.Id, ProjectFacts.Opened.AddDays(30), Money.Cny(100_00), 1, true, "deadline");

    private static ReportPublished Fact(ProjectFacts facts, Guid report, ReportKind kind) => new(facts.Id, report, kind, new(2026, 10, 1), new(2026, 11, 24), _account, [facts.Proposer], new(2026, 11, 25), null);

    private async Task<Guid> Published(ProjectFacts facts, ReportKind kind)
    {
        var report = Guid.CreateVersion7();
        await world.Do(new PublishReport(Guid.CreateVersion7(), facts.Id, report, kind, new(2026, 10, 1), new(2026, 11, 24), _account, [facts.Proposer], _now), null, "final_reporter");
        return report;
    }

    private async Task<ProjectState?> State(ProjectFacts facts)
    {
        await using var scope = world.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<Aggregates>().Load<Project, IProjectEvent>(facts.Id, Ct)).State?.State;
    }

    private async Task<IReadOnlyList<FinalReportPublished>> Told(ProjectFacts facts) =>
        [.. (await world.Store.ReadStream(facts.Id, 0, Ct)).Events.Select(recorded => recorded.Data).OfType<FinalReportPublished>()];
}
