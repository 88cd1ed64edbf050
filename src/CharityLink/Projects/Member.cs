using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Programs;

namespace CharityLink.Projects;

/// <summary>What a project needs to know of the organisation that proposes or organises it, from the facts it published.</summary>
public sealed record Member(Guid Id, DivisionCode Division, bool IsLegalPerson, bool IsVerified, bool IsSuspended) : IState<Member, IOrganisationEvent>
{
    /// <inheritdoc/>
    public static Member Evolve(Member? state, IOrganisationEvent fact) => (state, fact) switch
    {
        (null, OrganisationRegistered e) => new(e.OrganisationId, e.Division, e.Kind.IsLegalPerson(), false, false),
        ({ } member, OrganisationVerified) => member with { IsVerified = true },
        ({ } member, VerificationWithdrawn) => member with { IsVerified = false },
        ({ } member, OrganisationSuspended) => member with { IsSuspended = true },
        ({ } member, OrganisationResumed) => member with { IsSuspended = false },
        ({ } member, OrganisationChanged or OrganisationLinked) => member,
        _ => throw new CorruptStreamException(state, fact),
    };
}

/// <summary>What a project needs to know of the standing program it belongs to, from the facts it published.</summary>
public sealed record StandingProgram(Guid OwnerId, string Kind, DivisionCode Division, Guid FundId, bool IsSuspended) : IState<StandingProgram, IProgramEvent>
{
    /// <inheritdoc/>
    public static StandingProgram Evolve(StandingProgram? state, IProgramEvent fact) => (state, fact) switch
    {
        (null, ProgramStarted e) => new(e.OwnerId, e.Kind, e.Division, e.FundId, false),
        ({ } program, ProgramSuspended) => program with { IsSuspended = true },
        ({ } program, ProgramResumed) => program with { IsSuspended = false },
        ({ } program, UnitSet or SiteOpened or SiteClosed) => program,
        _ => throw new CorruptStreamException(state, fact),
    };
}
