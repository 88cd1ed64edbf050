using CharityLink.Kernel;

namespace CharityLink.Law;

/// <summary>Raising money together with a partner that has no certificate (section C of the catalogue).</summary>
internal static class JointRules
{
    /// <summary>CN-JOINT-01: the partner was assessed, and has no interest in who is helped (CL 26, PFM 18).</summary>
    [Rule("CN-JOINT-01")]
    public static Refusal? PartnerIsAssessed(FilingFacts facts, Rule _) =>
        facts.Plan.Partner is null or { Assessment: not null, IsLinkedToOrganiser: false } ? null : new Refusal("partner_not_assessed", "partner_assessment");

    /// <summary>CN-JOINT-02: there is a signed agreement (CL 26, PFM 18).</summary>
    [Rule("CN-JOINT-02")]
    public static Refusal? AgreementIsSigned(FilingFacts facts, Rule _) =>
        facts.Plan.Partner is null or { Agreement: not null, SignedOn: not null } ? null : new Refusal("partner_agreement_incomplete", "partner_agreement");

    /// <summary>CN-JOINT-03: a person as partner proves who that is, a clean record and good credit (PFM 11).</summary>
    [Rule("CN-JOINT-03")]
    public static Refusal? PersonHasPapers(FilingFacts facts, Rule rule) =>
        facts.Plan.Partner is not { Kind: "person" } partner || partner.PersonDocuments.Count >= rule.Words("papers").Count
            ? null : new Refusal("partner_person_documents_missing", "partner_documents");

    /// <summary>CN-JOINT-04: all the money stands in the qualified organisation's books (CL 26, PFM 18).</summary>
    [Rule("CN-JOINT-04")]
    public static Refusal? OrganiserHoldsTheMoney(FilingFacts facts, Rule _) =>
        facts.Plan.Partner is null or { OrganiserHoldsAllMoney: true } ? null : new Refusal("partner_holds_funds", "partner_funds");

    /// <summary>CN-JOINT-05: the partner is named, but never asks for money itself (CL 26, 111(iv)).</summary>
    [Rule("CN-JOINT-05")]
    public static Refusal? PartnerDoesNotSolicit(FilingFacts facts, Rule _) =>
        facts.Plan.Partner is null or { PartnerSolicits: false } ? null : new Refusal("partner_solicits", "partner_solicits");
}
