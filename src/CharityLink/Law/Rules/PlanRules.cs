using CharityLink.Kernel;

namespace CharityLink.Law;

/// <summary>The fundraising plan and its filing (section B of the catalogue).</summary>
internal static class PlanRules
{
    /// <summary>CN-PLAN-02: the plan is filed some days before the campaign opens (PFM 11). In an emergency CN-EMG-01 says when instead.</summary>
    [Rule("CN-PLAN-02")]
    public static Refusal? FiledInTime(OpeningFacts facts, Rule rule) =>
        facts.Filing.Plan.Emergency is not null || (facts.FiledOn is { } filed && facts.OpensOn.DayNumber - filed.DayNumber >= rule.Number("days"))
            ? null : new Refusal("filed_too_late", null, $"{rule.Number("days")}");
}
