using CharityLink.Kernel;

namespace CharityLink.Network;

/// <summary>A fact about what one organisation is entitled to: to raise money in public, to give tax receipts, to hold an account. The names are stored: they never change.</summary>
public interface ICredentialEvent
{
    /// <summary>Whose credentials.</summary>
    Guid OrganisationId { get; }
}

/// <summary>When it was registered, and when it was recognised as a charity: the waiting period before a qualification runs from there (CN-ORG-02).</summary>
public sealed record StandingRecorded(Guid OrganisationId, DateOnly? RegisteredOn, DateOnly? RecognisedOn, Guid? By) : ICredentialEvent;

/// <summary>One point of the checklist for a qualification was looked at (CN-ORG-03).</summary>
/// <param name="Condition">Which one, see <see cref="QualificationConditions"/>.</param>
/// <param name="Evidence">What was seen.</param>
public sealed record ConditionRecorded(Guid OrganisationId, string Condition, bool IsMet, string Evidence, Guid? By) : ICredentialEvent;

/// <summary>The organisation applied for a qualification; every condition held on that day.</summary>
public sealed record QualificationAppliedFor(Guid OrganisationId, DateOnly AppliedOn, Guid? By) : ICredentialEvent;

/// <summary>A certificate was typed in; it counts when a second person has confirmed it.</summary>
/// <param name="Evidence">What was seen.</param>
public sealed record QualificationEntered(Guid OrganisationId, Guid QualificationId, string CertificateNumber, DateOnly IssuedOn, string Evidence, Guid? By) : ICredentialEvent;

/// <summary>The organisation may raise money in public: a second person saw the certificate, too (CN-ORG-01).</summary>
public sealed record QualificationGranted(Guid OrganisationId, Guid QualificationId, string CertificateNumber, DateOnly IssuedOn, Guid? By) : ICredentialEvent;

/// <summary>The authority took the qualification back: fundraising stops at once, spending by the filed plans goes on (CN-ORG-05).</summary>
public sealed record QualificationRevoked(Guid OrganisationId, Guid QualificationId, DateOnly RevokedOn, string Reason, Guid? By) : ICredentialEvent;

/// <summary>Gifts to it may be deducted from tax in this time.</summary>
/// <param name="Until">Last day, included.</param>
/// <param name="Notice">The authorities' notice that lists it.</param>
public sealed record TaxListingRecorded(Guid OrganisationId, Guid ListingId, DateOnly From, DateOnly Until, string Notice, Guid? By) : ICredentialEvent;

/// <summary>An account in the organisation's own name was typed in; money may go there when a second person has confirmed it.</summary>
/// <param name="LastFour">The last four digits; the whole number is never kept here.</param>
/// <param name="Evidence">What was seen.</param>
public sealed record BankAccountEntered(Guid OrganisationId, Guid AccountId, string Bank, string LastFour, string Evidence, Guid? By) : ICredentialEvent;

/// <summary>A second person saw that the account is the organisation's own (CN-PLAN-08).</summary>
public sealed record BankAccountConfirmed(Guid OrganisationId, Guid AccountId, Guid? By) : ICredentialEvent;

/// <summary>The account is used no more.</summary>
public sealed record BankAccountRemoved(Guid OrganisationId, Guid AccountId, Guid? By) : ICredentialEvent;

/// <summary>Somebody answers for the organisation or leads its campaigns, and may (CN-ORG-06). Who it is stands in the vault.</summary>
/// <param name="EmployerId">The organisation that employs the person.</param>
public sealed record ResponsiblePersonNamed(
    Guid OrganisationId, Guid EntryId, PersonId PersonId, string Post, Guid EmployerId, bool IsFullTime, DateOnly NamedOn, Guid? By) : ICredentialEvent;

/// <summary>A person in charge may not be one until this day has passed (CN-ORG-06).</summary>
public sealed record DisqualificationRecorded(Guid OrganisationId, Guid EntryId, DateOnly Until, Guid? By) : ICredentialEvent;

/// <summary>The person answers for the organisation no more.</summary>
public sealed record ResponsiblePersonLeft(Guid OrganisationId, Guid EntryId, DateOnly LeftOn, Guid? By) : ICredentialEvent;

/// <summary>Which authority in charge supervises it; plans and changes of purpose need its consent (CN-PLAN-16).</summary>
/// <param name="Name">Of the unit; null: there is none.</param>
public sealed record SupervisoryUnitSet(Guid OrganisationId, string? Name, Guid? By) : ICredentialEvent;

/// <summary>What the organisation raised in a past year, as its audited report says: a plan's target is measured by it (CN-PLAN-09).</summary>
public sealed record PastYearRecorded(Guid OrganisationId, int Year, Money Raised, Guid? By) : ICredentialEvent;
