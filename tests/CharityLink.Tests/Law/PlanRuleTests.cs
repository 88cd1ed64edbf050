using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Projects;
using CharityLink.Testing;

namespace CharityLink.Tests.Law;

/// <summary>Section B: what the plan says.</summary>
public sealed class PlanRuleTests
{
    [Fact]
    [Keeps("CN-PLAN-01", Shows.Allowed), Keeps("CN-PLAN-06", Shows.Allowed), Keeps("CN-PLAN-07", Shows.Allowed), Keeps("CN-PLAN-08", Shows.Allowed), Keeps("CN-PLAN-10", Shows.Allowed)]
    [Keeps("CN-PLAN-11", Shows.Allowed), Keeps("CN-PLAN-12", Shows.Allowed), Keeps("CN-PLAN-14", Shows.Allowed), Keeps("CN-PLAN-16", Shows.Allowed)]
    public void A_lawful_plan_is_filed() => CampaignLaw.Filing(Lawful.Filing, Lawful.Book).Allows();

    [Fact, Keeps("CN-PLAN-01", Shows.Refused)]
    public void Everything_an_empty_plan_lacks_is_named_at_once()
    {
        var judged = CampaignLaw.Filing(Lawful.Filed(_ => FundraisingPlan.Empty with { CapacityAttested = true }), Lawful.Book);

        Assert.All(judged.Findings, found => Assert.Equal(("CN-PLAN-01", "plan_incomplete"), (found.RuleId, found.Refusal.Code)));
        Assert.Equal(
            ["purpose_zh", "opens_on", "closes_on", "area", "leader", "office_address", "receiving", "account", "expected", "beneficiaries_scope", "beneficiaries_number", "beneficiaries_method",
                "use_to_beneficiaries", "use_administration", "use_fundraising_cost", "cost_paid_by", "surplus_use", "surplus_text"],
            judged.Findings.Select(found => found.Refusal.Field ?? ""), StringComparer.Ordinal);
    }

    [Fact, Keeps("CN-PLAN-01", Shows.Refused)]
    public void What_is_there_but_says_nothing_is_missing()
    {
        (string Field, Func<FundraisingPlan, FundraisingPlan> Change)[] cases =
        [
            ("purpose_zh", plan => plan with { PurposeZh = " " }),
            ("closes_on", plan => plan with { ClosesOn = plan.OpensOn?.AddDays(-1) }),
            ("area", plan => plan with { Area = default(DivisionCode) }),
            ("expected", plan => plan with { Expected = Money.Cny(0) }),
            ("beneficiaries_number", plan => plan with { Beneficiaries = plan.Beneficiaries with { Number = 0 } }),
            ("partner", plan => plan with { Partner = Lawful.Partner with { PersonId = null } }),
            ("partner", plan => plan with { Partner = Lawful.Partner with { Kind = "organisation", OrganisationName = "" } }),
            ("emergency", plan => plan with { Emergency = new Emergency(" ", Lawful.Today) }),
        ];
        Assert.All(cases, one => Assert.Equal(one.Field, Assert.Single(CampaignLaw.Filing(Lawful.Filed(one.Change), Lawful.Book).Findings).Refusal.Field));
        CampaignLaw.Filing(Lawful.Filed(plan => plan with { ClosesOn = plan.OpensOn }), Lawful.Book).Allows();
    }

    [Theory, Keeps("CN-PLAN-06", Shows.Refused)]
    [InlineData(false, "2029-12-09", true)]
    [InlineData(false, "2029-12-10", false)]
    [InlineData(true, "2027-12-09", true)]
    [InlineData(true, "2027-12-10", false)]
    public void A_campaign_lasts_three_years_and_in_an_emergency_one_unless_a_reason_is_recorded(bool emergency, string closes, bool allowed)
    {
        var judged = CampaignLaw.Filing(Lawful.Filed(plan => (emergency ? plan.InEmergency() : plan) with { ClosesOn = Lawful.Day(closes) }), Lawful.Book);

        Assert.Equal(allowed, judged.IsAllowed);
        if (!allowed)
        {
            judged.Refuses("CN-PLAN-06", "campaign_too_long");
            Assert.Empty(judged.Standing(["CN-PLAN-06"]));
            Assert.Single(judged.Standing(["CN-PLAN-05"]));
        }
    }

