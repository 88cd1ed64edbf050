using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Network;

/// <summary>Stops an organisation's fundraising; the public page says so.</summary>
[Allow(Role.Administrator, Role.FederationOfficer)]
public sealed record SuspendOrganisation(Guid CommandId, Guid OrganisationId, string Reason) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(OrganisationId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Reason, "reason", PlainText.NoteMax, lines: true) }.OfType<Refusal>();
}

/// <summary>Ends a suspension.</summary>
[Allow(Role.Administrator, Role.FederationOfficer)]
public sealed record ResumeOrganisation(Guid CommandId, Guid OrganisationId) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(OrganisationId);
}

internal sealed class SuspendOrganisationHandler(Aggregates aggregates) : IRequestHandler<SuspendOrganisation, Outcome>, IRequestHandler<ResumeOrganisation, Outcome>
{
    public Task<Outcome> Handle(SuspendOrganisation command, CancellationToken ct) =>
        aggregates.Change<Organisation, IOrganisationEvent>(command.OrganisationId, organisation => Organisation.Decide(organisation, command), ct);

    public Task<Outcome> Handle(ResumeOrganisation command, CancellationToken ct) =>
        aggregates.Change<Organisation, IOrganisationEvent>(command.OrganisationId, organisation => Organisation.Decide(organisation, command), ct);
}
