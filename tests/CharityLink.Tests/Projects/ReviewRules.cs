using CharityLink.Kernel;
using CharityLink.Projects;
using static CharityLink.Tests.Projects.Example;

namespace CharityLink.Tests.Projects;

/// <summary>CN-CASE-10 and CN-USE-06: four steps, four people, none of them the proposer or related.</summary>
public sealed class ReviewRules
{
    private static readonly DateOnly _today = new(2026, 11, 20);
    private static readonly VerifyProject _verify = new(Guid.CreateVersion7(), Example.Id, " seen ", [Paper]);
    private static readonly ReviewProject _review = new(Guid.CreateVersion7(), Example.Id, " sound ");
    private static readonly ApproveProject _approve = new(Guid.CreateVersion7(), Example.Id, Organiser, " taken on ");
    private static readonly SendBackProposal _back = new(Guid.CreateVersion7(), Example.Id, " unclear ");
    private static readonly RejectProject _reject = new(Guid.CreateVersion7(), Example.Id, " no ");
    private static readonly Member _organiser = new(Organiser, County, true, true, false);

    [Fact]
    public void Village_town_and_county_decide_one_after_the_other()
    {
        In(ProjectState.Submitted).When(one => Project.Decide(one, _verify with { Files = Verified.Files }, OtherVillageWorker, _today)).Then(Verified);
        In(ProjectState.Verified).When(one => Project.Decide(one, _review, TownWorker, _today)).Then(Reviewed);
        In(ProjectState.Reviewed).When(one => Project.Decide(one, _approve, _organiser, Officer, _today)).Then(Approved);
    }

    [Fact]
    public void The_town_stands_in_for_the_village_but_not_twice()
    {
        var byTown = Verified with { By = TownWorker.AccountId };
        In(ProjectState.Submitted).When(one => Project.Decide(one, _verify with { Files = Verified.Files }, TownWorker, _today)).Then(byTown);
        var verified = In(ProjectState.Submitted, byTown);
        verified.When(one => Project.Decide(one, _review, TownWorker, _today)).Refused("same_person_two_steps");
        verified.When(one => Project.Decide(one, _back, TownWorker, _today)).Refused("same_person_two_steps");
        verified.When(one => Project.Decide(one, _review, OtherTownWorker, _today)).Then(Reviewed with { By = OtherTownWorker.AccountId });
    }

    [Fact]
    public void A_step_taken_twice_is_taken_once_and_other_words_find_it_taken()
    {
        In(ProjectState.Verified).When(one => Project.Decide(one, _verify with { Files = [Paper] }, OtherVillageWorker, _today)).Nothing();
        In(ProjectState.Verified).When(one => Project.Decide(one, _verify with { Files = [] }, OtherVillageWorker, _today)).Refused("project_is_verified");
        In(ProjectState.Verified).When(one => Project.Decide(one, _verify with { Findings = "other" }, OtherVillageWorker, _today)).Refused("project_is_verified");
        In(ProjectState.Reviewed).When(one => Project.Decide(one, _review, TownWorker, _today)).Nothing();
        In(ProjectState.Reviewed).When(one => Project.Decide(one, _review with { Findings = "other" }, TownWorker, _today)).Refused("project_is_reviewed");
        In(ProjectState.Approved).When(one => Project.Decide(one, _approve, _organiser, OtherOfficer, _today)).Nothing();
        In(ProjectState.Approved).When(one => Project.Decide(one, _approve with { OrganiserId = Proposer }, _organiser, OtherOfficer, _today)).Refused("project_is_approved");
        In(ProjectState.Approved).When(one => Project.Decide(one, _approve with { Findings = "other" }, _organiser, OtherOfficer, _today)).Refused("project_is_approved");
    }

    [Fact]
    public void A_step_out_of_turn_is_told_where_the_project_stands()
    {
        Nowhere.When(none => Project.Decide(none, _verify, OtherVillageWorker, _today)).Refused("project_unknown");
        Assert.All(Others(ProjectState.Submitted), state => In(state).When(one => Project.Decide(one, _verify with { Findings = "x" }, OtherVillageWorker, _today)).Refused(Says(state)));
        Assert.All(Others(ProjectState.Verified), state => In(state).When(one => Project.Decide(one, _review with { Findings = "x" }, TownWorker, _today)).Refused(Says(state)));
        Assert.All(Others(ProjectState.Reviewed), state => In(state).When(one => Project.Decide(one, _approve with { Findings = "x" }, _organiser, Officer, _today)).Refused(Says(state)));
        In(ProjectState.Reviewed, new ProjectWithdrawn(Example.Id, null, "solved")).When(one => Project.Decide(one, _approve, _organiser, Officer, _today)).Refused("project_is_withdrawn");
    }

