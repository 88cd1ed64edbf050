using CharityLink.Kernel;

namespace CharityLink.Law;

/// <summary>The moment a campaign opens, and every gift after it (section B of the catalogue).</summary>
internal static class OpeningRules
{
    /// <summary>CN-PLAN-15: the organiser's own decision and its legal representative's consent are on file (PFM 15).</summary>
    [Rule("CN-PLAN-15")]
    public static Refusal? DecisionIsOnFile(OpeningFacts facts, Rule _) =>
        facts.Filing.Plan.Documents is { InternalDecision: not null, LegalRepresentativeConsent: not null } ? null : new Refusal("no_internal_decision", "internal_decision");

    /// <summary>CN-PLAN-17: gifts are taken only in the days and by the ways that were filed (PFM 24(ii)).</summary>
    [Rule("CN-PLAN-17")]
    public static Refusal? GiftIsInsideThePlan(GiftFacts facts, Rule _) =>
        facts.ReceivedOn >= facts.OpensOn && facts.ReceivedOn <= facts.LastDay && facts.Receiving.Contains(facts.Channel, StringComparer.Ordinal)
            ? null : new Refusal("outside_filed_plan");

    /// <summary>CN-PLAN-18: the campaign's public name is the one filed (PFM 17).</summary>
    [Rule("CN-PLAN-18")]
    public static Refusal? NameIsTheOneFiled(OpeningFacts facts, Rule _) =>
        facts.FiledName is null || facts.FiledName == facts.PublicName ? null : new Refusal("name_differs_from_filing", null, facts.FiledName);

    /// <summary>CN-PLAN-19: name, certificate, filing number and a way to reach the organiser stand on the campaign's page and on everything printed (CL 25, PFM 16).
    /// How to query them stands on every page of a project.</summary>
    [Rule("CN-PLAN-19")]
    public static IEnumerable<Refusal> PageShowsWhatItMust(OpeningFacts facts, Rule _)
    {
        // A campaign of an emergency opens before there is a number.
        var number = facts.Filing.Plan.Emergency is not null && facts.FiledOn is null ? "later" : facts.Number?.Number;
        (string Item, string? Shown)[] items =
        [
            ("name", facts.PublicName), ("certificate", facts.Filing.Organiser.Qualification is { } held ? held.CertificateNo : "none: CN-ORG-01"),
            ("filing_number", number), ("contact", facts.Contact),
        ];
        return items.Where(item => string.IsNullOrWhiteSpace(item.Shown)).Select(item => new Refusal("display_incomplete", null, item.Item));
    }

    /// <summary>CN-PLAN-20: whoever raises money online does so on a platform the Ministry designated; the own site may run it at the same time (CL 27, PFM 17).</summary>
    [Rule("CN-PLAN-20")]
    public static Refusal? ListedOnADesignatedPlatform(OpeningFacts facts, Rule _) =>
        facts.LiveListings > 0 || !facts.Filing.Plan.Receiving.Contains("online", StringComparer.Ordinal) ? null : new Refusal("no_designated_platform_listing");
}
