using System.Reflection;

namespace CharityLink.Kernel;

/// <summary>What somebody is appointed to do, always at one organisation.</summary>
public enum Role
{
    /// <summary>Runs the platform: accounts, appointments, divisions' data. Moves no money.</summary>
    Administrator,

    /// <summary>Works for a federation: registers, verifies, links and suspends below it; runs its programs.</summary>
    FederationOfficer,

    /// <summary>Works for one charity: runs its own programs.</summary>
    CharityOfficer,

    /// <summary>Town branch: reviews.</summary>
    TownWorker,

    /// <summary>Village station: verifies, records what was delivered.</summary>
    VillageWorker,

    /// <summary>Reads everything in its division, changes nothing.</summary>
    Auditor,
}

/// <summary>A role held at an organisation of a division.</summary>
public sealed record Appointment(Role Role, Guid OrganisationId, DivisionCode Division)
{
    /// <summary>An administrator covers all; an officer of a federation, a worker and an auditor the division and all below it; a charity's officer that charity alone.</summary>
    public bool Covers(Place place) => Role switch
    {
        Role.Administrator => true,
        Role.CharityOfficer => place.OrganisationId == OrganisationId || place.HelperId == OrganisationId,
        _ => place.OrganisationId == OrganisationId || place.HelperId == OrganisationId || Division.Contains(place.Division),
    };
}

/// <summary>Who may send a command. A command without one is refused to everybody: deny by default.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AllowAttribute(params Role[] roles) : Attribute
{
    /// <summary>Roles that may, each within what its appointment covers.</summary>
    public IReadOnlyList<Role> Roles { get; } = roles;

    /// <summary>Visitors may, too.</summary>
    public bool Public { get; init; }

    /// <summary>The platform itself may (reactions, clocks, seeds).</summary>
    public bool System { get; init; } = true;

    /// <summary>The rule of a command type, or null: nobody.</summary>
    public static AllowAttribute? Of(Type command) => command.GetCustomAttribute<AllowAttribute>();

    /// <summary>Whether a caller may act at a place; null stands for a command that acts on no place.</summary>
    public bool Permits(Caller caller, Place? place) => caller.Kind switch
    {
        CallerKind.System => System,
        _ when Public => true,
        CallerKind.Account when place is null => caller.Appointments.Any(a => Roles.Contains(a.Role)),
        CallerKind.Account => caller.Holds(Roles, place),
        _ => false,
    };
}
