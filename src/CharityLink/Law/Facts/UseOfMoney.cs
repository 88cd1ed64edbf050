namespace CharityLink.Law;

/// <summary>Money about to serve another purpose than the one it was given for.</summary>
/// <param name="Basis">What fixed the old purpose: <c>plan</c> or <c>agreement</c>.</param>
/// <param name="HasEveryConsent">Every giver under the agreement agreed, on paper.</param>
public sealed record PurposeChangeFacts(string Basis, bool HasCouncilDecision, DateOnly? FiledOn, DateOnly? PublishedOn, bool HasEveryConsent);

/// <summary>What is left of a project about to be given on.</summary>
/// <param name="Clause">What the plan or agreement says: <c>same</c>, <c>similar</c>, or null where it says nothing.</param>
/// <param name="TargetPurpose">How the target stands to the project: <c>same</c>, <c>similar</c> or <c>other</c>.</param>
public sealed record SurplusFacts(Guid OrganiserId, Guid TargetOrganiserId, string? Clause, string TargetPurpose, bool IsPublished);

/// <summary>A decision about to be taken by an account.</summary>
/// <param name="Related">Accounts that declared a relation to the applicant, a vendor or a partner.</param>
/// <param name="Earlier">Accounts that proposed it or took a step before.</param>
public sealed record DecisionFacts(Guid DeciderId, IReadOnlyCollection<Guid> Related, IReadOnlyCollection<Guid> Earlier);
