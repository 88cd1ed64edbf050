using CharityLink.Kernel;
using MediatR;

namespace CharityLink.People;

/// <summary>Gives an account a role at an organisation.</summary>
/// <param name="Division">Where the organisation stands, as the sender saw it.</param>
[Allow(Role.Administrator, Role.FederationOfficer)]
public sealed record AppointStaff(Guid CommandId, Guid AppointmentId, Guid AccountId, Role Role, Guid OrganisationId, DivisionCode Division)
    : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(OrganisationId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate()
    {
        if (AccountId == Guid.Empty)
        {
            yield return new Refusal("account_missing", "email");
        }

        if (!Enum.IsDefined(Role))
        {
            yield return new Refusal("role_unknown", "role");
        }
    }
}

/// <summary>Carries out <see cref="AppointStaff"/>.</summary>
internal sealed class AppointStaffHandler(Aggregates aggregates, CommandContext context, IEnumerable<ILocator> locators) : IRequestHandler<AppointStaff, Outcome>
{
    public async Task<Outcome> Handle(AppointStaff request, CancellationToken ct)
    {
        var place = await locators.Single(locator => locator.Kind == request.Subject.Kind).Locate(request.Subject.Key, ct);
        return await aggregates.Create<StaffAppointment, IAppointmentEvent>(
            request.AppointmentId, state => StaffAppointment.Appoint(state, request, place, context.Caller), ct);
    }
}
