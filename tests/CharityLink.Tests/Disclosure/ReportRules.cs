using CharityLink.Disclosure;
using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Tests.Projects;

namespace CharityLink.Tests.Disclosure;

/// <summary>Reports are signed at their time, corrections stand beside them.</summary>
public sealed class ReportRules
{
    private static readonly Guid _project = Guid.CreateVersion7();
    private static readonly Guid _proposer = Guid.CreateVersion7();
    private static readonly Guid _signer = Guid.CreateVersion7();
    private static readonly DateTimeOffset _now = new(2026, 11, 25, 4, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly _today = new(2026, 11, 25);
    private static readonly Account _account = new(Money.Cny(100_00), Money.Cny(60_00), "已送餐", "Meals were served");
    private static readonly ReportedProject _live = new(_project, _proposer, _proposer, DivisionCode.Parse("440703103201"), ProjectState.Live, false, null);

    private static readonly PublishReport _ask = new(
        Guid.CreateVersion7(), _project, Guid.CreateVersion7(), ReportKind.Interim, new(2026, 9, 1), _today, _account, [], _now);

    private static readonly ReportPublished _published = new(_project, _ask.ReportId, ReportKind.Interim, _ask.From, _ask.Until, _account, _ask.Helpers, _today, _signer);

    [Fact]
    public void A_report_is_signed_and_public()
    {
        var fact = Assert.IsType<ReportPublished>(Assert.Single(ReportRule.Decide(null, _ask, _live, _signer)));
        Assert.Equal(_published with { Helpers = fact.Helpers }, fact);
    }

    [Fact]
    public void The_same_form_twice_is_one_report() => Given(_published).When(reports => ReportRule.Decide(reports, _ask, _live, _signer)).Nothing();

    [Fact]
    public void One_id_is_one_report() =>
        Given(_published).When(reports => ReportRule.Decide(reports, _ask with { Account = _account with { TextEn = "Other" } }, _live, _signer)).Refused("report_id_reused");

    [Fact]
    public void A_report_is_about_a_project_that_is_there() => New().When(reports => ReportRule.Decide(reports, _ask, null, _signer)).Refused("project_unknown");

    [Fact]
    public void A_report_tells_about_days_that_have_been()
    {
        New().When(reports => ReportRule.Decide(reports, _ask with { Until = _today.AddDays(1) }, _live, _signer)).RefusedAt("date_in_future", "until");
        New().When(reports => ReportRule.Decide(reports, _ask with { Until = _ask.From.AddDays(-1) }, _live, _signer)).RefusedAt("report_period_reversed", "until");
        Assert.Empty(ReportRule.Decide(null, _ask with { Until = _ask.From }, _live, _signer).Refusals);
    }

    [Theory]
    [InlineData(ReportKind.Interim, ProjectState.Filed, "report_before_opening")]
    [InlineData(ReportKind.Interim, ProjectState.Withdrawn, "report_before_opening")]
    [InlineData(ReportKind.Emergency, ProjectState.Live, "report_no_emergency")]
    [InlineData(ReportKind.CampaignFinal, ProjectState.Live, "report_campaign_runs")]
    [InlineData(ReportKind.ProjectFinal, ProjectState.Ended, "report_not_carried_out")]
    public void A_report_has_its_time(ReportKind kind, ProjectState state, string code) =>
        New().When(reports => ReportRule.Decide(reports, _ask with { Kind = kind }, _live with { State = state }, _signer)).RefusedAt(code, "kind");

    [Theory]
    [InlineData(ReportKind.Interim, ProjectState.Live)]
    [InlineData(ReportKind.CampaignFinal, ProjectState.Ended)]
    [InlineData(ReportKind.CampaignFinal, ProjectState.Failed)]
    [InlineData(ReportKind.ProjectFinal, ProjectState.CarriedOut)]
    public void At_its_time_it_is_taken(ReportKind kind, ProjectState state) =>
        Assert.Empty(ReportRule.Decide(null, _ask with { Kind = kind }, _live with { State = state }, _signer).Refusals);

    [Fact]
    public void An_emergency_is_reported_on() => Assert.Empty(ReportRule.Decide(null, _ask with { Kind = ReportKind.Emergency }, _live with { IsEmergency = true }, _signer).Refusals);

    [Fact]
    public void The_full_account_is_given_once() => Given(_published with { Kind = ReportKind.CampaignFinal, ReportId = Guid.CreateVersion7() })
        .When(reports => ReportRule.Decide(reports, _ask with { Kind = ReportKind.CampaignFinal }, _live with { State = ProjectState.Ended }, _signer)).RefusedAt("report_final_twice", "kind");

    [Fact]
    public void Who_carries_it_out_for_another_is_named()
    {
        var helped = _live with { OrganiserId = Guid.CreateVersion7() };
        New().When(reports => ReportRule.Decide(reports, _ask, helped, _signer)).RefusedAt("executor_not_disclosed", "helpers");
        Assert.Empty(ReportRule.Decide(null, _ask with { Helpers = [_proposer] }, helped, _signer).Refusals);
    }

    [Fact]
    public void Under_another_law_it_need_not_be_named() =>
        Assert.Empty(ReportRule.Decide(null, _ask, _live with { OrganiserId = Guid.CreateVersion7(), Jurisdiction = "GB" }, _signer).Refusals);

    [Fact]
    public void A_partner_and_a_law_are_those_of_the_projects_facts()
    {
        var facts = ProjectFacts.New();
        var state = facts.UpToApproved.Append(new ProjectOpened(facts.Id, ProjectFacts.Opened, facts.Deadline, null, new(2026, 10, 1), "GB"))
            .Append(new PlanAmended(facts.Id, Guid.CreateVersion7(), FundraisingPlan.Empty with { Partner = Partner("爱心社"), Emergency = new("1", _today) }, "名", "Name", [], "why", _today, null))
            .Aggregate((ReportedProject?)null, ReportedProject.Evolve);
        Assert.Equal(("GB", ReportedProject.PartnerOf(Partner("爱心社")), true), (state?.Jurisdiction, state?.PartnerId, state?.IsEmergency));
    }

    [Fact]
    public void A_partner_is_named_by_one_id_for_ever() => Assert.Equal(
        ReportedProject.PartnerOf(Partner(" 爱心社 ")), ReportedProject.PartnerOf(Partner("爱心社")));

    [Fact]
    public void Figures_and_words_have_a_shape()
    {
        Assert.Equal([("figure_negative", "raised")], Wrong(_account with { Raised = Money.Cny(-1) }));
        Assert.Equal([("figure_negative", "spent")], Wrong(_account with { Spent = Money.Cny(-1) }));
        Assert.Equal([("currency_differs", "spent")], Wrong(_account with { Spent = new(1, new("HKD")) }));
        Assert.Equal([("text_missing", "text_en")], Wrong(_account with { TextEn = " " }));
        Assert.Empty(Wrong(_account with { Raised = Money.Cny(0), Spent = Money.Cny(0) }));
    }

    [Fact]
    public void A_correction_stands_beside_what_it_corrects()
    {
        var correct = new CorrectReport(Guid.CreateVersion7(), _project, _ask.ReportId, Guid.CreateVersion7(), _account with { Spent = Money.Cny(61_00) }, " counted anew ", _now);
        var fact = new ReportCorrected(_project, _ask.ReportId, correct.CorrectionId, correct.Account, "counted anew", _today, _signer);
        Given(_published).When(reports => CorrectionRule.Decide(reports, correct, _live, _signer)).Then(fact);
        Given(_published, fact).When(reports => CorrectionRule.Decide(reports, correct, _live, _signer)).Nothing();
        Given(_published, fact).When(reports => CorrectionRule.Decide(reports, correct with { Note = "other" }, _live, _signer)).Refused("report_id_reused");
        New().When(reports => CorrectionRule.Decide(reports, correct, _live, _signer)).Refused("report_unknown");
        Assert.Equal(_account, Given(_published, fact).State!.Reports[_ask.ReportId].Account); // It was just published.
    }

    [Fact]
    public void The_entry_on_the_states_platform_is_kept()
    {
        var enter = new RecordStateEntry(Guid.CreateVersion7(), _project, _ask.ReportId, "CC-1", _today, _now);
        var fact = new StateEntryRecorded(_project, _ask.ReportId, "CC-1", _today, _signer);
        Given(_published).When(reports => CorrectionRule.Decide(reports, enter, _signer)).Then(fact);
        Given(_published, fact).When(reports => CorrectionRule.Decide(reports, enter, _signer)).Nothing();
        Given(_published).When(reports => CorrectionRule.Decide(reports, enter with { EnteredOn = _today.AddDays(-1) }, _signer)).RefusedAt("entry_before_report", "entered_on");
        Given(_published).When(reports => CorrectionRule.Decide(reports, enter with { EnteredOn = _today.AddDays(1) }, _signer)).RefusedAt("date_in_future", "entered_on");
        New().When(reports => CorrectionRule.Decide(reports, enter, _signer)).Refused("report_unknown");
    }

    [Fact]
    public void A_rescue_phase_ends_once()
    {
        var (end, emergency) = (new EndRescuePhase(Guid.CreateVersion7(), _project, _today, "over", _now), _live with { IsEmergency = true });
        var fact = new RescuePhaseEnded(_project, _today, "over", _signer);
        New().When(reports => CorrectionRule.Decide(reports, end, emergency, _signer)).Then(fact);
        Given(fact).When(reports => CorrectionRule.Decide(reports, end, emergency, _signer)).Nothing();
        New().When(reports => CorrectionRule.Decide(reports, end, _live, _signer)).Refused("report_no_emergency");
        New().When(reports => CorrectionRule.Decide(reports, end with { EndedOn = _today.AddDays(1) }, emergency, _signer)).RefusedAt("date_in_future", "ended_on");
        New().When(reports => CorrectionRule.Decide(reports, end, null, _signer)).Refused("project_unknown");
    }

    private static JointFundraising Partner(string name) => new("organisation", name, null, null, false, null, null, [], true, false);

    private static IEnumerable<(string, string?)> Wrong(Account account) => (_ask with { Account = account }).Validate().Select(refusal => (refusal.Code, refusal.Field));

    private static Scenario<ProjectReports, IReportEvent> New() => Given();

    private static Scenario<ProjectReports, IReportEvent> Given(params IEnumerable<IReportEvent> facts) => Scenario<ProjectReports, IReportEvent>.Given(facts);
}
