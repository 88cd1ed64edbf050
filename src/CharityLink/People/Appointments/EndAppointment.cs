using CharityLink.Kernel;
using MediatR;

namespace CharityLink.People;

/// <summary>Takes a role back; from the next pages on, the account can do what its other roles allow.</summary>
[Allow(Role.Administrator, Role.FederationOfficer)]
public sealed record EndAppointment(Guid CommandId, Guid AppointmentId) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => new(AppointmentLocator.SubjectKind, AppointmentId.ToString());
}

/// <summary>Carries out <see cref="EndAppointment"/>.</summary>
internal sealed class EndAppointmentHandler(Aggregates aggregates, CommandContext context) : IRequestHandler<EndAppointment, Outcome>
{
    public Task<Outcome> Handle(EndAppointment request, CancellationToken ct) =>
        aggregates.Change<StaffAppointment, IAppointmentEvent>(
            request.AppointmentId, state => StaffAppointment.End(state, request, context.Caller), ct);
}

/// <summary>An appointment stands where its organisation does.</summary>
internal sealed class AppointmentLocator(AppointmentList appointments) : ILocator
{
    public const string SubjectKind = "appointment";

    public string Kind => SubjectKind;

    public async ValueTask<Place?> Locate(string key, CancellationToken ct) =>
        await appointments.Find(Guid.Parse(key), ct) is { } held ? new Place(held.Division, held.OrganisationId) : null;
}
