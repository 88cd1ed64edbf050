using CharityLink.Kernel;
using CharityLink.Projects;
using static CharityLink.Tests.Projects.Example;

namespace CharityLink.Tests.Projects;

/// <summary>Withdrawing, standing back, extending, pausing and carrying out.</summary>
public sealed class LifeRules
{
    private static readonly WithdrawProject _withdraw = new(Guid.CreateVersion7(), Example.Id, " solved ");
    private static readonly ExtendProject _extend = new(Guid.CreateVersion7(), Example.Id, new DateOnly(2026, 11, 15), " rain ");
    private static readonly ProjectExtended _extended = new(Example.Id, new(2026, 11, 15, 16, 0, 0, TimeSpan.Zero), "rain", Officer.AccountId);
    private static readonly PauseProject _pause = new(Guid.CreateVersion7(), Example.Id, " complaint ");
    private static readonly ResumeProject _resume = new(Guid.CreateVersion7(), Example.Id);
    private static readonly CarryOutProject _carry = new(Guid.CreateVersion7(), Example.Id, new DateOnly(2026, 11, 20));
    private static readonly DateTimeOffset _now = new(2026, 11, 20, 3, 0, 0, TimeSpan.Zero);

    [Fact]
    public void It_is_taken_back_before_it_opens_by_those_whose_it_is()
    {
        Nowhere.When(none => Project.Decide(none, _withdraw, VillageWorker)).Refused("project_unknown");
        Assert.All(
            [ProjectState.Draft, ProjectState.Submitted, ProjectState.Verified, ProjectState.Reviewed, ProjectState.Approved, ProjectState.Filed],
            state => In(state).When(one => Project.Decide(one, _withdraw, VillageWorker)).Then(new ProjectWithdrawn(Example.Id, VillageWorker.AccountId, "solved")));
        Assert.All(
            Enum.GetValues<ProjectState>().Where(state => state > ProjectState.Filed),
            state => In(state).When(one => Project.Decide(one, _withdraw, VillageWorker)).Refused(Says(state)));
        In(ProjectState.Submitted, new ProjectWithdrawn(Example.Id, null, "solved")).When(one => Project.Decide(one, _withdraw, VillageWorker)).Nothing();
    }

    [Fact]
    public void Who_only_reviews_it_does_not_take_it_back_and_its_organiser_does()
    {
        In(ProjectState.Reviewed).When(one => Project.Decide(one, _withdraw, TownWorker)).Refused("withdraw_not_yours");
        In(ProjectState.Reviewed).When(one => Project.Decide(one, _withdraw, Officer)).Refused("withdraw_not_yours");
        In(ProjectState.Approved).When(one => Project.Decide(one, _withdraw, Officer)).Then(new ProjectWithdrawn(Example.Id, Officer.AccountId, "solved"));
        In(ProjectState.Draft).When(one => Project.Decide(one, _withdraw, Staff.Holding(Role.Auditor, Village.Value, Proposer))).Refused("withdraw_not_yours");
        In(ProjectState.Draft).When(one => Project.Decide(one, _withdraw, Caller.System)).Then(new ProjectWithdrawn(Example.Id, null, "solved"));
    }

    [Fact]
    public void Everybody_stands_back_for_themselves_once()
    {
        var account = TownWorker.AccountId.GetValueOrDefault();
        var ask = new DeclareRelation(Guid.CreateVersion7(), Example.Id, account, "family");
        var declared = new RelationDeclared(Example.Id, account, "family");
        Nowhere.When(none => Project.Decide(none, ask, TownWorker)).Refused("project_unknown");
        In(ProjectState.Submitted).When(one => Project.Decide(one, ask, TownWorker)).Then(declared);
        In(ProjectState.Submitted).When(one => Project.Decide(one, ask, Caller.System)).Then(declared);
        In(ProjectState.Submitted).When(one => Project.Decide(one, ask, OtherTownWorker)).Refused("relation_not_yours");
        In(ProjectState.Submitted, declared).When(one => Project.Decide(one, ask with { Relation = "work" }, TownWorker)).Nothing();
        Assert.All([ProjectState.Closed, ProjectState.Rejected, ProjectState.Withdrawn], state => In(state).When(one => Project.Decide(one, ask, TownWorker)).Refused(Says(state)));
        In(ProjectState.Reported).When(one => Project.Decide(one, ask, TownWorker)).Then(declared);
        Assert.Equal("relation_unknown", Assert.Single((ask with { Relation = "neighbour" }).Validate()).Code);
        Assert.All(DeclareRelation.Relations, relation => Assert.Empty((ask with { Relation = relation }).Validate()));
    }

    [Fact]
    public void The_deadline_moves_once_to_a_later_day()
    {
        Nowhere.When(none => Project.Decide(none, _extend, Opened, Officer)).Refused("project_unknown");
        In(ProjectState.Live).When(one => Project.Decide(one, _extend, Opened, Officer)).Then(_extended);
        In(ProjectState.Live, _extended).When(one => Project.Decide(one, _extend, Opened, Officer)).Nothing();
        In(ProjectState.Live, _extended).When(one => Project.Decide(one, _extend with { ClosesOn = new DateOnly(2026, 11, 16) }, Opened, Officer)).Refused("project_extended_before");
        Assert.All(Others(ProjectState.Live), state => In(state).When(one => Project.Decide(one, _extend, Opened, Officer)).Refused(Says(state)));
    }

