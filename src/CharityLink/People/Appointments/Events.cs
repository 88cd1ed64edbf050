using CharityLink.Kernel;

namespace CharityLink.People;

/// <summary>A fact in the life of one appointment. The names are stored: they never change.</summary>
public interface IAppointmentEvent;

/// <summary>Somebody holds a role at an organisation from now on.</summary>
/// <param name="AccountId">The account; who that is stands with the accounts only.</param>
/// <param name="Division">Where the organisation stands: the role reaches everything inside.</param>
public sealed record StaffAppointed(Guid AppointmentId, Guid AccountId, Role Role, Guid OrganisationId, DivisionCode Division) : IAppointmentEvent;

/// <summary>The role is held no longer.</summary>
public sealed record AppointmentEnded(Guid AppointmentId) : IAppointmentEvent;
