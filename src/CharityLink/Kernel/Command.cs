using System.Collections.Immutable;
using CharityLink.Store;
using MediatR;

namespace CharityLink.Kernel;

/// <summary>A wish to change something. Sent twice with one id, it happens once.</summary>
public interface ICommand : IRequest<Outcome>
{
    /// <summary>Made by the caller (the form, the API's client), kept for ever.</summary>
    Guid CommandId { get; }
}

/// <summary>A command that checks its own shape before anything is read: lengths, characters, ranges.</summary>
public interface IValidated
{
    /// <summary>Every field that is wrong; empty when well-formed.</summary>
    IEnumerable<Refusal> Validate();
}

/// <summary>What a command acts on, so that the pipeline can find the division and organisation it belongs to.</summary>
public interface IActsOn
{
    /// <summary>The thing whose place decides who may.</summary>
    Subject Subject { get; }
}

/// <summary>A thing in the network: a division by code, or an organisation, program or project by id.</summary>
/// <param name="Kind"><c>division</c>, <c>organisation</c>, <c>program</c> or <c>project</c>.</param>
/// <param name="Key">Code or id as text.</param>
public sealed record Subject(string Kind, string Key)
{
    /// <summary>Acts in a division.</summary>
    public static Subject Of(DivisionCode division) => new("division", division.Value);

    /// <summary>Acts on an organisation.</summary>
    public static Subject Organisation(Guid id) => new("organisation", id.ToString());

    /// <summary>Acts on a program.</summary>
    public static Subject Program(Guid id) => new("program", id.ToString());

    /// <summary>Acts on a crowdfunded project.</summary>
    public static Subject Project(Guid id) => new("project", id.ToString());
}

/// <summary>Where a subject stands: its division, and the organisation that answers for it (none for a division itself).</summary>
/// <param name="HelperId">Another organisation whose people take the step, too; null: none.</param>
public sealed record Place(DivisionCode Division, Guid? OrganisationId, Guid? HelperId = null);

/// <summary>Finds the place of one kind of subject. Each capability brings its own.</summary>
public interface ILocator
{
    /// <summary>The kind of <see cref="Subject"/> it knows.</summary>
    string Kind { get; }

    /// <summary>The place, or null when there is no such thing.</summary>
    ValueTask<Place?> Locate(string key, CancellationToken ct);
}

/// <summary>Under what a command runs: set by the pipeline, read when facts are appended.</summary>
public sealed class CommandContext
{
    /// <summary>Who sends.</summary>
    public Caller Caller { get; set; } = Caller.Public;

    /// <summary>Goes with every fact of the command.</summary>
    public EventMetadata Metadata { get; set; } = EventMetadata.None;

    /// <summary>Tells a repeat from another command under the same id.</summary>
    public string? CommandHash => Metadata.CommandHash;
}

/// <summary>Who sends a command or reads a page, and what that person has been appointed to.</summary>
/// <param name="AccountId">The account; null for the public and the system.</param>
/// <param name="Kind">Visitor, signed-in account, or the system itself.</param>
/// <param name="Appointments">Every role held, each at one organisation.</param>
public sealed record Caller(Guid? AccountId, CallerKind Kind, ImmutableArray<Appointment> Appointments)
{
    /// <summary>A visitor without an account.</summary>
    public static Caller Public { get; } = new(null, CallerKind.Public, []);

    /// <summary>The platform acting on its own: reactions, clocks, seeds.</summary>
    public static Caller System { get; } = new(null, CallerKind.System, []);

    /// <summary>May see console pages about a division: an appointment there or above reads everything below.</summary>
    public bool MayRead(DivisionCode division) => Appointments.Any(a => a.Role == Role.Administrator || a.Division.Contains(division));

    /// <summary>Holds one of the roles for a place: at that very organisation, or at one whose division contains it.</summary>
    public bool Holds(IEnumerable<Role> roles, Place place) => Appointments.Any(a => roles.Contains(a.Role) && a.Covers(place));
}

/// <summary>What kind of sender a caller is.</summary>
public enum CallerKind
{
    /// <summary>Nobody signed in.</summary>
    Public,

    /// <summary>A signed-in account.</summary>
    Account,

    /// <summary>The platform itself.</summary>
    System,
}
