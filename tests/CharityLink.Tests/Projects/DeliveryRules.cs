using CharityLink.Evidence;
using CharityLink.Kernel;
using CharityLink.Projects;

namespace CharityLink.Tests.Projects;

/// <summary>PRJ-4, PRJ-5: money goes out step by step, on proof and by two people; what was spent stands against the budget.</summary>
public sealed class DeliveryRules
{
    private static readonly DateTimeOffset _now = new(2026, 11, 20, 4, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly _today = new(2026, 11, 20);
    private static readonly IReadOnlyList<EvidenceFile> _files = [Example.Paper];
    private static readonly Guid _request = Guid.CreateVersion7();
    private static readonly Guid _proof = Guid.CreateVersion7();
    private static readonly Guid _spending = Guid.CreateVersion7();
    private static readonly Guid _act = Guid.CreateVersion7();
    private static readonly Project _ended = Example.In(ProjectState.Ended).State!; // Given facts.
    private static readonly Project _collecting = Example.In(ProjectState.Live, Example.Ended with { Raised = Money.Cny(1_00), PledgedByCard = Money.Cny(6_000_00), CollectAtLeast = Money.Cny(2_500_00) }).State!; // Given facts.
    private static readonly Milestone _first = new(Guid.CreateVersion7(), "拆旧", "Clear", new(2026, 12, 1), [new(Example.Roof.LineId, Money.Cny(2_500_00))]);
    private static readonly Milestone _second = new(Guid.CreateVersion7(), "盖顶", "Roof", new(2026, 12, 31), [new(Example.Roof.LineId, Money.Cny(3_500_00)), new(Example.Paint.LineId, Money.Cny(2_000_00))]);
    private static readonly MilestonesPlanned _planned = new(Example.Id, Example.Organiser, Example.Fund, Example.Sums.Lines, [_first, _second], null);
    private static readonly TrancheRequested _asked = new(Example.Id, _first.MilestoneId, _request, "tiles", Example.VillageWorker.AccountId);
    private static readonly TrancheReleased _released = new(Example.Id, _first.MilestoneId, _request, Example.Organiser, Example.Fund, _first.Tranche, _today, Money.Cny(7_000_00), Example.Officer.AccountId);
    private static readonly ProofSubmitted _shown = new(Example.Id, _first.MilestoneId, _proof, "done", _files, Example.VillageWorker.AccountId);
    private static readonly ProofAccepted _accepted = new(Example.Id, _first.MilestoneId, _proof, _files, Example.Officer.AccountId);
    private static readonly SpendingRecorded _spent = new(Example.Id, _spending, Example.Roof.LineId, Money.Cny(2_000_00), _today, "supplier", "tiles", Example.Paper, Example.Organiser, Example.Fund, null);

    private static readonly PlanMilestones _plan = new(Guid.CreateVersion7(), Example.Id, [_first, _second]);
    private static readonly RequestTranche _ask = new(Guid.CreateVersion7(), Example.Id, _first.MilestoneId, _request, " tiles ");
    private static readonly DecideTranche _letGo = new(Guid.CreateVersion7(), Example.Id, _first.MilestoneId, _request, null);
    private static readonly SubmitProof _show = new(Guid.CreateVersion7(), Example.Id, _first.MilestoneId, _proof, "done", _files);
    private static readonly JudgeProof _accept = new(Guid.CreateVersion7(), Example.Id, _first.MilestoneId, _proof, null);
    private static readonly RecordSpending _spend = new(Guid.CreateVersion7(), Example.Id, _spending, Example.Roof.LineId, Money.Cny(2_000_00), _today, "supplier", "tiles", Example.Paper);
    private static readonly CorrectSpending _correct = new(Guid.CreateVersion7(), Example.Id, _spending, _act, Money.Cny(1_500_00), "two were sent back", null);
    private static readonly MoveBudget _move = new(Guid.CreateVersion7(), Example.Id, _act, Example.Paint.LineId, Example.Roof.LineId, Money.Cny(2_000_00), "tiles cost more");

    [Fact]
    public void Steps_are_planned_from_the_approval_on_until_money_was_asked_for()
    {
        foreach (var state in new[] { ProjectState.Approved, ProjectState.Filed, ProjectState.Live, ProjectState.Ended })
        {
            Plan(_plan, Example.In(state).State).Then(_planned with { By = Example.Officer.AccountId });
        }

        Plan(_plan, Example.In(ProjectState.Failed).State).Refused("project_is_failed");
        Plan(_plan, Example.In(ProjectState.Reviewed).State).Refused("project_is_reviewed");
        Plan(_plan, null).Refused("project_unknown");
        Given(_planned).When(one => ProjectDelivery.Decide(one, _ended, _plan, Example.Officer)).Nothing();
        Given(_planned, _asked).When(one => ProjectDelivery.Decide(one, _ended, _plan with { Milestones = [_second, _first with { DueOn = _second.DueOn }] }, Example.Officer)).Refused("milestones_begun");
        Assert.Equal("milestones_count", Assert.Single((_plan with { Milestones = [] }).Validate()).Code);
    }

    [Fact]
    public void Steps_share_out_each_required_line_to_the_fen_and_an_optional_one_whole_or_not_at_all()
    {
        Milestone With(params LineAmount[] parts) => _second with { Tranche = parts };
        Plan(_plan with { Milestones = [_first, With(new LineAmount(Example.Roof.LineId, Money.Cny(3_500_00)))] }).Then(_planned with { Milestones = [_first, With(new LineAmount(Example.Roof.LineId, Money.Cny(3_500_00)))], By = Example.Officer.AccountId });
        foreach (var (roof, paint) in new[] { (3_499_99, 2_000_00), (3_500_01, 2_000_00), (3_500_00, 1_00) })
        {
            Plan(_plan with { Milestones = [_first, With(new(Example.Roof.LineId, Money.Cny(roof)), new(Example.Paint.LineId, Money.Cny(paint)))] }).RefusedAt("tranches_do_not_add_up", "milestones");
        }

        Plan(_plan with { Milestones = [_first, With(new LineAmount(Guid.CreateVersion7(), Money.Cny(1)))] }).RefusedAt("budget_line_unknown", "milestones");
        Plan(_plan with { Milestones = [_first, With(new LineAmount(Example.Roof.LineId, Money.Cny(0)))] }).RefusedAt("tranche_not_positive", "milestones");
        Plan(_plan with { Milestones = [_first with { Tranche = [] }, With(new LineAmount(Example.Roof.LineId, Money.Cny(6_000_00)))] }).RefusedAt("tranche_missing", "step_0");
        Plan(_plan with { Milestones = [_first, _second with { DueOn = _first.DueOn }] }).Then(_planned with { Milestones = [_first, _second with { DueOn = _first.DueOn }], By = Example.Officer.AccountId });
        Plan(_plan with { Milestones = [_first, _second with { DueOn = new(2026, 11, 30) }] }).RefusedAt("milestones_out_of_order", "due_on_1");
    }

    [Fact]
    public void Money_is_asked_for_after_fundraising_and_after_the_step_before_is_proven()
    {
        Ask(_ask, _ended, _planned).Then(_asked);
        Ask(_ask, _ended, _planned, _asked).Nothing();
        Ask(_ask with { Note = "other" }, _ended, _planned, _asked).Refused("request_id_reused");
        Ask(_ask with { RequestId = _act }, _ended, _planned, _asked).Refused("tranche_asked_already");
        Ask(_ask with { RequestId = _act }, _ended, _planned, _asked, _released).Refused("tranche_released_already");
        Ask(_ask with { MilestoneId = _act }, _ended, _planned).Refused("milestone_unknown");
        Ask(_ask, Example.In(ProjectState.Live).State, _planned).Refused("project_is_live");
        Ask(_ask, _collecting, _planned).Refused("project_is_collecting");
        Ask(_ask, Example.In(ProjectState.CarriedOut).State, _planned).Refused("project_is_carried_out");
        var next = _ask with { MilestoneId = _second.MilestoneId, RequestId = _act };
        Ask(next, _ended, _planned, _asked, _released, _shown).Refused("milestone_before_not_proven");
        Ask(next, _ended, _planned, _asked, _released, _shown, _accepted).Then(_asked with { MilestoneId = _second.MilestoneId, RequestId = _act });
    }

    [Fact]
    public void Nothing_is_carried_out_while_a_step_that_there_was_money_for_is_not_proven()
    {
        var carry = new CarryOutProject(Guid.CreateVersion7(), Example.Id, _today);
        var refusal = Assert.Single(CarryWith(0, [_planned]).Refusals);
        // All of the first step's money came together, and not all of the second's.
        Assert.Equal(("milestones_not_proven", "拆旧", "Clear"), (refusal.Code, refusal.Values[0], refusal.Values[1]));
        Assert.Single(CarryWith(0, [_planned, _asked, _released, _shown]).Refusals);
        Assert.Empty(CarryWith(0, [_planned, _asked, _released, _shown, _accepted]).Refusals);
        var all = Assert.Single(CarryWith(1_000_00, [_planned]).Refusals);
        Assert.Equal(("拆旧、盖顶", "Clear; Roof"), (all.Values[0], all.Values[1]));
        var later = _released with { MilestoneId = _second.MilestoneId };
        Assert.Equal("Roof", Assert.Single(CarryWith(0, [_planned, _asked, _released, _shown, _accepted, later]).Refusals).Values[1]);
        Assert.Empty(CarryWith(0, [_planned, _asked, _released, _shown, _accepted, later, _accepted with { MilestoneId = _second.MilestoneId }]).Refusals);

        Decision<IProjectEvent> CarryWith(long more, IDeliveryEvent[] facts) => Project.Decide(
            _ended with { End = _ended.End! with { Raised = _ended.End!.Raised + Money.Cny(more) } }, Given(facts).State, carry, _now, Example.Officer); // It has ended.
    }

    [Fact]
    public void An_emergency_that_keeps_what_it_raises_may_use_it_while_gifts_come_in()
    {
        var urgent = Example.In(ProjectState.Live, new PlanSaved(Example.Id, FundraisingPlan.Empty with { Emergency = new("令1号", _today) }, null)).State!; // Given facts.
        Ask(_ask, urgent, _planned).Refused("project_is_live");
        var keeping = urgent with { Funding = urgent.Funding with { Model = FundingModel.KeepWhatIsRaised } };
        Ask(_ask, keeping, _planned).Then(_asked);
        LetGo(_letGo, Example.Officer, keeping, Money.Cny(2_499_99)).RefusedAt("not_enough_raised", null);
        LetGo(_letGo, Example.Officer, keeping, Money.Cny(2_500_00)).Then(_released with { RaisedThen = Money.Cny(2_500_00) });
        LetGo(_letGo, Example.Officer, keeping, counted: null).Refused("totals_behind");
        LetGo(_letGo with { Reason = "which tiles?" }, Example.Officer, keeping, counted: null).Then(new TrancheDeclined(Example.Id, _first.MilestoneId, _request, "which tiles?", Example.Officer.AccountId));
        LetGo(_letGo, Example.Officer, _ended, Money.Cny(9_000_00)).Then(_released);
    }

    [Fact]
    public void Another_person_lets_the_money_go_and_never_more_than_came_in()
    {
        LetGo(_letGo, Example.Officer).Then(_released);
        LetGo(_letGo, Example.VillageWorker).Refused("asker_decides");
        LetGo(_letGo, Example.Officer, Example.In(ProjectState.Ended, new RelationDeclared(Example.Id, Example.Officer.AccountId!.Value, "family")).State).Refused("decider_conflict"); // Staff have accounts.
        LetGo(_letGo, Example.Officer, _ended with { End = _ended.End! with { Raised = Money.Cny(2_500_00) } }).Then(_released with { RaisedThen = Money.Cny(2_500_00) }); // It ended.
        LetGo(_letGo, Example.Officer, _ended with { End = _ended.End! with { Raised = Money.Cny(2_499_99) } }).Refused("not_enough_raised"); // It ended.
        LetGo(_letGo, Example.Officer, Example.In(ProjectState.CarriedOut).State).Refused("project_is_carried_out");
        LetGo(_letGo with { RequestId = _act }, Example.Officer).Refused("tranche_not_asked");
        Given(_planned).When(one => ProjectDelivery.Decide(one, _ended, _letGo, null, _now, Example.Officer)).Refused("tranche_not_asked");
        LetGo(_letGo with { MilestoneId = _act }, Example.Officer).Refused("milestone_unknown");
        Given(_planned, _asked, _released).When(one => ProjectDelivery.Decide(one, _ended, _letGo, null, _now, Example.Officer)).Nothing();
        Given(_planned, _asked, _released).When(one => ProjectDelivery.Decide(one, _ended, _letGo with { Reason = "no" }, null, _now, Example.Officer)).Refused("tranche_released_already");
        var declined = new TrancheDeclined(Example.Id, _first.MilestoneId, _request, "which tiles?", Example.Officer.AccountId);
        LetGo(_letGo with { Reason = " which tiles? " }, Example.Officer).Then(declined);
        Given(_planned, _asked, declined).When(one => ProjectDelivery.Decide(one, _ended, _letGo, null, _now, Example.Officer)).Refused("tranche_not_asked");
        Ask(_ask with { RequestId = _act }, _ended, _planned, _asked, declined).Then(_asked with { RequestId = _act });
    }

    [Fact]
    public void A_step_is_proven_after_its_money_was_let_go_and_judged_by_another()
    {
        Given(_planned, _asked).When(one => ProjectDelivery.Decide(one, _show, Example.VillageWorker)).Refused("tranche_not_released");
        Given(_planned, _asked, _released).When(one => ProjectDelivery.Decide(one, _show, Example.VillageWorker)).Then(_shown);
        Given(_planned, _asked, _released, _shown).When(one => ProjectDelivery.Decide(one, _show, Example.VillageWorker)).Nothing();
        Given(_planned, _asked, _released, _shown).When(one => ProjectDelivery.Decide(one, _show with { Text = "other" }, Example.VillageWorker)).Refused("proof_id_reused");
        Given(_planned, _asked, _released, _shown).When(one => ProjectDelivery.Decide(one, _show with { ProofId = _act }, Example.VillageWorker)).Refused("proof_waits_already");
        Given(_planned, _asked, _released, _shown, _accepted).When(one => ProjectDelivery.Decide(one, _show with { ProofId = _act }, Example.VillageWorker)).Refused("milestone_proven_already");
        Assert.Equal("proof_without_files", Assert.Single((_show with { Files = [] }).Validate()).Code);

        Judge(_accept, Example.Officer, _shown).Then(_accepted);
        Judge(_accept, Example.VillageWorker, _shown).Refused("asker_decides");
        Judge(_accept, Example.Officer, _shown, _accepted).Nothing();
        Judge(_accept with { Reason = "no" }, Example.Officer, _shown, _accepted).Refused("milestone_proven_already");
        Judge(_accept with { ProofId = _act }, Example.Officer, _shown).Refused("proof_unknown");
        Judge(_accept, Example.Officer).Refused("proof_unknown");
        var back = new ProofReturned(Example.Id, _first.MilestoneId, _proof, "too dark", Example.Officer.AccountId);
        Judge(_accept with { Reason = "too dark" }, Example.Officer, _shown).Then(back);
        Judge(_accept with { Reason = "too dark" }, Example.Officer, _shown, back).Nothing();
        Given(_planned, _asked, _released, _shown, back).When(one => ProjectDelivery.Decide(one, _show with { ProofId = _act }, Example.VillageWorker)).Then(_shown with { ProofId = _act });
    }

    [Fact]
    public void A_proof_is_for_staff_until_it_is_accepted_and_receipts_are_for_everybody()
    {
        Assert.False(Assert.Single(((INamesFiles)_shown).Files()).IsPublic);
        Assert.True(Assert.Single(((INamesFiles)_accepted).Files()).IsPublic);
        Assert.True(Assert.Single(((INamesFiles)_spent).Files()).IsPublic);
    }

    [Fact]
    public void Spending_stays_within_its_line_with_a_twentieth_more_and_within_what_was_let_go()
    {
        Spend(_spend).Then(_spent with { By = Example.VillageWorker.AccountId });
        Spend(_spend with { Amount = Money.Cny(2_500_00) }).Then(_spent with { Amount = Money.Cny(2_500_00), By = Example.VillageWorker.AccountId });
        Spend(_spend with { Amount = Money.Cny(2_500_01) }).RefusedAt("spending_above_released", "amount");
        Spend(_spend with { Amount = Money.Cny(6_300_00) }).RefusedAt("spending_above_released", "amount");
        Spend(_spend with { Amount = Money.Cny(6_300_01) }).RefusedAt("spending_above_line", "amount");
        Spend(_spend with { Amount = Money.Cny(0) }).RefusedAt("spending_not_positive", "amount");
        Spend(_spend with { PaidOn = _today.AddDays(1) }).RefusedAt("date_in_future", "paid_on");
        Spend(_spend with { LineId = _act }).RefusedAt("budget_line_unknown", "line");
        Spend(_spend, _spent).Nothing();
        Spend(_spend with { Purpose = "other" }, _spent).Refused("spending_id_reused");
        Given().When(one => ProjectDelivery.Decide(one, _ended, _spend, _now, Example.VillageWorker)).Refused("milestones_missing");
        Assert.Equal(["payee_unknown", "receipt_missing"], (_spend with { Payee = "Li Ming", Receipt = null }).Validate().Select(refusal => refusal.Code), StringComparer.Ordinal);
    }

    [Fact]
    public void A_correction_says_what_was_and_what_holds()
    {
        var right = new SpendingCorrected(Example.Id, _spending, _act, Example.Roof.LineId, Money.Cny(2_000_00), Money.Cny(1_500_00), "two were sent back", null, Example.Organiser, Example.Fund, Example.Officer.AccountId);
        Correct(_correct, _spent).Then(right);
        Correct(_correct, _spent, right).Nothing();
        Correct(_correct with { Reason = "other" }, _spent, right).Refused("correction_id_reused");
        Correct(_correct with { Amount = Money.Cny(2_000_00) }, _spent).RefusedAt("correction_changes_nothing", "amount");
        Correct(_correct with { Amount = Money.Cny(-1) }, _spent).RefusedAt("spending_not_positive", "amount");
        Correct(_correct with { Amount = Money.Cny(2_500_01) }, _spent).RefusedAt("spending_above_released", "amount");
        Correct(_correct).Refused("spending_unknown");
    }

    [Fact]
    public void Money_moves_from_a_line_that_has_not_spent_it()
    {
        var moved = new BudgetLineMoved(Example.Id, _act, Example.Paint.LineId, Example.Roof.LineId, Money.Cny(2_000_00), "tiles cost more", Example.Officer.AccountId);
        Move(_move).Then(moved);
        Move(_move, moved).Nothing();
        Move(_move with { Reason = "other" }, moved).Refused("move_id_reused");
        Move(_move with { Amount = Money.Cny(2_000_01) }).RefusedAt("line_has_not_so_much", "amount");
        Move(_move with { Amount = Money.Cny(0) }).RefusedAt("move_not_positive", "amount");
        Move(_move with { ToLineId = Example.Paint.LineId }).RefusedAt("budget_line_unknown", "to");
        var after = Given(_planned, _asked, _released, moved).State!; // Given facts.
        Assert.Equal((Money.Cny(8_000_00), Money.Cny(0)), (after.PlannedFor(Example.Roof.LineId), after.PlannedFor(Example.Paint.LineId)));
    }

    private static Scenario<ProjectDelivery, IDeliveryEvent> Given(params IEnumerable<IDeliveryEvent> facts) => Scenario<ProjectDelivery, IDeliveryEvent>.Given(facts);

    private static Shown Plan(PlanMilestones command) => Plan(command, _ended);

    private static Shown Plan(PlanMilestones command, Project? project) => new(ProjectDelivery.Decide(null, project, command, Example.Officer));

    private static Verdict<IDeliveryEvent> Ask(RequestTranche command, Project? project, params IDeliveryEvent[] facts) => Given(facts).When(one => ProjectDelivery.Decide(one, project, command, Example.VillageWorker));

    private static Shown LetGo(DecideTranche command, Caller caller) => LetGo(command, caller, _ended);

    private static Shown LetGo(DecideTranche command, Caller caller, Project? project, Money? counted = null) => new(ProjectDelivery.Decide(Given(_planned, _asked).State, project, command, counted, _now, caller));

    private static Verdict<IDeliveryEvent> Judge(JudgeProof command, Caller caller, params IDeliveryEvent[] more) =>
        Given([_planned, _asked, _released, .. more]).When(one => ProjectDelivery.Decide(one, _ended, command, DateOnly.FromDateTime(_now.Date), caller));

    private static Verdict<IDeliveryEvent> Spend(RecordSpending command, params IDeliveryEvent[] more) => Given([_planned, _asked, _released, .. more]).When(one => ProjectDelivery.Decide(one, _ended, command, _now, Example.VillageWorker));

    private static Verdict<IDeliveryEvent> Correct(CorrectSpending command, params IDeliveryEvent[] more) => Given([_planned, _asked, _released, .. more]).When(one => ProjectDelivery.Decide(one, _ended, command, Example.Officer));

    private static Verdict<IDeliveryEvent> Move(MoveBudget command, params IDeliveryEvent[] more) =>
        Given([_planned, _asked, _released, .. more]).When(one => ProjectDelivery.Decide(one, _ended, command, DateOnly.FromDateTime(_now.Date), Example.Officer));

    [Fact]
    public void A_sum_that_is_a_slip_of_the_finger_is_told_at_its_field()
    {
        var (most, more) = (Money.Cny(ProposalChecks.AmountMax), Money.Cny(ProposalChecks.AmountMax + 1));
        foreach (var (wish, field) in new (Func<Money, IValidated>, string)[]
                 {
                     (amount => _spend with { Amount = amount }, "amount"), (amount => _correct with { Amount = amount }, "amount"), (amount => _move with { Amount = amount }, "amount"),
                     (amount => _plan with { Milestones = [_first, _second with { Tranche = [new(Example.Roof.LineId, amount)] }] }, "step_1"),
                 })
        {
            Assert.Empty(wish(most).Validate());
            Assert.Equal(("budget_amount_out_of_range", field), Assert.Single(wish(more).Validate().Select(refusal => (refusal.Code, refusal.Field))));
        }
    }

    // Facts with lists inside compare by what is in them.
    private sealed record Shown(Decision<IDeliveryEvent> Decision)
    {
        public void Then(IDeliveryEvent fact)
        {
            Assert.Empty(Decision.Refusals);
            Assert.Equal(Json(fact), Json(Assert.Single(Decision.NewFacts)));
        }

        public void Refused(string code) => Assert.Equal(code, Assert.Single(Decision.Refusals).Code);

        public void RefusedAt(string code, string? field) => Assert.Equal((code, field), Assert.Single(Decision.Refusals.Select(refusal => (refusal.Code, refusal.Field))));

        private static string Json(IDeliveryEvent fact) => System.Text.Json.JsonSerializer.Serialize(fact, fact.GetType());
    }
}
