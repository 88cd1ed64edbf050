using CharityLink.Kernel;
using CharityLink.Projects;

namespace CharityLink.Law;

/// <summary>What the law asks about the organisation that raises the money.</summary>
/// <param name="BestPastYear">The most it raised in one of the last three years, as declared; null: unknown.</param>
public sealed record OrganiserFacts(Guid Id, string? Uscc, DivisionCode Division, Qualification? Qualification, Money? BestPastYear);

/// <summary>A certificate for public fundraising, as recorded.</summary>
/// <param name="HolderId">The organisation it was given to.</param>
/// <param name="RevokedOn">From this day on it is worth nothing.</param>
public sealed record Qualification(Guid HolderId, string CertificateNo, DateOnly IssuedOn, DateOnly? RevokedOn)
{
    /// <summary>Worth something on a day.</summary>
    public bool IsValid(DateOnly day) => day >= IssuedOn && (RevokedOn is not { } revoked || day < revoked);
}

/// <summary>A fundraising plan on its way to the authority.</summary>
/// <param name="AccountOwnerId">Who owns the account the plan names; null: no such account.</param>
/// <param name="HostCountyFiledOn">Second filing, where money is raised offline outside the organiser's area.</param>
public sealed record FilingFacts(FundraisingPlan Plan, OrganiserFacts Organiser, Guid? AccountOwnerId, DateOnly? HostCountyFiledOn = null);

/// <summary>A filing number as the authority gave it.</summary>
/// <param name="IsUsedElsewhere">Another campaign bears it.</param>
public sealed record NumberFacts(string Number, string? OrganiserUscc, bool IsUsedElsewhere);

/// <summary>A campaign that is about to take gifts.</summary>
/// <param name="Filing">The plan as it stands.</param>
/// <param name="OpensOn">The day of opening.</param>
/// <param name="FiledOn">Null: not filed yet, which only an emergency allows.</param>
/// <param name="FiledName">The name in the filing; null while there is no filing.</param>
/// <param name="PublicName">The name on the campaign's page.</param>
/// <param name="LiveListings">Listings on platforms the Ministry designated that are live on the day.</param>
/// <param name="Contact">How givers reach the organiser.</param>
public sealed record OpeningFacts(
    FilingFacts Filing, DateOnly OpensOn, DateOnly? FiledOn, NumberFacts? Number, string? FiledName, string PublicName, int LiveListings, string? Contact);

/// <summary>A gift to a campaign at the moment it is taken.</summary>
/// <param name="Channel"><c>online</c>, <c>bank</c> or <c>cash</c>.</param>
/// <param name="LastDay">The plan's last day, or the last day of its extension.</param>
/// <param name="Receiving">The ways of receiving that were filed.</param>
public sealed record GiftFacts(Qualification? Qualification, DateOnly ReceivedOn, string Channel, DateOnly OpensOn, DateOnly LastDay, IReadOnlyList<string> Receiving);

/// <summary>Where a filing stands with the authority.</summary>
public sealed record FilingClock(DateOnly FiledOn, DateOnly? PublishedOn, DateOnly? GapsNotifiedOn, DateOnly? CorrectedOn);

/// <summary>A change of the plan while the campaign runs.</summary>
public sealed record PlanChangeClock(DateOnly HappenedOn, DateOnly? ReportedOn);

/// <summary>A campaign opened in a major emergency.</summary>
/// <param name="RescueEndedOn">The rescue phase is over from this day; null while it lasts.</param>
/// <param name="DisclosedOn">The days on which receipts were made public, ascending.</param>
public sealed record EmergencyClock(DateOnly OpenedOn, DateOnly? FiledOn, DateOnly? RescueEndedOn, IReadOnlyList<DateOnly> DisclosedOn);
