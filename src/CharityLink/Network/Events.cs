using CharityLink.Kernel;

namespace CharityLink.Network;

/// <summary>A fact in the life of one charity organisation. The names are stored: they never change.</summary>
public interface IOrganisationEvent;

/// <summary>An organisation joined the network. Until verified it raises nothing.</summary>
/// <param name="Uscc">Unified social credit code; null for a branch or station, which is no legal person.</param>
/// <param name="ParentId">The organisation it stands under; null only for the top of a tree or an independent charity.</param>
/// <param name="IsInvented">Demonstration data: shown as such wherever the organisation appears.</param>
/// <param name="NamePinyin">The Chinese name as it sounds, for searching.</param>
/// <param name="EnteredBy">The account that typed it in, who may not verify it; null for the platform itself.</param>
public sealed record OrganisationRegistered(
    Guid OrganisationId, string NameZh, string NameEn, OrganisationKind Kind, DivisionCode Division, string? Uscc, Guid? ParentId, bool IsInvented,
    string? NamePinyin = null, Guid? EnteredBy = null) : IOrganisationEvent;

/// <summary>Somebody with the right to checked the registration against its evidence.</summary>
public sealed record OrganisationVerified(Guid OrganisationId, string Evidence) : IOrganisationEvent;

/// <summary>The names or the credit code were corrected.</summary>
/// <param name="EnteredBy">The account that typed it in, who may not verify it; null for the platform itself.</param>
public sealed record OrganisationChanged(Guid OrganisationId, string NameZh, string NameEn, string? Uscc, string? NamePinyin = null, Guid? EnteredBy = null) : IOrganisationEvent;

/// <summary>What was verified has been changed since: it raises nothing until verified anew.</summary>
public sealed record VerificationWithdrawn(Guid OrganisationId) : IOrganisationEvent;

/// <summary>It stands under another organisation from now on; null: under none.</summary>
public sealed record OrganisationLinked(Guid OrganisationId, Guid? ParentId) : IOrganisationEvent;

/// <summary>Raises nothing until resumed; what it was given before goes on.</summary>
public sealed record OrganisationSuspended(Guid OrganisationId, string Reason) : IOrganisationEvent;

/// <summary>The suspension ended.</summary>
public sealed record OrganisationResumed(Guid OrganisationId) : IOrganisationEvent;

/// <summary>A fact about who holds one credit code. Its stream is named by the code, so that two can never win it.</summary>
public interface IUsccEvent;

/// <summary>An organisation holds the code from now on.</summary>
public sealed record UsccTaken(string Uscc, Guid OrganisationId) : IUsccEvent;

/// <summary>The organisation gave the code up (it had been typed in wrongly).</summary>
public sealed record UsccReleased(string Uscc, Guid OrganisationId) : IUsccEvent;

/// <summary>What kind of body an organisation is.</summary>
public enum OrganisationKind
{
    /// <summary>Charity federation of a city or county.</summary>
    Federation,

    /// <summary>Foundation.</summary>
    Foundation,

    /// <summary>Charity association (social group).</summary>
    Association,

    /// <summary>Mutual-help organisation.</summary>
    MutualHelp,

    /// <summary>Social-work organisation.</summary>
    SocialWork,

    /// <summary>Volunteer group.</summary>
    VolunteerGroup,

    /// <summary>A federation's branch in a town: no legal person, no account of its own.</summary>
    TownBranch,

    /// <summary>A federation's station in a village: no legal person, no account of its own.</summary>
    VillageStation,
}