    [Fact]
    public void Whoever_wrote_any_of_it_decides_none_of_it()
    {
        var (drafts, changes, submits) = (Staff.Holding(Role.TownWorker, Town.Value), Staff.Holding(Role.TownWorker, Town.Value), Staff.Holding(Role.TownWorker, Town.Value));
        var project = Scenario<Project, IProjectEvent>.Given(
            Drafted with { ProposedBy = drafts.AccountId }, new ProposalChanged(Example.Id, Words, Sums, changes.AccountId), Submitted with { By = submits.AccountId });
        Assert.All([drafts, changes, submits], author => project.When(one => Project.Decide(one, _verify, author, _today)).Refused("proposer_decides"));
        var officer = Officer with { AccountId = drafts.AccountId };
        Scenario<Project, IProjectEvent>.Given(Drafted with { ProposedBy = drafts.AccountId }, Submitted, Verified, Reviewed)
            .When(one => Project.Decide(one, _approve, _organiser, officer, _today)).Refused("proposer_decides");
    }

    [Fact]
    public void Who_took_a_step_before_takes_no_other()
    {
        In(ProjectState.Reviewed).When(one => Project.Decide(one, _approve, _organiser, Officer with { AccountId = TownWorker.AccountId }, _today)).Refused("same_person_two_steps");
        In(ProjectState.Reviewed).When(one => Project.Decide(one, _reject, Officer with { AccountId = OtherVillageWorker.AccountId }, _today)).Refused("same_person_two_steps");
        Assert.Null(In(ProjectState.Reviewed).State!.Objection(Officer, _today)); // Facts were given.
    }

    [Fact]
    public void Who_stands_back_decides_nothing()
    {
        var related = new RelationDeclared(Example.Id, Officer.AccountId.GetValueOrDefault(), "family");
        In(ProjectState.Reviewed, related).When(one => Project.Decide(one, _approve, _organiser, Officer, _today)).Refused("decider_conflict");
        In(ProjectState.Reviewed, related).When(one => Project.Decide(one, _reject, Officer, _today)).Refused("decider_conflict");
        In(ProjectState.Reviewed, related).When(one => Project.Decide(one, _approve, _organiser, OtherOfficer, _today)).Then(Approved with { By = OtherOfficer.AccountId });
    }

    [Fact]
    public void No_law_an_organisation_may_choose_takes_the_second_pair_of_eyes_away()
    {
        IProjectEvent abroad = new ProjectOpened(Example.Id, default, default, null, _today, "GB");
        var state = In(ProjectState.Reviewed, abroad, new RelationDeclared(Example.Id, Officer.AccountId.GetValueOrDefault(), "family")).State!; // Facts were given.
        Assert.Equal("CN-USE-06", state.Against(Officer.AccountId.GetValueOrDefault(), [], _today)?.RuleId);
        Assert.Equal("CN-CASE-10", state.Against(TownWorker.AccountId.GetValueOrDefault(), [.. state.Deciders.Values], _today)?.RuleId);
        Assert.Null(state.Against(OtherOfficer.AccountId.GetValueOrDefault(), [.. state.Deciders.Values], _today));
    }

    [Fact]
    public void Every_step_is_its_own_levels()
    {
        In(ProjectState.Submitted).When(one => Project.Decide(one, _back, Officer, _today)).Refused("not_your_step");
        In(ProjectState.Verified).When(one => Project.Decide(one, _back, Staff.Holding(Role.VillageWorker, Village.Value), _today)).Refused("not_your_step");
        In(ProjectState.Reviewed).When(one => Project.Decide(one, _reject, OtherTownWorker, _today)).Refused("not_your_step");
        In(ProjectState.Reviewed).When(one => Project.Decide(one, _reject, Staff.Holding(Role.FederationOfficer, "440704"), _today)).Refused("not_your_step");
        In(ProjectState.Reviewed).When(one => Project.Decide(one, _reject, Caller.Public, _today)).Refused("not_your_step");
        In(ProjectState.Reviewed).When(one => Project.Decide(one, _reject, Caller.System, _today)).Then(new ProjectRejected(Example.Id, null, "no"));
    }