    [Fact]
    public void The_new_day_is_later_not_too_far_and_asked_for_in_time()
    {
        In(ProjectState.Live).When(one => Project.Decide(one, _extend with { ClosesOn = new DateOnly(2026, 10, 31) }, Opened, Officer)).RefusedAt("deadline_not_later", "closes_on");
        var next = Deadline.AddDays(1);
        In(ProjectState.Live).When(one => Project.Decide(one, _extend with { ClosesOn = new DateOnly(2026, 11, 1) }, Opened, Officer)).Then(_extended with { DeadlineAt = next });
        In(ProjectState.Live).When(one => Project.Decide(one, _extend with { ClosesOn = new DateOnly(2027, 11, 1) }, Opened, Officer)).Then(_extended with { DeadlineAt = Deadline.AddDays(366) });
        In(ProjectState.Live).When(one => Project.Decide(one, _extend with { ClosesOn = new DateOnly(2027, 11, 2) }, Opened, Officer)).RefusedAt("deadline_too_far", "closes_on");
        Assert.Equal("deadline_too_far", Assert.Single((_extend with { ClosesOn = DateOnly.MaxValue }).Validate()).Code);
        Assert.Equal("reason", Assert.Single((_extend with { Reason = "" }).Validate()).Field);
        In(ProjectState.Live).When(one => Project.Decide(one, _extend, Deadline, Officer)).Refused("deadline_passed");
        In(ProjectState.Live).When(one => Project.Decide(one, _extend, Deadline.AddTicks(-1), Officer)).Then(_extended);
    }

    [Fact]
    public void It_pauses_and_goes_on_while_it_is_live()
    {
        var paused = new ProjectPaused(Example.Id, "complaint", Officer.AccountId);
        In(ProjectState.Live).When(one => Project.Decide(one, _pause, Officer)).Then(paused);
        In(ProjectState.Live, paused).When(one => Project.Decide(one, _pause, Officer)).Nothing();
        In(ProjectState.Live, paused).When(one => Project.Decide(one, _resume, Officer)).Then(new ProjectResumed(Example.Id, Officer.AccountId));
        In(ProjectState.Live).When(one => Project.Decide(one, _resume, Officer)).Nothing();
        Nowhere.When(none => Project.Decide(none, _pause, Officer)).Refused("project_unknown");
        Nowhere.When(none => Project.Decide(none, _resume, Officer)).Refused("project_unknown");
        Assert.All(Others(ProjectState.Live), state =>
        {
            In(state).When(one => Project.Decide(one, _pause, Officer)).Refused(Says(state));
            In(state).When(one => Project.Decide(one, _resume, Officer)).Refused(Says(state));
        });
        Assert.Equal("reason", Assert.Single((_pause with { Reason = "" }).Validate()).Field);
    }

    [Fact]
    public void It_is_carried_out_after_it_ended_on_a_day_that_has_come()
    {
        Nowhere.When(none => Project.Decide(none, null, _carry, _now, Officer)).Refused("project_unknown");
        In(ProjectState.Ended).When(one => Project.Decide(one, null, _carry, _now, Officer)).Then(CarriedOut with { By = Officer.AccountId });
        In(ProjectState.CarriedOut).When(one => Project.Decide(one, null, _carry, _now, Officer)).Nothing();
        In(ProjectState.CarriedOut).When(one => Project.Decide(one, null, _carry with { FinishedOn = new DateOnly(2026, 11, 19) }, _now, Officer)).Refused("project_is_carried_out");
        In(ProjectState.Ended).When(one => Project.Decide(one, null, _carry with { FinishedOn = new DateOnly(2026, 11, 21) }, _now, Officer)).RefusedAt("date_in_future", "finished_on");
        In(ProjectState.Ended).When(one => Project.Decide(one, null, _carry with { FinishedOn = new DateOnly(2026, 10, 1) }, _now, Officer)).Then(CarriedOut with { FinishedOn = new DateOnly(2026, 10, 1), By = Officer.AccountId });
        In(ProjectState.Ended).When(one => Project.Decide(one, null, _carry with { FinishedOn = new DateOnly(2026, 9, 30) }, _now, Officer)).RefusedAt("finished_before_opening", "finished_on");
        Assert.All(Others(ProjectState.Ended), state => In(state).When(one => Project.Decide(one, null, _carry with { FinishedOn = new DateOnly(2026, 11, 18) }, _now, Officer)).Refused(Says(state)));
    }

    [Fact]
    public void A_reason_for_taking_back_is_given() => Assert.Equal(("text_missing", "reason"), Assert.Single((_withdraw with { Reason = " " }).Validate().Select(refusal => (refusal.Code, refusal.Field))));
}
