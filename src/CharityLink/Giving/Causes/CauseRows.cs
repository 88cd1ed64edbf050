using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Network;
using CharityLink.Programs;

namespace CharityLink.Giving;

/// <summary>What giving needs to know of an organisation: whether it may receive, and what to print on a receipt.</summary>
/// <param name="Uscc">Unified social credit code; null for a body that is no legal person.</param>
/// <param name="Position">Where in the log it last changed.</param>
/// <param name="Qualification">Its certificate for public fundraising; null when none is on record.</param>
public sealed record CauseOrganisation(
    Guid Id, string NameZh, string NameEn, string? Uscc, DivisionCode Division, bool IsVerified, bool IsSuspended, long Position, Qualification? Qualification = null)
{
    internal static CauseOrganisation? After(CauseOrganisation? row, IOrganisationEvent fact, long position) => (row, fact) switch
    {
        (null, OrganisationRegistered e) => new(e.OrganisationId, e.NameZh, e.NameEn, e.Uscc, e.Division, false, false, position),
        ({ } o, OrganisationVerified) => o with { IsVerified = true, Position = position },
        ({ } o, VerificationWithdrawn) => o with { IsVerified = false, Position = position },
        ({ } o, OrganisationChanged e) => o with { NameZh = e.NameZh, NameEn = e.NameEn, Uscc = e.Uscc, Position = position },
        ({ } o, OrganisationSuspended) => o with { IsSuspended = true, Position = position },
        ({ } o, OrganisationResumed) => o with { IsSuspended = false, Position = position },
        _ => row,
    };

    internal static CauseOrganisation? After(CauseOrganisation? row, ICredentialEvent fact, long position) => (row, fact) switch
    {
        ({ } o, QualificationGranted e) => o with { Qualification = new(e.OrganisationId, e.CertificateNumber, e.IssuedOn, null), Position = position },
        ({ Qualification: { } held } o, QualificationRevoked e) => o with { Qualification = held with { RevokedOn = e.RevokedOn }, Position = position },
        _ => row,
    };
}

/// <summary>What giving needs to know of a program: who answers for it, its fund, and what one unit costs the givers.</summary>
/// <param name="FromGiversMinor">The givers' part of one unit, in fen; null when no unit is set.</param>
public sealed record CauseProgram(
    Guid Id, Guid OwnerId, string NameZh, string NameEn, DivisionCode Division, Guid FundId,
    string? UnitZh, string? UnitEn, string? UnitsEn, long? FromGiversMinor, bool IsSuspended, long Position)
{
    internal static CauseProgram? After(CauseProgram? row, IProgramEvent fact, long position) => (row, fact) switch
    {
        (null, ProgramStarted e) => new(e.ProgramId, e.OwnerId, e.NameZh, e.NameEn, e.Division, e.FundId, null, null, null, null, false, position),
        ({ } p, UnitSet e) => p with { UnitZh = e.UnitZh, UnitEn = e.UnitEn, UnitsEn = e.UnitsEn, FromGiversMinor = e.FromGivers.Minor, Position = position },
        ({ } p, ProgramSuspended) => p with { IsSuspended = true, Position = position },
        ({ } p, ProgramResumed) => p with { IsSuspended = false, Position = position },
        _ => row,
    };
}

/// <summary>What giving needs to know of a site: where it is and who runs it.</summary>
public sealed record CauseSite(
    Guid Id, Guid ProgramId, string NameZh, string NameEn, DivisionCode Division, Guid OperatorId, bool IsClosed, long Position)
{
    internal static CauseSite? After(CauseSite? row, IProgramEvent fact, long position) => (row, fact) switch
    {
        (null, SiteOpened e) => new(e.SiteId, e.ProgramId, e.NameZh, e.NameEn, e.Division, e.OperatorId, false, position),
        ({ } s, SiteClosed) => s with { IsClosed = true, Position = position },
        _ => row,
    };
}
