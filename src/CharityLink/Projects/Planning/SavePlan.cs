using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Projects;

/// <summary>Keeps what is written of the plan so far. Nothing has to be complete until it is filed.</summary>
/// <param name="Section">Only this part of <paramref name="Plan"/> is taken, see <see cref="PlanSections"/>; null: all of it.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record SavePlan(Guid CommandId, Guid ProjectId, FundraisingPlan Plan, string? Section = null) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() =>
        Section is not null && !PlanSections.All.Contains(Section, StringComparer.Ordinal) ? [new Refusal("plan_section_unknown")] : PlanSections.Check(Plan);
}

/// <content>Writing the plan.</content>
public sealed partial record Project
{
    /// <summary>Before it is filed, and again while the authority waits for gaps to be mended; after that it is changed by amendment.</summary>
    public bool PlanIsOpen => (State is ProjectState.Approved or ProjectState.Live && Filing.FiledOn is null) || Filing.HasOpenGaps;

    /// <summary>Saving what is there already changes nothing.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, SavePlan command, bool areaIsKnown, Guid? sender)
    {
        if (project is null)
        {
            return new Refusal("project_unknown");
        }

        var plan = project.Plan.With(command.Section, command.Plan);
        return PlanSections.Same(plan, project.Plan) ? []
            : !project.PlanIsOpen ? new Refusal("plan_not_open")
            : !areaIsKnown ? new Refusal("division_unknown", "area")
            // It takes gifts in this time already.
            : project.State == ProjectState.Live && (plan.OpensOn, plan.ClosesOn, plan.Emergency) != (project.Plan.OpensOn, project.Plan.ClosesOn, project.Plan.Emergency) ? new Refusal("dates_fixed", "closes_on")
            : project.AgainstPercent(plan) is { } percent ? percent
            : [new PlanSaved(project.Id, plan, sender)];
    }
}

internal sealed class SavePlanHandler(Aggregates aggregates, Network.Divisions divisions, CommandContext context) : IRequestHandler<SavePlan, Outcome>
{
    public Task<Outcome> Handle(SavePlan command, CancellationToken ct)
    {
        var areaIsKnown = command.Plan.Area is not { } area || divisions.Find(area) is not null;
        return aggregates.Change<Project, IProjectEvent>(
            command.ProjectId, project => Project.Decide(project, command, areaIsKnown, context.Caller.AccountId), ct);
    }
}
