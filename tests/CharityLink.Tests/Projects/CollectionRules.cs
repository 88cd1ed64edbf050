using CharityLink.Kernel;
using CharityLink.Projects;
using static CharityLink.Tests.Projects.Example;

namespace CharityLink.Tests.Projects;

/// <summary>PRJ-3, GIV-4: a project that succeeded counting promises fails after all where too little of them comes in, if its plan said so.</summary>
public sealed class CollectionRules
{
    // Four fifths of a minimum of 6,000.
    private const int Percent = 80;
    private static readonly Money _needed = Money.Cny(4_800_00);
    private static readonly DateTimeOffset _later = Deadline.AddDays(8);
    private static readonly EndProject _end = new(Guid.CreateVersion7(), Example.Id, Money.Cny(1_000_00), 42, Money.Cny(5_000_00));
    private static readonly ProjectEnded _promised = new(Example.Id, Deadline, Money.Cny(1_000_00), 42, true, "deadline", null, null, Money.Cny(5_000_00), _needed);
    private static readonly EndCollecting _over = new(Guid.CreateVersion7(), Example.Id, _needed, 99, _later);
    private static readonly CollectionEnded _enough = new(Example.Id, _later, _needed, 99, _needed, true);
    private static readonly CollectionEnded _short = _enough with { Collected = Money.Cny(4_799_99), IsEnough = false };

    [Fact]
    public void The_end_says_what_must_be_collected_where_it_hangs_on_promises()
    {
        Live(Percent).When(one => Project.Decide(one, _end, Deadline)).Then(_promised);
        Live(null).When(one => Project.Decide(one, _end, Deadline)).Then(_promised with { CollectAtLeast = null });
        // What came in already is enough: nothing hangs on the promises. A fen less, and it does.
        Live(Percent).When(one => Project.Decide(one, _end with { Raised = _needed }, Deadline)).Then(_promised with { Raised = _needed, CollectAtLeast = null });
        Live(Percent).When(one => Project.Decide(one, _end with { Raised = Money.Cny(4_799_99) }, Deadline)).Then(_promised with { Raised = Money.Cny(4_799_99) });
        // Missed: there is nothing to collect.
        Live(Percent).When(one => Project.Decide(one, _end with { PledgedByCard = Money.Cny(4_999_99) }, Deadline))
            .Then(_promised with { PledgedByCard = Money.Cny(4_999_99), IsMet = false, CollectAtLeast = null });
    }

    [Theory]
    [InlineData(100, 50, 50)]
    [InlineData(101, 50, 51)]
    [InlineData(101, 100, 101)]
    [InlineData(199, 1, 2)]
    public void A_part_of_a_fen_counts_as_a_whole_one(long minimum, int percent, long part) => Assert.Equal(Money.Cny(part), Project.PartOf(Money.Cny(minimum), percent));

    [Fact]
    public void Exactly_enough_is_enough_and_a_fen_less_fails_it()
    {
        var collecting = Live(Percent, _promised);
        collecting.When(one => Project.Decide(one, _over)).Then(_enough);
        collecting.When(one => Project.Decide(one, _over with { Collected = Money.Cny(4_799_99) })).Then(_short);
        Assert.Equal(ProjectState.Ended, Live(Percent, _promised, _enough).State!.State); // Facts were given.
        Assert.Equal(ProjectState.Failed, Live(Percent, _promised, _short).State!.State); // Facts were given.
    }

    [Fact]
    public void Where_the_plan_does_not_say_so_it_goes_ahead_with_whatever_came_in()
    {
        var collecting = Live(null, _promised with { CollectAtLeast = null });
        Assert.False(collecting.State!.IsCollecting); // Facts were given.
        collecting.When(one => Project.Decide(one, _over with { Collected = Money.Cny(0) })).Then(_enough with { Collected = Money.Cny(0), Needed = null });
    }

