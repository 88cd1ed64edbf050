using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Tests.Law;
using static CharityLink.Tests.Projects.Planned;

namespace CharityLink.Tests.Projects;

/// <summary>PRJ-2: writing and filing the plan, gaps, and changes after filing.</summary>
public sealed class PlanTests
{
    [Fact]
    public void A_section_saves_on_its_own_and_leaves_the_others_as_they_are()
    {
        var purpose = FundraisingPlan.Empty with { PurposeZh = "修缮", OfficeAddress = "elsewhere" };
        Approved().When(one => Project.Decide(one, Save(purpose, "purpose"), true, Clerk)).Then(new PlanSaved(One.Id, FundraisingPlan.Empty with { PurposeZh = "修缮" }, Clerk));
        Assert.All(PlanSections.All, section => Assert.Equal(section, Assert.Single(PlanSections.Differing(Plan, Plan.With(section, FundraisingPlan.Empty with { Partner = Partner })))));
        Assert.True(PlanSections.Same(PlanSections.All.Aggregate(FundraisingPlan.Empty, (plan, section) => plan.With(section, Plan)), Plan));
    }

    [Fact]
    public void Saving_the_same_twice_saves_once() => Written().When(one => Project.Decide(one, Save(Plan), true, Clerk)).Nothing();

    [Fact]
    public void The_plan_is_open_until_it_is_filed_and_while_gaps_are()
    {
        var other = Plan with { OfficeAddress = "B" };
        Scenario<Project, IProjectEvent>.Given(One.Drafted).When(one => Project.Decide(one, Save(other), true, Clerk)).Refused("plan_not_open");
        Written(Filed).When(one => Project.Decide(one, Save(other), true, Clerk)).Refused("plan_not_open");
        Assert.Empty(Written(Filed, new FilingGapsNotified(One.Id, Lawful.Day("2026-11-24"), "x")).When(one => Project.Decide(one, Save(other), true, Clerk)).Decision.Refusals);
        Written(Filed, new FilingGapsNotified(One.Id, Lawful.Day("2026-11-24"), "x"), new FilingCorrected(One.Id, Lawful.Day("2026-11-24")))
            .When(one => Project.Decide(one, Save(other), true, Clerk)).Refused("plan_not_open");
        Approved().When(one => Project.Decide(one, Save(other), false, Clerk)).RefusedAt("division_unknown", "area");
        Scenario<Project, IProjectEvent>.Given().When(one => Project.Decide(one, Save(other), true, Clerk)).Refused("project_unknown");
    }

    [Fact]
    public void The_shape_of_what_is_typed_is_checked_at_each_field()
    {
        var wrong = Plan with
        {
            PurposeZh = new string('x', 501),
            ClosesOn = Lawful.Day("2026-12-09"),
            Receiving = ["online", "barter"],
            Expected = Money.Cny(0),
            Emergency = new(" ", Lawful.Today),
            Beneficiaries = Plan.Beneficiaries with { Number = 0 },
            Partner = Partner with { Kind = "state", PersonDocuments = [.. Enumerable.Repeat(Lawful.File, 11)] },
        };
        Assert.Equal(
            ["purpose_zh text_too_long", "closes_on closes_before_opens", "emergency text_missing", "receiving receiving_unknown", "expected expected_not_positive", "beneficiaries_number number_out_of_range",
                "partner partner_kind_unknown", "partner_documents documents_too_many"],
            Save(wrong).Validate().Select(refusal => $"{refusal.Field} {refusal.Code}"), StringComparer.Ordinal);
        Assert.Empty(Save(Plan with { ClosesOn = Plan.OpensOn }).Validate());
        Assert.Empty(Save(FundraisingPlan.Empty).Validate());
        Assert.Equal("plan_section_unknown", Assert.Single(Save(Plan, "weather").Validate()).Code);
    }

    [Fact]
    public void A_plan_is_filed_when_the_law_has_nothing_against_it()
    {
        Written().When(one => Project.Decide(one, File(), FilingDay)).Then(Filed);
        Assert.Equal("温暖居家", Written(Filed).State?.Filing.Name);
        Written(Filed).When(one => Project.Decide(one, File(), FilingDay)).Nothing();
        Written(Filed).When(one => Project.Decide(one, File() with { FiledOn = Lawful.Day("2026-11-22") }, FilingDay)).Refused("plan_filed_already");
        Written().When(one => Project.Decide(one, File() with { FiledOn = Lawful.Day("2026-11-24") }, FilingDay)).RefusedAt("day_in_future", "filed_on");
        Scenario<Project, IProjectEvent>.Given(One.Drafted).When(one => Project.Decide(one, File(), FilingDay)).Refused("plan_not_open");
        Scenario<Project, IProjectEvent>.Given().When(one => Project.Decide(one, File(), FilingDay)).Refused("project_unknown");
    }