    [Fact]
    public void The_organiser_is_a_legal_person_in_good_standing_that_works_there()
    {
        Approve(null).RefusedAt("organiser_unknown", "organiser");
        Approve(_organiser with { IsLegalPerson = false }).RefusedAt("organiser_not_legal_person", "organiser");
        Approve(_organiser with { IsVerified = false }).RefusedAt("organiser_not_verified", "organiser");
        Approve(_organiser with { IsSuspended = true }).RefusedAt("organiser_suspended", "organiser");
        Approve(_organiser with { Division = DivisionCode.Parse("440704") }).RefusedAt("organiser_elsewhere", "organiser");
        Approve(_organiser with { Division = Village }).Then(Approved);
        In(ProjectState.Reviewed).When(one => Project.Decide(one, _approve with { OrganiserId = Proposer }, _organiser with { Id = Proposer }, Officer, _today)).Then(Approved with { OrganiserId = Proposer });

        static Verdict<IProjectEvent> Approve(Member? organiser) => In(ProjectState.Reviewed).When(one => Project.Decide(one, _approve, organiser, Officer, _today));
    }

    [Fact]
    public void Sent_back_it_is_a_draft_again_and_everybody_may_decide_anew()
    {
        In(ProjectState.Verified).When(one => Project.Decide(one, _back, TownWorker, _today)).Then(new ProposalSentBack(Example.Id, ProjectState.Verified, TownWorker.AccountId, "unclear"));
        var back = In(ProjectState.Verified, new ProposalSentBack(Example.Id, ProjectState.Verified, TownWorker.AccountId, "unclear"));
        back.When(one => Project.Decide(one, _back, TownWorker, _today)).Nothing();
        back.When(one => Project.Decide(one, _back with { Reason = "other" }, TownWorker, _today)).Refused("project_is_draft");
        In(ProjectState.Verified, new ProposalSentBack(Example.Id, ProjectState.Verified, TownWorker.AccountId, "unclear"), Submitted)
            .When(one => Project.Decide(one, _verify with { Files = Verified.Files }, OtherVillageWorker, _today)).Then(Verified);
        Assert.All(Others(ProjectState.Draft, ProjectState.Submitted, ProjectState.Verified, ProjectState.Reviewed),
            state => In(state).When(one => Project.Decide(one, _back, Officer, _today)).Refused(Says(state)));
    }

    [Fact]
    public void A_no_is_a_no()
    {
        var no = new ProjectRejected(Example.Id, OtherVillageWorker.AccountId, "no");
        In(ProjectState.Submitted).When(one => Project.Decide(one, _reject, OtherVillageWorker, _today)).Then(no);
        In(ProjectState.Submitted, no).When(one => Project.Decide(one, _reject, OtherVillageWorker, _today)).Nothing();
        In(ProjectState.Submitted, no).When(one => Project.Decide(one, _reject with { Reason = "never" }, OtherVillageWorker, _today)).Refused("project_is_rejected");
    }

    [Fact]
    public void Reasons_and_findings_are_there_and_files_are_few()
    {
        Assert.Equal(["text_missing", "files_too_many"], (_verify with { Findings = " ", Files = [.. Enumerable.Repeat(Paper, 11)] }).Validate().Select(refusal => refusal.Code), StringComparer.Ordinal);
        Assert.Empty((_verify with { Files = [.. Enumerable.Repeat(Paper, 10)] }).Validate());
        Assert.Equal("findings", Assert.Single((_review with { Findings = "" }).Validate()).Field);
        Assert.Equal("findings", Assert.Single((_approve with { Findings = "" }).Validate()).Field);
        Assert.Equal("reason", Assert.Single((_back with { Reason = new string('x', 501) }).Validate()).Field);
        Assert.Equal("reason", Assert.Single((_reject with { Reason = "" }).Validate()).Field);
    }
}
