using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Projects;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Tests.Projects;

/// <summary>The deadline as two nodes handle it: once each, never early, whatever the clocks do.</summary>
public sealed class DeadlineTests(TwoNodes world) : IClassFixture<TwoNodes>
{
    private static readonly DateTimeOffset _real = TimeProvider.System.GetUtcNow();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_thousand_projects_due_in_one_second_end_once_each_with_two_nodes_at_work()
    {
        var due = _real.AddHours(-1);
        var ids = await world.Open(1_000, n => due.AddMilliseconds(n));
        world.Clock.Now = due.AddSeconds(1);
        await Task.WhenAll(Enumerable.Range(0, 2).Select(node => Task.Run(() => world.Worker(node).EndDue(Ct), Ct)));

        var ends = await world.EndsOf(ids);
        Assert.Equal(1_000, ends.Count);
        Assert.Equal(ids.ToHashSet(), ends.Select(end => end.ProjectId).ToHashSet());
        Assert.All(ends, end => Assert.Equal((false, Money.Cny(0), "deadline"), (end.IsMet, end.Raised, end.Cause)));
        Assert.All(ends.Join(ids.Index(), end => end.ProjectId, id => id.Item, (end, id) => (end.EndedAt, Deadline: due.AddMilliseconds(id.Index))), pair => Assert.Equal(pair.Deadline, pair.EndedAt));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_ends_nothing_early_and_opens_nothing_again()
    {
        var due = _real.AddHours(-3);
        var ids = await world.Open(1, _ => due);
        world.Clock.Now = due.AddTicks(-10);
        await world.Worker(0).EndDue(Ct);
        Assert.Empty(await world.EndsOf(ids));

        world.Clock.Now = due;
        await world.Worker(0).EndDue(Ct);
        var end = Assert.Single(await world.EndsOf(ids));
        Assert.True(end.CountedUpTo > 0);

        world.Clock.Now = due.AddHours(-2);
        await world.Worker(1).EndDue(Ct);
        world.Clock.Now = due.AddHours(1);
        await world.Worker(1).EndDue(Ct);
        Assert.Equal([end], await world.EndsOf(ids));
    }

    [Fact]
    public async Task A_node_whose_clock_runs_ahead_waits_for_the_databases()
    {
        var ids = await world.Open(1, _ => _real.AddDays(1));
        world.Clock.Now = _real.AddDays(2);
        await world.Worker(0).EndDue(Ct);
        Assert.Empty(await world.EndsOf(ids));
    }

    [Fact]
    public async Task A_project_that_was_extended_ends_at_its_second_deadline()
    {
        var (first, second) = (_real.AddHours(-5), _real.AddHours(-4));
        var ids = await world.Open(1, _ => first, id => new ProjectExtended(id, second, "rain", null));
        world.Clock.Now = first;
        await world.Worker(0).EndDue(Ct);
        Assert.Empty(await world.EndsOf(ids));
        world.Clock.Now = second;
        await world.Worker(0).EndDue(Ct);
        Assert.Equal(second, Assert.Single(await world.EndsOf(ids)).EndedAt);
    }

    [Fact]
    public async Task The_hosted_clock_finds_what_is_due_by_itself()
    {
        var ids = await world.Open(1, _ => _real.AddHours(-6));
        var end = await world.Store.ReadEnd(Ct);
        world.Clock.Now = _real.AddHours(-6);
        await Task.WhenAll(world.Worker(0).StartAsync(Ct), world.Worker(1).StartAsync(Ct));
        await world.Known(end + 1);
        await Task.WhenAll(world.Worker(0).StopAsync(Ct), world.Worker(1).StopAsync(Ct));
        Assert.Single(await world.EndsOf(ids));
    }

    [Theory]
    [InlineData(null, 5_000)]
    [InlineData(6_000.0, 5_000)]
    [InlineData(5_000.0, 5_000)]
    [InlineData(4_999.2, 5_000)]
    [InlineData(0.1, 1)]
    [InlineData(0.0, 1_000)]
    [InlineData(-3.0, 1_000)]
    public void It_sleeps_until_the_next_deadline_and_never_long(double? aheadMs, int waitMs) =>
        Assert.Equal(TimeSpan.FromMilliseconds(waitMs), DeadlineClock.Wait(aheadMs is { } ms ? _real + TimeSpan.FromMilliseconds(ms) : null, _real));

    [Fact]
    public async Task What_is_counted_is_what_the_log_holds_up_to_the_position_that_is_named()
    {
        var end = await world.Store.ReadEnd(Ct);
        var counted = await world.Nodes[1].GetRequiredService<CountedTotals>().Of("project", [Example.Id], Ct);
        Assert.Equal(0, counted!.RaisedMinor[Example.Id]); // The counters keep up here.
        Assert.True(counted.CountedUpTo >= end);
    }
}
