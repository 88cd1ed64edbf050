using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Network;

/// <summary>Puts an organisation under another one, or (an independent charity) under none.</summary>
[Allow(Role.Administrator, Role.FederationOfficer)]
public sealed record LinkOrganisation(Guid CommandId, Guid OrganisationId, Guid? ParentId) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(OrganisationId);
}

internal sealed class LinkOrganisationHandler(Aggregates aggregates, Register register) : IRequestHandler<LinkOrganisation, Outcome>
{
    public async Task<Outcome> Handle(LinkOrganisation command, CancellationToken ct)
    {
        var parent = await register.Find(command.ParentId, ct);
        return await aggregates.Change<Organisation, IOrganisationEvent>(command.OrganisationId, organisation => Organisation.Decide(organisation, command, parent), ct);
    }
}
