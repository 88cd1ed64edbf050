namespace CharityLink.Network;

/// <summary>The points that are checked before an organisation applies for a qualification (CN-ORG-03), in the order of the checklist.</summary>
public static class QualificationConditions
{
    /// <summary>Their stored names.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "council", "legal_representative", "secretary_general", "supervisors", "internal_systems", "ratios", "tax_and_accounts", "rating", "clean_record",
    ];
}
