using CharityLink.Kernel;
using CharityLink.Projects;
using FsCheck;
using FsCheck.Fluent;
using static CharityLink.Tests.Projects.Example;

namespace CharityLink.Tests.Projects;

/// <summary>PRJ-3: the goal's decision is made once, at the deadline and never before it.</summary>
public sealed class DeadlineRules
{
    private static readonly EndProject _end = new(Guid.CreateVersion7(), Example.Id, Money.Cny(7_000_00), 42);
    private static readonly EndProjectEarly _early = new(Guid.CreateVersion7(), Example.Id, " enough ");

    [Fact]
    public void It_ends_at_its_deadline_and_not_a_tick_before()
    {
        In(ProjectState.Live).When(one => Project.Decide(one, _end, Deadline)).Then(Ended);
        In(ProjectState.Live).When(one => Project.Decide(one, _end, Deadline.AddTicks(-1))).Refused("deadline_not_reached");
        In(ProjectState.Live).When(one => Project.Decide(one, _end, Deadline.AddDays(9))).Then(Ended);
        Nowhere.When(none => Project.Decide(none, _end, Deadline)).Refused("project_unknown");
    }

    [Fact]
    public void What_ended_stays_ended_whatever_the_clock_and_the_counters_say_later()
    {
        In(ProjectState.Ended).When(one => Project.Decide(one, _end with { Raised = Money.Cny(1), CountedUpTo = 99 }, Deadline)).Nothing();
        In(ProjectState.Failed).When(one => Project.Decide(one, _end with { Raised = Money.Cny(9_000_00) }, Deadline)).Nothing();
        In(ProjectState.Ended).When(one => Project.Decide(one, _end, Opened)).Nothing();
        Assert.All(Others(ProjectState.Live).Where(state => state < ProjectState.Live || state > ProjectState.Failed), state => In(state).When(one => Project.Decide(one, _end, Deadline)).Refused(Says(state)));
    }

    [Fact]
    public void An_extended_project_ends_at_the_new_deadline()
    {
        var later = Deadline.AddDays(15);
        var extended = In(ProjectState.Live, new ProjectExtended(Example.Id, later, "rain", null));
        extended.When(one => Project.Decide(one, _end, Deadline)).Refused("deadline_not_reached");
        extended.When(one => Project.Decide(one, _end, later)).Then(Ended with { EndedAt = later });
    }

    [Fact]
    public void A_paused_project_ends_all_the_same() =>
        In(ProjectState.Live, new ProjectPaused(Example.Id, "complaint", null)).When(one => Project.Decide(one, _end, Deadline)).Then(Ended);

    [Fact]
    public void The_minimum_decides_all_or_nothing_and_nothing_else() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(Gen.Choose(-3, 3).ToArbitrary(), Gen.Elements(FundingModel.AllOrNothing, FundingModel.KeepWhatIsRaised).ToArbitrary(), (off, model) =>
        {
            var raised = Sums.Minimum with { Minor = Sums.Minimum.Minor + off };
            var project = Scenario<Project, IProjectEvent>.Given([Drafted with { Funding = Sums with { Model = model } }, .. To(ProjectState.Live).Skip(1)]);
            var decided = project.When(one => Project.Decide(one, _end with { Raised = raised }, Deadline)).Decision.NewFacts;
            Assert.Equal(model == FundingModel.KeepWhatIsRaised || off >= 0, Assert.IsType<ProjectEnded>(Assert.Single(decided)).IsMet);
        }));

    [Fact]
    public void A_missed_minimum_fails_the_project_and_a_met_one_ends_it()
    {
        Assert.Equal(ProjectState.Failed, In(ProjectState.Live, Ended with { IsMet = false }).State!.State); // Facts were given.
        Assert.Equal(ProjectState.Ended, In(ProjectState.Live, Ended).State!.State); // Facts were given.
    }

    [Fact]
    public void Its_organiser_ends_it_before_the_deadline_with_a_reason()
    {
        var now = Deadline.AddTicks(-1);
        var early = new ProjectEnded(Example.Id, now, Money.Cny(7_000_00), 42, true, "organiser", "enough", Officer.AccountId);
        Early(In(ProjectState.Live), now).Then(early);
        Early(In(ProjectState.Live), Deadline).Refused("deadline_passed");
        Early(In(ProjectState.Live, early), now).Nothing();
        Early(In(ProjectState.Live, early with { Reason = "other" }), now).Refused("project_is_ended");
        Early(In(ProjectState.Ended), now).Refused("project_is_ended");
        Early(Nowhere, now).Refused("project_unknown");
        In(ProjectState.Live).When(one => Project.Decide(one, _early, null, 0, now, Officer)).Refused("totals_behind");
        Assert.All(Others(ProjectState.Live), state => Early(In(state), now).Refused(Says(state)));
        Assert.Equal("reason", Assert.Single((_early with { Reason = "" }).Validate()).Field);

        static Verdict<IProjectEvent> Early(Scenario<Project, IProjectEvent> project, DateTimeOffset now) =>
            project.When(one => Project.Decide(one, _early, Money.Cny(7_000_00), 42, now, Officer));
    }
}
