using CharityLink.Kernel;

namespace CharityLink.People;

/// <summary>One account's role at one organisation, from its beginning to its end.</summary>
public sealed record StaffAppointment(Guid Id, Guid AccountId, Role Role, Guid OrganisationId, DivisionCode Division, bool IsEnded)
    : IState<StaffAppointment, IAppointmentEvent>
{
    /// <inheritdoc/>
    public static StaffAppointment Evolve(StaffAppointment? state, IAppointmentEvent fact) => (state, fact) switch
    {
        (null, StaffAppointed f) => new(f.AppointmentId, f.AccountId, f.Role, f.OrganisationId, f.Division, IsEnded: false),
        ({ IsEnded: false }, AppointmentEnded) => state with { IsEnded = true },
        _ => throw new CorruptStreamException(state, fact),
    };

    /// <summary>Who may hand out or take back a role: an administrator any, a federation's officer those of the workers below.
    /// An officer who could appoint officers could make anybody an equal, and nobody above would have agreed.</summary>
    public static bool MayDecide(Caller caller, Role role) =>
        caller.Kind == CallerKind.System
        || caller.Appointments.Any(a => a.Role == Role.Administrator)
        || (role is Role.TownWorker or Role.VillageWorker && caller.Appointments.Any(a => a.Role == Role.FederationOfficer));

    /// <summary>Where a role can be held: a worker's reach is the worker's own town or village, never a whole county.</summary>
    public static bool StandsAt(Role role, Level level) => role switch
    {
        Role.Administrator => level is Level.City,
        Role.FederationOfficer => level is Level.City or Level.County,
        Role.TownWorker => level is Level.Town,
        Role.VillageWorker => level is Level.Village,
        _ => true,
    };

    /// <summary>Begins an appointment at an organisation that stands at <paramref name="place"/>.</summary>
    public static Decision<IAppointmentEvent> Appoint(StaffAppointment? state, AppointStaff ask, Place? place, Caller caller)
    {
        var fact = new StaffAppointed(ask.AppointmentId, ask.AccountId, ask.Role, ask.OrganisationId, ask.Division);
        return state switch
        {
            not null when Evolve(null, fact) == state with { IsEnded = false } => [],
            not null => new Refusal("appointment_id_reused"),
            null when place is null => new Refusal("organisation_unknown", "organisation"),
            null when place.Division != ask.Division => new Refusal("division_not_of_organisation", "organisation"),
            null when !MayDecide(caller, ask.Role) => new Refusal("role_not_yours_to_give", "role"),
            null when !StandsAt(ask.Role, ask.Division.Level) => new Refusal("role_not_at_level", "role"),
            null => [fact],
        };
    }

    /// <summary>Ends it. Nobody ends an own role: the last administrator would lock everybody out.</summary>
    public static Decision<IAppointmentEvent> End(StaffAppointment? state, EndAppointment ask, Caller caller) => state switch
    {
        null => new Refusal("appointment_unknown"),
        { IsEnded: true } => [],
        _ when state.AccountId == caller.AccountId => new Refusal("own_appointment"),
        _ when !MayDecide(caller, state.Role) => new Refusal("role_not_yours_to_give"),
        _ => [new AppointmentEnded(ask.AppointmentId)],
    };
}
