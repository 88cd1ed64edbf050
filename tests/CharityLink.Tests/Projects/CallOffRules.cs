using CharityLink.Kernel;
using CharityLink.Projects;
using static CharityLink.Tests.Projects.Example;

namespace CharityLink.Tests.Projects;

/// <summary>GIV-6: a whole project's gifts go back when two people decide it for a lawful cause, before any of the money was let go.</summary>
public sealed class CallOffRules
{
    private static readonly AskCallOff _ask = new(Guid.CreateVersion7(), Example.Id, "unlawful_campaign", " not filed ");
    private static readonly AgreeCallOff _agree = new(Guid.CreateVersion7(), Example.Id);
    private static readonly DeclineCallOff _decline = new(Guid.CreateVersion7(), Example.Id, " it was filed ");

    private static CallOffAsked Asked => new(Example.Id, "unlawful_campaign", "not filed", Officer.AccountId);

    private static ProjectCalledOff Off => new(Example.Id, Opened, "unlawful_campaign", "not filed", Officer.AccountId, OtherOfficer.AccountId);

    [Fact]
    public void It_is_asked_for_once_while_there_are_gifts_and_for_a_cause_of_the_whole_project()
    {
        In(ProjectState.Live).When(one => Project.Decide(one, null, _ask, Officer)).Then(Asked);
        In(ProjectState.Ended).When(one => Project.Decide(one, null, _ask, Officer)).Then(Asked);
        In(ProjectState.Live, Asked).When(one => Project.Decide(one, null, _ask, Officer)).Nothing();
        In(ProjectState.Live, Asked).When(one => Project.Decide(one, null, _ask with { Reason = "other" }, Officer)).Refused("call_off_pending");
        Nowhere.When(none => Project.Decide(none, null, _ask, Officer)).Refused("project_unknown");
        Assert.All(Others(ProjectState.Live, ProjectState.Ended), state => In(state).When(one => Project.Decide(one, null, _ask, Officer)).Refused(Says(state)));
        Assert.Equal("refund_not_allowed", Assert.Single((_ask with { Cause = "duplicate" }).Validate()).Code);
        Assert.Empty((_ask with { Cause = "qualification_missing" }).Validate());
    }

    [Fact]
    public void Another_person_agrees_and_what_still_takes_gifts_ends_with_it()
    {
        var ended = new ProjectEnded(Example.Id, Opened, Money.Cny(5_00), 42, false, "called_off", "not filed", OtherOfficer.AccountId);
        In(ProjectState.Live, Asked).When(one => Project.Decide(one, null, _agree, Money.Cny(5_00), 42, Opened, OtherOfficer)).Then(ended, Off);
        In(ProjectState.Ended, Asked).When(one => Project.Decide(one, null, _agree, null, 0, Opened, OtherOfficer)).Then(Off);
        In(ProjectState.Live, Asked).When(one => Project.Decide(one, null, _agree, null, 0, Opened, OtherOfficer)).Refused("totals_behind");
        In(ProjectState.Live, Asked).When(one => Project.Decide(one, null, _agree, Money.Cny(5_00), 42, Opened, Officer)).Refused("asker_decides");
        In(ProjectState.Live).When(one => Project.Decide(one, null, _agree, Money.Cny(5_00), 42, Opened, OtherOfficer)).Refused("call_off_not_asked");
        In(ProjectState.Live, Asked, ended, Off).When(one => Project.Decide(one, null, _agree, Money.Cny(5_00), 42, Opened, OtherOfficer)).Nothing();
        Assert.Equal(ProjectState.Failed, In(ProjectState.Ended, Asked, Off).State!.State); // Facts were given.
        Nowhere.When(none => Project.Decide(none, null, _agree, null, 0, Opened, OtherOfficer)).Refused("project_unknown");
    }

    [Fact]
    public void It_is_declined_by_another_person_and_may_be_asked_for_again()
    {
        var declined = new CallOffDeclined(Example.Id, "it was filed", OtherOfficer.AccountId);
        In(ProjectState.Live, Asked).When(one => Project.Decide(one, _decline, Opened, OtherOfficer)).Then(declined);
        In(ProjectState.Live, Asked).When(one => Project.Decide(one, _decline, Opened, Officer)).Refused("asker_decides");
        In(ProjectState.Live, Asked, declined).When(one => Project.Decide(one, _decline, Opened, OtherOfficer)).Nothing();
        In(ProjectState.Live).When(one => Project.Decide(one, _decline, Opened, OtherOfficer)).Refused("call_off_not_asked");
        In(ProjectState.Live, Asked, declined).When(one => Project.Decide(one, null, _ask, Officer)).Then(Asked);
        Nowhere.When(none => Project.Decide(none, _decline, Opened, OtherOfficer)).Refused("project_unknown");
    }

    [Fact]
    public void Nothing_goes_back_as_a_whole_once_money_was_let_go_or_while_promises_are_collected()
    {
        var spent = ProjectDelivery.Evolve(
            ProjectDelivery.Evolve(null, new MilestonesPlanned(Example.Id, Organiser, Fund, [Roof], [], null)),
            new SpendingRecorded(Example.Id, Guid.CreateVersion7(), Roof.LineId, Money.Cny(1_00), new DateOnly(2026, 11, 2), "店", "米", Paper, Organiser, Fund, null));
        In(ProjectState.Ended).When(one => Project.Decide(one, spent, _ask, Officer)).Refused("call_off_money_released");
        In(ProjectState.Ended, Asked).When(one => Project.Decide(one, spent, _agree, null, 0, Opened, OtherOfficer)).Refused("call_off_money_released");
        var collecting = In(ProjectState.Live, Ended with { PledgedByCard = Money.Cny(3_00) });
        collecting.When(one => Project.Decide(one, null, _ask, Officer)).Refused("call_off_while_collecting");
        In(ProjectState.Live, Ended with { PledgedByCard = Money.Cny(3_00) }, new CollectionEnded(Example.Id, Opened, Money.Cny(9_00), 7, null, true))
            .When(one => Project.Decide(one, null, _ask, Officer)).Then(Asked);
    }
}
