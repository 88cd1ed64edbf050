using CharityLink.Law;
using CharityLink.Projects;

namespace CharityLink.Web.Projects.Planning;

/// <summary>The steps of the wizard, and at which of them something that stands in the way is mended.</summary>
public static class PlanSteps
{
    /// <summary>Filing, gaps and number.</summary>
    public const string Filing = "filing";

    /// <summary>Listings on designated platforms.</summary>
    public const string Platforms = "platforms";

    /// <summary>Opening, with every reason against it.</summary>
    public const string Open = "open";

    /// <summary>What is mended among the organiser's credentials.</summary>
    public const string Credentials = "credentials";

    /// <summary>In their order.</summary>
    public static IReadOnlyList<string> All { get; } = [.. PlanSections.All, Filing, Platforms, Open];

    /// <summary>The step after one; the last has none.</summary>
    public static string? After(string step) => All.SkipWhile(one => one != step).Skip(1).FirstOrDefault();

    /// <summary>Where a finding is mended.</summary>
    public static string Of(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return finding.Refusal.Code switch
        {
            "filed_too_late" or "name_differs_from_filing" or "filing_number_malformed" or "filing_number_reused" => Filing,
            "no_designated_platform_listing" => Platforms,
            "no_public_fundraising_qualification" or "qualification_revoked" or "person_disqualified" or "certificate_lent" => Credentials,
            "display_incomplete" => finding.Refusal.Values.FirstOrDefault() switch { "certificate" => Credentials, "filing_number" => Filing, "contact" => PlanSections.People, _ => PlanSections.Purpose },
            _ => OfField(finding.Refusal.Field),
        };
    }

    /// <summary>Where a field of the plan stands.</summary>
    public static string OfField(string? field) => field switch
    {
        "leader" or "office_address" or "receiving" or "account" => PlanSections.People,
        "expected" or "beneficiaries_scope" or "beneficiaries_number" or "beneficiaries_method" => PlanSections.Money,
        "use_to_beneficiaries" or "use_administration" or "use_fundraising_cost" or "cost_paid_by" or "surplus_use" or "surplus_text" => PlanSections.Use,
        "partner" or "partner_assessment" or "partner_agreement" or "partner_documents" or "partner_funds" or "partner_solicits" => PlanSections.Partner,
        "internal_decision" or "supervisory_consent" => PlanSections.Papers,
        "filing_number" => Filing,
        _ => PlanSections.Purpose,
    };
}
