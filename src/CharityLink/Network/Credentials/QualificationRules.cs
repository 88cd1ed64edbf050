using CharityLink.Kernel;
using CharityLink.Law;

namespace CharityLink.Network;

/// <summary>Asks the law about a qualification and about people in charge.</summary>
internal static class QualificationRules
{
    private const string OnAnyDay = "applied_on";

    /// <summary>Everything that stands against an application on a day (CN-ORG-02, CN-ORG-03, CN-ORG-05).</summary>
    public static IEnumerable<Refusal> Application(OrganisationCredentials credentials, DateOnly day, CredentialSurroundings around)
    {
        if (credentials.CharitySince is not { } since)
        {
            return [new Refusal("standing_missing", OnAnyDay)];
        }

        var met = credentials.Conditions.Values.Where(condition => condition.IsMet).Select(condition => condition.Condition).ToHashSet(StringComparer.Ordinal);
        return OrganisationLaw.Qualification(new(since, day, credentials.Revocation?.RevokedOn, met), around.Book(day)).Findings.Select(AtItsField);
    }

    /// <summary>Everything that stands against a certificate of a day. The authority looked at the checklist when it gave the certificate; here only the periods are left to check.</summary>
    public static IEnumerable<Refusal> Certificate(OrganisationCredentials credentials, DateOnly issuedOn, CredentialSurroundings around) =>
        OrganisationLaw.Qualification(
            new(credentials.CharitySince ?? DateOnly.MinValue, issuedOn, credentials.Revocation?.RevokedOn, QualificationConditions.All.ToHashSet(StringComparer.Ordinal)), around.Book(issuedOn))
            .Findings.Select(finding => finding.Refusal with { Field = "issued_on" });

    /// <summary>Why somebody may not be in charge (CN-ORG-06).</summary>
    public static IEnumerable<Refusal> InCharge(NameResponsiblePerson command, CredentialSurroundings around) =>
        OrganisationLaw.ResponsiblePerson(
            new(command.NamedOn, command.HasFullCapacity, command.SentenceEndedOn, command.LedRevokedOn, command.IsBarredOtherwise), around.Book(command.NamedOn))
            .Findings.Select(finding => finding.Refusal with { Field = finding.Refusal.Field ?? "person_name" });

    // A point of the checklist is its own field on the page.
    private static Refusal AtItsField(Finding finding) => finding.Refusal with
    {
        Field = finding.Refusal.Values.FirstOrDefault(value => QualificationConditions.All.Contains(value, StringComparer.Ordinal)) ?? OnAnyDay,
    };
}
