using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Network;

/// <summary>Says that the registration was checked against its evidence: never by who typed it in, and by somebody of another body that stands above.</summary>
[Allow(Role.Administrator, Role.FederationOfficer)]
public sealed record VerifyOrganisation(Guid CommandId, Guid OrganisationId, string Evidence) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(OrganisationId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Evidence, "evidence", PlainText.NoteMax, lines: true) }.OfType<Refusal>();
}

internal sealed class VerifyOrganisationHandler(Aggregates aggregates, CommandContext context) : IRequestHandler<VerifyOrganisation, Outcome>
{
    public Task<Outcome> Handle(VerifyOrganisation command, CancellationToken ct) => aggregates.Change<Organisation, IOrganisationEvent>(
        command.OrganisationId, organisation => Organisation.Decide(organisation, command, context.Caller.AccountId, IsAbove(context.Caller, organisation)), ct);

    // An officer's own body does not verify itself, though its officers may do everything else to it.
    private static bool IsAbove(Caller caller, Organisation? organisation) => caller.Kind == CallerKind.System || (organisation is not null && caller.Appointments.Any(
        held => held.Role == Role.Administrator
            || (held.Role == Role.FederationOfficer && held.OrganisationId != organisation.Id && held.Division.Contains(organisation.Division))));
}
