using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Network;
using CharityLink.People;
using CharityLink.Projects;
using CharityLink.Web.Site;
using Microsoft.AspNetCore.Components;

namespace CharityLink.Web.Projects.Planning;

/// <summary>What every step of the plan's wizard is given.</summary>
/// <param name="Organiser">Whose plan it is.</param>
/// <param name="Names">Who the people are, for those who may know.</param>
/// <param name="Areas">Where money may be raised, to choose from.</param>
/// <param name="Files">The papers of the step.</param>
/// <param name="Typed">What came back with a refused form.</param>
public sealed record PlanView(
    PlanStanding Standing, OrganisationRow Organiser, OrganisationCredentials Credentials, IReadOnlyDictionary<PersonId, PersonFields> Names, IReadOnlyList<Division> Areas,
    DesignatedPlatforms Platforms, string Step, bool MayAct, Typed Typed, IReadOnlyList<Refusal> Refusals, PlanFiles Files)
{
    /// <summary>The project.</summary>
    public Project Project => Standing.Project;

    /// <summary>Its plan as it is kept.</summary>
    public FundraisingPlan Plan => Project.Plan;

    /// <summary>Filed: what is saved from here on is a change the authority is told of.</summary>
    public bool IsAmending => Project.Filing.FiledOn is not null && !Project.PlanIsOpen;

    /// <summary>Whether the form of a step may be sent now.</summary>
    public bool MaySave => MayAct && (Project.PlanIsOpen || (IsAmending && Project.State is ProjectState.Filed or ProjectState.Live));

    /// <summary>What stands in a field: what was typed when the form came back, else what is kept.</summary>
    public string Shown(string field, string? known) => Typed.Shown(Step, field, known);

    /// <summary>A box is ticked.</summary>
    public bool Ticked(string field, bool known) => Typed.Act == Step ? Typed.Ticked(field) : known;

    /// <summary>What was wrong with the form of an act of this page.</summary>
    public IReadOnlyList<Refusal> Of(string act) => Typed.Act == act ? Refusals : [];

    /// <summary>What still stands in the way of filing or opening at one step.</summary>
    public IReadOnlyList<Finding> At(string step) => [.. Standing.AgainstOpening.Where(finding => PlanSteps.Of(finding) == step)];

    /// <summary>The address of a step.</summary>
    public string Path(string step) => $"/console/projects/{Project.Id}/plan/{step}";
}

/// <summary>A step of the wizard.</summary>
public abstract class PlanStep : SiteComponent
{
    /// <summary>What it shows.</summary>
    [Parameter, EditorRequired]
    public PlanView View { get; set; } = null!; // Always given.

    /// <summary>A day as date fields want it.</summary>
    protected static string? Machine(DateOnly? day) => day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