    [Fact]
    public void It_is_decided_once_and_only_where_promises_were_collected()
    {
        Live(Percent, _promised, _enough).When(one => Project.Decide(one, _over with { Collected = Money.Cny(0) })).Nothing();
        Live(Percent, _promised, _short).When(one => Project.Decide(one, _over)).Nothing();
        Nowhere.When(none => Project.Decide(none, _over)).Refused("project_unknown");
        In(ProjectState.Live).When(one => Project.Decide(one, _over)).Refused("collection_not_open");
        In(ProjectState.Ended).When(one => Project.Decide(one, _over)).Refused("collection_not_open");
        Live(Percent, _promised with { IsMet = false }).When(one => Project.Decide(one, _over)).Refused("collection_not_open");
    }

    [Fact]
    public void Nothing_is_spent_or_finished_before_it_is_known()
    {
        var (collecting, carry) = (Live(Percent, _promised), new CarryOutProject(Guid.CreateVersion7(), Example.Id, new DateOnly(2026, 11, 2)));
        Assert.True(collecting.State!.IsCollecting); // Facts were given.
        collecting.When(one => Project.Decide(one, null, carry, _later, Officer)).Refused("project_is_collecting");
        Assert.Empty(Live(Percent, _promised, _enough).When(one => Project.Decide(one, null, carry, _later, Officer)).Decision.Refusals);
        Live(Percent, _promised, _short).When(one => Project.Decide(one, null, carry, _later, Officer)).Refused("project_is_failed");
    }

    [Fact]
    public void What_came_together_is_what_was_collected_in_the_end()
    {
        Assert.Equal(Money.Cny(1_000_00), Live(Percent, _promised).State!.Raised); // Facts were given.
        Assert.Equal(_needed, Live(Percent, _promised, _enough).State!.Raised); // Facts were given.
        Assert.Null(Live(Percent).State!.Raised); // Facts were given.
    }

    [Fact]
    public void Only_a_plan_of_all_or_nothing_says_it_and_never_after_the_opening()
    {
        var save = new SavePlan(Guid.CreateVersion7(), Example.Id, FundraisingPlan.Empty with { MinCollectPercent = Percent });
        In(ProjectState.Approved).When(one => Project.Decide(one, save, true, null)).Then(new PlanSaved(Example.Id, save.Plan, null));
        var keeping = Scenario<Project, IProjectEvent>.Given([Drafted with { Funding = Sums with { Model = FundingModel.KeepWhatIsRaised } }, .. To(ProjectState.Approved).Skip(1)]);
        keeping.When(one => Project.Decide(one, save, true, null)).RefusedAt("collect_percent_all_or_nothing", "min_collect_percent");
        var open = Scenario<Project, IProjectEvent>.Given([.. To(ProjectState.Approved), new PlanSaved(Example.Id, save.Plan, null), Example.Live]);
        foreach (var other in (int?[])[Percent - 1, null])
        {
            open.When(one => Project.Decide(one, save with { Plan = save.Plan with { MinCollectPercent = other } }, true, null)).RefusedAt("collect_percent_fixed", "min_collect_percent");
        }

        foreach (var wrong in (int[])[0, 101])
        {
            Assert.Equal("collect_percent_out_of_range", Assert.Single((save with { Plan = save.Plan with { MinCollectPercent = wrong } }).Validate()).Code);
        }

        Assert.Empty((save with { Plan = save.Plan with { MinCollectPercent = 1 } }).Validate());
        Assert.Empty((save with { Plan = save.Plan with { MinCollectPercent = 100 } }).Validate());
    }

    private static Scenario<Project, IProjectEvent> Live(int? percent, params IProjectEvent[] more) => Scenario<Project, IProjectEvent>.Given(
        [.. To(ProjectState.Approved), new PlanSaved(Example.Id, FundraisingPlan.Empty with { MinCollectPercent = percent }, null), Filed, Example.Live, .. more]);
}
