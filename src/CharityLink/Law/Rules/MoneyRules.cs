using CharityLink.Kernel;

namespace CharityLink.Law;

/// <summary>What money may be used for, and who may decide (section F of the catalogue).</summary>
internal static class MoneyRules
{
    /// <summary>CN-USE-02: a purpose that a filed plan fixed changes by decision of the council, filing with the same authority and publication, all three (CL 56, PFM 20).</summary>
    [Rule("CN-USE-02")]
    public static Refusal? PlanPurposeChangesByFiling(PurposeChangeFacts facts, Rule _) =>
        facts.Basis != "plan" || facts is { HasCouncilDecision: true, FiledOn: not null, PublishedOn: not null } ? null : new Refusal("purpose_change_not_filed");

    /// <summary>CN-USE-03: a purpose that an agreement fixed changes only with the consent of every giver under it (CL 56).</summary>
    [Rule("CN-USE-03")]
    public static Refusal? AgreedPurposeChangesByConsent(PurposeChangeFacts facts, Rule _) =>
        facts.Basis != "agreement" || facts.HasEveryConsent ? null : new Refusal("donor_consent_missing");

    /// <summary>CN-USE-04: what is left follows the plan's clause; where there is none, it goes to the same or a similar project; and it is published (CL 58).</summary>
    [Rule("CN-USE-04")]
    public static Refusal? SurplusIsUsedLawfully(SurplusFacts facts, Rule _)
    {
        var lawful = facts.TargetPurpose == "same" || (facts.TargetPurpose == "similar" && facts.Clause != "same");
        return lawful && facts.IsPublished && facts.TargetOrganiserId == facts.OrganiserId ? null : new Refusal("surplus_misused");
    }

    /// <summary>CN-USE-06: whoever is related stands back (CL 14).</summary>
    [Rule("CN-USE-06")]
    public static Refusal? RelatedStandBack(DecisionFacts facts, Rule _) => facts.Related.Contains(facts.DeciderId) ? new Refusal("decider_conflict") : null;

    /// <summary>CN-CASE-10, our own policy, here for projects: nobody takes two steps of one decision.</summary>
    [Rule("CN-CASE-10")]
    public static Refusal? NobodyTakesTwoSteps(DecisionFacts facts, Rule _) => facts.Earlier.Contains(facts.DeciderId) ? new Refusal("same_person_two_steps") : null;
}
