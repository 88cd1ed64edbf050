using CharityLink.Kernel;
using CharityLink.Network;

namespace CharityLink.Programs;

/// <summary>What programs need to know of an organisation that owns or operates something, from the facts it published.</summary>
public sealed record Body(DivisionCode Division, bool IsLegalPerson, bool IsVerified, bool IsSuspended) : IState<Body, IOrganisationEvent>
{
    /// <inheritdoc/>
    public static Body Evolve(Body? state, IOrganisationEvent fact) => (state, fact) switch
    {
        (null, OrganisationRegistered e) => new(e.Division, e.Kind.IsLegalPerson(), false, false),
        ({ } body, OrganisationVerified) => body with { IsVerified = true },
        ({ } body, VerificationWithdrawn) => body with { IsVerified = false },
        ({ } body, OrganisationSuspended) => body with { IsSuspended = true },
        ({ } body, OrganisationResumed) => body with { IsSuspended = false },
        ({ } body, OrganisationChanged or OrganisationLinked) => body,
        _ => throw new CorruptStreamException(state, fact),
    };
}