    [Fact]
    public void Everything_that_is_missing_or_unlawful_is_told_at_once()
    {
        var bad = Plan with { PurposeZh = null, LeaderIsFullTime = false, AccountId = Guid.CreateVersion7(), Surplus = new("council", "x"), Use = Plan.Use with { CostPaidBy = "beneficiary" } };
        Approved(new PlanSaved(One.Id, bad, null)).When(one => Project.Decide(one, File(), FilingDay))
            .Refused("plan_incomplete", "leader_not_staff", "account_not_own", "cost_shifted_to_beneficiary", "surplus_clause_unlawful");
    }

    [Fact]
    public void A_leader_on_record_is_judged_by_the_record_and_an_authority_in_charge_must_agree()
    {
        var leader = Plan.LeaderId.GetValueOrDefault();
        var elsewhere = FilingDay with { Organiser = FilingDay.Organiser with { People = FilingDay.Organiser.People.Add(Guid.CreateVersion7(), new(leader, Guid.CreateVersion7(), true, null)) } };
        Written().When(one => Project.Decide(one, File(), elsewhere)).Refused("leader_not_staff");
        var parted = FilingDay with { Organiser = FilingDay.Organiser with { People = FilingDay.Organiser.People.Add(Guid.CreateVersion7(), new(leader, Lawful.Organiser, false, null)) } };
        Written().When(one => Project.Decide(one, File(), parted)).Refused("leader_not_staff");
        Written().When(one => Project.Decide(one, File(), FilingDay with { Organiser = FilingDay.Organiser with { SupervisoryUnit = "民政局" } })).Refused("supervisory_unit_consent_missing");
    }

    [Fact]
    public void Gaps_are_told_after_filing_and_mended_after_they_were_told()
    {
        var notify = new NotifyFilingGaps(Guid.CreateVersion7(), One.Id, Lawful.Day("2026-11-24"), " page 2 ");
        var (notified, corrected) = (new FilingGapsNotified(One.Id, Lawful.Day("2026-11-24"), "page 2"), new FilingCorrected(One.Id, Lawful.Day("2026-11-25")));
        var today = Lawful.Day("2026-11-25");
        Written().When(one => Project.Decide(one, notify, today)).Refused("plan_not_filed");
        Written(Filed).When(one => Project.Decide(one, notify, today)).Then(notified);
        Written(Filed, notified).When(one => Project.Decide(one, notify, today)).Nothing();
        Written(Filed, notified).When(one => Project.Decide(one, notify with { NotifiedOn = today }, today)).Refused("gaps_open");
        Written(Filed).When(one => Project.Decide(one, notify with { NotifiedOn = Lawful.Day("2026-11-22") }, today)).RefusedAt("before_filing", "notified_on");
        Written(Filed, Numbered).When(one => Project.Decide(one, notify, today)).Refused("filing_published");
        var correct = new CorrectFiling(Guid.CreateVersion7(), One.Id, today);
        var later = On("2026-11-25");
        Written(Filed).When(one => Project.Decide(one, correct, later)).Refused("no_gaps_open");
        Written(Filed, notified).When(one => Project.Decide(one, correct, later)).Then(corrected);
        Written(Filed, notified, corrected).When(one => Project.Decide(one, correct, later)).Nothing();
        Written(Filed, notified).When(one => Project.Decide(one, correct with { CorrectedOn = Lawful.Day("2026-11-23") }, later)).RefusedAt("before_gaps", "corrected_on");
        Written(Filed, notified, new PlanSaved(One.Id, Plan with { OfficeAddress = null }, null)).When(one => Project.Decide(one, correct, later)).Refused("plan_incomplete");
    }

