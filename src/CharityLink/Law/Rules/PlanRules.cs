using System.Globalization;
using CharityLink.Kernel;
using CharityLink.Projects;

namespace CharityLink.Law;

/// <summary>What the fundraising plan says (section B of the catalogue, as filed). When it is filed stands in <see cref="FilingRules"/>.</summary>
internal static class PlanRules
{
    private static readonly string[] _lawfulSurplus = ["same", "similar"];
    private static readonly string[] _lawfulPayers = ["organiser", "plan", "sponsor"];

    /// <summary>CN-PLAN-01: every field the law asks for is there (CL 24, PFM 10); each one missing is named at its place.</summary>
    [Rule("CN-PLAN-01")]
    public static IEnumerable<Refusal> PlanIsComplete(FilingFacts facts, Rule _) =>
        Missing(facts.Plan).Where(item => item.IsMissing).Select(item => new Refusal("plan_incomplete", item.Field, item.Field));

    /// <summary>CN-PLAN-06: a campaign is not longer than some years, in an emergency one (PFM 10(3)(ii)); the text says "generally", so a recorded reason may override it.</summary>
    [Rule("CN-PLAN-06")]
    public static Refusal? CampaignIsNotTooLong(FilingFacts facts, Rule rule)
    {
        var years = rule.Number(facts.Plan.Emergency is null ? "years" : "emergencyYears");
        return facts.Plan is { OpensOn: { } opens, ClosesOn: { } closes } && closes >= opens.AddYears(years) ? new Refusal("campaign_too_long", "closes_on", Text(years)) : null;
    }

    /// <summary>CN-PLAN-07: the leader works full time for the organiser (PFM 10(3)(iii)).</summary>
    [Rule("CN-PLAN-07")]
    public static Refusal? LeaderIsStaff(FilingFacts facts, Rule _) =>
        facts.Plan.LeaderId is null || (facts.Plan.LeaderIsFullTime && facts.Plan.LeaderEmployerId == facts.Organiser.Id) ? null : new Refusal("leader_not_staff", "leader");

    /// <summary>CN-PLAN-08: money goes only to an account the organiser owns itself (PFM 10(3)(iv)).</summary>
    [Rule("CN-PLAN-08")]
    public static Refusal? AccountIsTheOrganisers(FilingFacts facts, Rule _) =>
        facts.Plan.AccountId is null || facts.AccountOwnerId == facts.Organiser.Id ? null : new Refusal("account_not_own", "account");

    /// <summary>CN-PLAN-09: the target fits what the organiser can do (PFM 10(3)(v)): somebody attests it, and it is no more than some times the best of the last years.</summary>
    [Rule("CN-PLAN-09")]
    public static Refusal? TargetFitsCapacity(FilingFacts facts, Rule rule)
    {
        var exceeds = facts.Plan.Expected is { } expected && facts.Organiser.BestPastYear is { } best
            && (expected.Currency != best.Currency || expected.Minor > checked(best.Minor * rule.Number("k")));
        return facts.Plan.CapacityAttested && !exceeds ? null : new Refusal("target_exceeds_capacity", "expected", Text(rule.Number("k")));
    }

    /// <summary>CN-PLAN-10: a class of people with a number and a way of choosing is helped, never one named person (PFM 10(3)(vi)).</summary>
    [Rule("CN-PLAN-10")]
    public static Refusal? BeneficiariesAreAClass(FilingFacts facts, Rule _) =>
        facts.Plan.Beneficiaries.IsOnePerson ? new Refusal("beneficiary_is_specific_person", "beneficiaries_scope") : null;

    /// <summary>CN-PLAN-11: those who are helped do not pay for the fundraising (PFM 10(3)(viii)).</summary>
    [Rule("CN-PLAN-11")]
    public static Refusal? CostIsNotShifted(FilingFacts facts, Rule _) =>
        facts.Plan.Use.CostPaidBy is not { Length: > 0 } payer || _lawfulPayers.Contains(payer, StringComparer.Ordinal) ? null : new Refusal("cost_shifted_to_beneficiary", "cost_paid_by");

    /// <summary>CN-PLAN-12: what is left goes to the same or similar charitable projects (PFM 10(3)(ix), CL 58).</summary>
    [Rule("CN-PLAN-12")]
    public static Refusal? SurplusClauseIsLawful(FilingFacts facts, Rule _) =>
        facts.Plan.Surplus.Use is not { Length: > 0 } use || _lawfulSurplus.Contains(use, StringComparer.Ordinal) ? null : new Refusal("surplus_clause_unlawful", "surplus_use");

    /// <summary>CN-PLAN-14: money raised by hand outside the organiser's own area needs a second filing there, some days before (CL 23, PFM 14).</summary>
    [Rule("CN-PLAN-14")]
    public static Refusal? OffsiteIsFiled(FilingFacts facts, Rule rule)
    {
        var plan = facts.Plan;
        var offsite = plan.Receiving.Contains("cash", StringComparer.Ordinal) && plan.Area is { } area && !facts.Organiser.Division.Contains(area);
        var filed = facts.HostCountyFiledOn is { } host && plan.OpensOn is { } opens && opens.DayNumber - host.DayNumber >= rule.Number("days");
        return !offsite || filed ? null : new Refusal("offsite_not_filed", "area", Text(rule.Number("days")));
    }

    /// <summary>CN-PLAN-16: where the organiser has a supervisory unit, it agrees (PFM 12, 20).</summary>
    [Rule("CN-PLAN-16")]
    public static Refusal? SupervisoryUnitAgrees(FilingFacts facts, Rule _) =>
        facts.Plan.Documents is { HasSupervisoryUnit: true, SupervisoryConsent: null } ? new Refusal("supervisory_unit_consent_missing", "supervisory_consent") : null;

    private static IEnumerable<(string Field, bool IsMissing)> Missing(FundraisingPlan plan) =>
    [
        ("purpose_zh", IsBlank(plan.PurposeZh)),
        ("opens_on", plan.OpensOn is null),
        // A last day before the first one is none.
        ("closes_on", plan.ClosesOn is not { } closes || closes < plan.OpensOn),
        ("area", plan.Area is not { Value.Length: > 0 }),
        ("leader", plan.LeaderId is null),
        ("office_address", IsBlank(plan.OfficeAddress)),
        ("receiving", plan.Receiving.Count == 0),
        ("account", plan.AccountId is null),
        ("expected", plan.Expected is not { Minor: > 0 }),
        ("beneficiaries_scope", IsBlank(plan.Beneficiaries.Scope)),
        ("beneficiaries_number", plan.Beneficiaries.Number is not > 0),
        ("beneficiaries_method", IsBlank(plan.Beneficiaries.Method)),
        ("use_to_beneficiaries", IsBlank(plan.Use.ToBeneficiaries)),
        ("use_administration", IsBlank(plan.Use.Administration)),
        ("use_fundraising_cost", IsBlank(plan.Use.FundraisingCost)),
        ("cost_paid_by", IsBlank(plan.Use.CostPaidBy)),
        ("surplus_use", IsBlank(plan.Surplus.Use)),
        ("surplus_text", IsBlank(plan.Surplus.Text)),
        ("partner", plan.Partner is { } partner && (partner.Kind == "person" ? partner.PersonId is null : IsBlank(partner.OrganisationName))),
        ("emergency", plan.Emergency is { } emergency && IsBlank(emergency.GovernmentReference)),
    ];

    private static bool IsBlank(string? text) => string.IsNullOrWhiteSpace(text);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
