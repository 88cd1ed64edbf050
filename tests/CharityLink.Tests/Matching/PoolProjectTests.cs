using CharityLink.Kernel;
using CharityLink.Matching;
using CharityLink.Projects;
using CharityLink.Tests.Giving;

namespace CharityLink.Tests.Matching;

/// <summary>Projects put under a pool through the whole pipeline, on PostgreSQL.</summary>
public sealed class PoolProjectTests(GivingWorld world) : IClassFixture<GivingWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task However_adding_a_project_and_its_end_race_none_is_added_behind_the_end()
    {
        var project = (await world.Project()).ProjectId.GetValueOrDefault();
        Guid[] pools = [.. Enumerable.Range(0, 60).Select(_ => Guid.CreateVersion7())];
        await Task.WhenAll(pools.Select(pool => world.Begin(pool, Pools.Drafted(Pools.Draft(Pools.Terms(100_00), pool)), new PoolOpened(pool, null))));
        var adding = pools.Select(pool => Task.Run(() => world.Send(new AddPoolProject(Guid.CreateVersion7(), pool, project), Caller.System), Ct)).ToList();
        await Task.WhenAny(adding);
        var ended = await world.Then(project, new ProjectEnded(project, TimeProvider.System.GetUtcNow(), Money.Cny(0), 1, true, "organiser"));

        var outcomes = await Task.WhenAll(adding);
        Assert.All(outcomes, outcome => Assert.True(outcome.IsDone ? outcome.Position < ended : outcome.Refusals[0].Code == "match_project_over"));
        Assert.Contains(outcomes, outcome => outcome.IsDone);
    }

    [Fact]
    public async Task A_project_there_is_not_is_refused()
    {
        var pool = Guid.CreateVersion7();
        await world.Begin(pool, Pools.Drafted(Pools.Draft(Pools.Terms(100_00), pool)));
        Assert.Equal("match_project_unknown", Assert.Single((await world.Send(new AddPoolProject(Guid.CreateVersion7(), pool, Guid.CreateVersion7()), Caller.System)).Refusals).Code);
    }
}
