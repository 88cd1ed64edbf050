using System.Globalization;
using CharityLink.Kernel;

namespace CharityLink.Law;

/// <summary>The organisation, its certificate and its people (section A of the catalogue).</summary>
internal static class OrganisationRules
{
    /// <summary>CN-ORG-01: a public campaign needs a certificate in force on the day it opens (CL 22, PFM 3). A revoked one is CN-ORG-05's matter.</summary>
    [Rule("CN-ORG-01")]
    public static Refusal? QualifiedToOpen(OpeningFacts facts, Rule _) => Qualified(facts.Filing.Organiser.Qualification, facts.OpensOn);

    /// <summary>CN-ORG-01 again, at every gift.</summary>
    [Rule("CN-ORG-01")]
    public static Refusal? QualifiedToReceive(GiftFacts facts, Rule _) => Qualified(facts.Qualification, facts.ReceivedOn);

    /// <summary>CN-ORG-02: an organisation has been a charity for some time before it applies (CL 22, PFM 5).</summary>
    [Rule("CN-ORG-02")]
    public static Refusal? WaitedBeforeApplying(QualificationFacts facts, Rule rule) =>
        facts.AppliedOn >= facts.CharitySince.AddYears(rule.Number("minYears"))
            ? null : new Refusal("registered_less_than_one_year", "applied_on", Text(rule.Number("minYears")));

    /// <summary>CN-ORG-03: every condition of the certificate is proven (PFM 5-6); each one missing is named.</summary>
    [Rule("CN-ORG-03")]
    public static IEnumerable<Refusal> ConditionsMet(QualificationFacts facts, Rule rule) =>
        rule.Words("conditions").Where(condition => !facts.ConditionsMet.Contains(condition)).Select(condition => new Refusal("qualification_condition_unmet", condition, condition));

    /// <summary>CN-ORG-04: holder of the certificate, organiser of the campaign and owner of the account are one (PFM 8, 24).</summary>
    [Rule("CN-ORG-04")]
    public static Refusal? CertificateNotLent(OpeningFacts facts, Rule _)
    {
        var (organiser, owner) = (facts.Filing.Organiser, facts.Filing.AccountOwnerId);
        return (organiser.Qualification is not { } held || held.HolderId == organiser.Id) && (owner is null || owner == organiser.Id)
            ? null : new Refusal("certificate_lent");
    }

    /// <summary>CN-ORG-05: a revoked certificate ends fundraising at once (PFM 23, CL 111); what was raised may still be spent.</summary>
    [Rule("CN-ORG-05")]
    public static Refusal? NotRevokedAtOpening(OpeningFacts facts, Rule rule) => NotRevoked(facts.Filing.Organiser.Qualification, facts.OpensOn, rule);

    /// <summary>CN-ORG-05 again, at every gift.</summary>
    [Rule("CN-ORG-05")]
    public static Refusal? NotRevokedAtGift(GiftFacts facts, Rule rule) => NotRevoked(facts.Qualification, facts.ReceivedOn, rule);

    /// <summary>CN-ORG-05: after a revocation an organisation waits some years before it applies again (PFM 23).</summary>
    [Rule("CN-ORG-05")]
    public static Refusal? WaitedAfterRevocation(QualificationFacts facts, Rule rule) =>
        facts.LastRevokedOn is not { } revoked || facts.AppliedOn >= revoked.AddYears(rule.Number("reapplyYears")) ? null : Revoked("applied_on", rule);

    /// <summary>CN-ORG-06: nobody is responsible who may not act, or within some years of a sentence or of leading an organisation that was closed down (CL 16).</summary>
    [Rule("CN-ORG-06")]
    public static Refusal? PersonMayBeResponsible(ResponsiblePersonFacts facts, Rule rule) =>
        facts.HasFullCapacity && !facts.IsBarredOtherwise && IsPast(facts.SentenceEndedOn, facts, rule) && IsPast(facts.LedRevokedOn, facts, rule)
            ? null : new Refusal("person_disqualified", null, Text(rule.Number("years")));

    private static bool IsPast(DateOnly? day, ResponsiblePersonFacts facts, Rule rule) => day is not { } past || facts.AppointedOn >= past.AddYears(rule.Number("years"));

    private static Refusal? Qualified(Qualification? held, DateOnly day) =>
        held is not null && day >= held.IssuedOn ? null : new Refusal("no_public_fundraising_qualification");

    private static Refusal? NotRevoked(Qualification? held, DateOnly day, Rule rule) =>
        held?.RevokedOn is not { } revoked || day < revoked ? null : Revoked(null, rule);

    private static Refusal Revoked(string? field, Rule rule) => new Refusal("qualification_revoked", field, Text(rule.Number("reapplyYears")));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