    [Fact]
    public void After_filing_a_plan_is_amended_and_the_change_is_owed_to_the_authority()
    {
        var amend = Amend(Plan with { OfficeAddress = "B" }, "people");
        var verdict = Written(Filed).When(one => Project.Decide(one, amend, FilingDay, Clerk));
        var amended = Assert.IsType<PlanAmended>(Assert.Single(verdict.Decision));
        Assert.Equal("people", Assert.Single(amended.Sections));
        Assert.Equal(("B", Lawful.Day("2026-11-23")), (amended.Plan.OfficeAddress, amended.HappenedOn));
        Assert.Equal([typeof(PlanAmended), typeof(PlanChangeReported)], Written(Filed).When(one => Project.Decide(one, amend with { ReportedOn = Lawful.Today }, FilingDay, Clerk)).Decision.Select(fact => fact.GetType()));
        Written(Filed, amended).When(one => Project.Decide(one, amend, FilingDay, Clerk)).Nothing();
        Written().When(one => Project.Decide(one, amend, FilingDay, Clerk)).Refused("plan_not_filed");
        Written(Filed).When(one => Project.Decide(one, Amend(Plan, null), FilingDay, Clerk)).Refused("nothing_changed");
        Written(Filed).When(one => Project.Decide(one, amend with { HappenedOn = Lawful.Day("2026-11-24") }, FilingDay, Clerk)).RefusedAt("day_in_future", "happened_on");
        Written(Filed).When(one => Project.Decide(one, amend with { ReportedOn = Lawful.Day("2026-11-22") }, FilingDay, Clerk)).RefusedAt("reported_before_change", "reported_on");
        Written(Filed).When(one => Project.Decide(one, Amend(Plan with { OfficeAddress = null }, "people"), FilingDay, Clerk)).Refused("plan_incomplete");
        Written(Filed, new FilingGapsNotified(One.Id, Lawful.Today, "x")).When(one => Project.Decide(one, amend, FilingDay, Clerk)).Refused("gaps_open");
    }

    [Fact]
    public void A_new_name_counts_with_the_authority_when_it_was_told()
    {
        var amended = new PlanAmended(One.Id, Guid.CreateVersion7(), Plan, "温暖新居", "Warm New Homes", ["title"], "why", Lawful.Today, null);
        Assert.Equal(("温暖新居", "温暖居家"), (Written(Filed, amended).State?.Proposal.TitleZh, Written(Filed, amended).State?.Filing.Name));
        Ready(amended).When(one => Project.Decide(one, new OpenProject(Guid.CreateVersion7(), One.Id), OpeningDay, default, null)).Refused("name_differs_from_filing");
        var report = new ReportPlanChange(Guid.CreateVersion7(), One.Id, amended.ChangeId, Lawful.Day("2026-11-24"));
        var reported = new PlanChangeReported(One.Id, amended.ChangeId, Lawful.Day("2026-11-24"), Clerk);
        Written(Filed, amended).When(one => Project.Decide(one, report, Lawful.Day("2026-11-24"), Clerk)).Then(reported);
        Written(Filed, amended).When(one => Project.Decide(one, report, Lawful.Today, Clerk)).RefusedAt("day_in_future", "reported_on");
        Written(Filed, amended, reported).When(one => Project.Decide(one, report, Lawful.Day("2026-11-24"), Clerk)).Nothing();
        Written(Filed).When(one => Project.Decide(one, report, Lawful.Today, Clerk)).Refused("change_unknown");
        Assert.Equal("温暖新居", Written(Filed, amended, reported).State?.Filing.Name);
    }

    [Fact]
    public void The_days_of_a_campaign_that_takes_gifts_move_by_its_extension_only()
    {
        var live = Ready(new ProjectOpened(One.Id, default, DateTimeOffset.MaxValue, null, Lawful.Today));
        live.When(one => Project.Decide(one, Amend(Plan with { ClosesOn = Lawful.Day("2027-06-30") }, "purpose"), OpeningDay, Clerk)).RefusedAt("dates_fixed", "closes_on");
        live.When(one => Project.Decide(one, Amend(Plan with { MinCollectPercent = 80 }, "money"), OpeningDay, Clerk)).RefusedAt("collect_percent_all_or_nothing", "min_collect_percent");
        Assert.Empty(live.When(one => Project.Decide(one, Amend(Plan with { PurposeEn = "More" }, "purpose"), OpeningDay, Clerk)).Decision.Refusals);
        var emergency = Plan with { Emergency = new("GD-2026-1", Lawful.Today) };
        var early = Approved(new PlanSaved(One.Id, emergency, null), new ProjectOpened(One.Id, default, DateTimeOffset.MaxValue, null, Lawful.Today));
        early.When(one => Project.Decide(one, Save(emergency with { ClosesOn = Lawful.Day("2027-06-30") }), true, Clerk)).RefusedAt("dates_fixed", "closes_on");
        Assert.Equal(ProjectState.Live, Project.Evolve(early.State, Filed).State);
    }

    private static JointFundraising Partner => new("organisation", "某公司", null, null, false, null, null, [], true, false);

    private static SavePlan Save(FundraisingPlan plan, string? section = null) => new(Guid.CreateVersion7(), One.Id, plan, section);

    private static FilePlan File() => new(Guid.CreateVersion7(), One.Id, Lawful.Day("2026-11-23"), " 江门市民政局 ");

    private static AmendPlan Amend(FundraisingPlan plan, string? section) =>
        new(Guid.CreateVersion7(), One.Id, Guid.CreateVersion7(), plan, section, "温暖居家", One.TitleEn, "why", Lawful.Day("2026-11-23"), null);
}