    [Theory, Keeps("CN-PLAN-07", Shows.Refused)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void A_leader_of_another_or_for_some_hours_a_week_does_not_lead(bool own, bool fullTime) =>
        CampaignLaw.Filing(Lawful.Filed(plan => plan with { LeaderEmployerId = own ? Lawful.Organiser : Lawful.Other, LeaderIsFullTime = fullTime }), Lawful.Book).Refuses("CN-PLAN-07", "leader_not_staff");

    [Fact, Keeps("CN-PLAN-08", Shows.Refused)]
    public void An_account_of_another_or_of_nobody_takes_no_money()
    {
        CampaignLaw.Filing(Lawful.Filing with { AccountOwnerId = Lawful.Other }, Lawful.Book).Refuses("CN-PLAN-08", "account_not_own");
        CampaignLaw.Filing(Lawful.Filing with { AccountOwnerId = null }, Lawful.Book).Refuses("CN-PLAN-08", "account_not_own");
    }

    [Fact, Keeps("CN-PLAN-09", Shows.Allowed)]
    public void A_target_of_three_times_the_best_year_that_somebody_attests_is_fitting()
    {
        CampaignLaw.Filing(Lawful.Filed(plan => plan with { Expected = Money.Cny(270_000_00) }), Lawful.Book).Allows();
        CampaignLaw.Filing(Lawful.Filing with { Organiser = Lawful.Charity with { BestPastYear = null } }, Lawful.Book).Allows();
    }

    [Fact, Keeps("CN-PLAN-09", Shows.Refused)]
    public void A_target_above_that_or_that_nobody_attests_needs_a_reason()
    {
        var above = CampaignLaw.Filing(Lawful.Filed(plan => plan with { Expected = Money.Cny(270_000_01) }), Lawful.Book);
        above.Refuses("CN-PLAN-09", "target_exceeds_capacity");
        Assert.Empty(above.Standing(["CN-PLAN-09"]));
        CampaignLaw.Filing(Lawful.Filed(plan => plan with { CapacityAttested = false }), Lawful.Book).Refuses("CN-PLAN-09", "target_exceeds_capacity");
    }

    [Fact, Keeps("CN-PLAN-10", Shows.Refused)]
    public void One_named_person_is_no_class_and_no_reason_changes_that()
    {
        var judged = CampaignLaw.Filing(Lawful.Filed(plan => plan with { Beneficiaries = plan.Beneficiaries with { IsOnePerson = true } }), Lawful.Book);
        judged.Refuses("CN-PLAN-10", "beneficiary_is_specific_person");
        Assert.Single(judged.Standing(["CN-PLAN-10"]));
    }

    [Theory, Keeps("CN-PLAN-11", Shows.Refused)]
    [InlineData("organiser", true)]
    [InlineData("plan", true)]
    [InlineData("sponsor", true)]
    [InlineData("beneficiary", false)]
    [InlineData("anybody", false)]
    public void Those_who_are_helped_bear_no_cost(string payer, bool allowed)
    {
        var judged = CampaignLaw.Filing(Lawful.Filed(plan => plan with { Use = plan.Use with { CostPaidBy = payer } }), Lawful.Book);
        Assert.Equal(allowed ? [] : ["cost_shifted_to_beneficiary"], judged.Findings.Select(found => found.Refusal.Code), StringComparer.Ordinal);
    }

    [Theory, Keeps("CN-PLAN-12", Shows.Refused)]
    [InlineData("same", true)]
    [InlineData("similar", true)]
    [InlineData("other", false)]
    public void What_is_left_stays_with_the_cause(string use, bool allowed)
    {
        var judged = CampaignLaw.Filing(Lawful.Filed(plan => plan with { Surplus = plan.Surplus with { Use = use } }), Lawful.Book);
        Assert.Equal(allowed ? [] : ["surplus_clause_unlawful"], judged.Findings.Select(found => found.Refusal.Code), StringComparer.Ordinal);
    }

    [Theory, Keeps("CN-PLAN-14", Shows.Refused)]
    [InlineData("cash", "440703101", null, true)]
    [InlineData("online", "440705", null, true)]
    [InlineData("cash", "440705", null, false)]
    [InlineData("cash", "440705", "2026-11-30", true)]
    [InlineData("cash", "440705", "2026-12-01", false)]
    public void Cash_is_raised_in_the_own_area_or_after_a_second_filing(string way, string area, string? hostFiledOn, bool allowed)
    {
        var facts = Lawful.Filed(plan => plan with { Receiving = [way], Area = DivisionCode.Parse(area) }) with { HostCountyFiledOn = hostFiledOn is null ? null : Lawful.Day(hostFiledOn) };
        Assert.Equal(allowed ? [] : ["offsite_not_filed"], CampaignLaw.Filing(facts, Lawful.Book).Findings.Select(found => found.Refusal.Code), StringComparer.Ordinal);
    }

    [Fact, Keeps("CN-PLAN-16", Shows.Refused)]
    public void A_supervisory_unit_has_to_agree()
    {
        CampaignLaw.Filing(Lawful.Filed(plan => plan with { Documents = plan.Documents with { HasSupervisoryUnit = true } }), Lawful.Book).Refuses("CN-PLAN-16", "supervisory_unit_consent_missing");
        CampaignLaw.Filing(Lawful.Filed(plan => plan with { Documents = plan.Documents with { HasSupervisoryUnit = true, SupervisoryConsent = Lawful.File } }), Lawful.Book).Allows();
    }
}
