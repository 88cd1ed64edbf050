using CharityLink.Kernel;
using CharityLink.Law;
using MediatR;

namespace CharityLink.Projects;

/// <summary>Says that what was promised is done; the final report is due from here.</summary>
/// <param name="FinishedOn">By the calendar of the project's place.</param>
/// <param name="At">When it is said; null for now.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record CarryOutProject(Guid CommandId, Guid ProjectId, DateOnly FinishedOn, DateTimeOffset? At = null) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);
}

public sealed partial record Project
{
    /// <summary>After fundraising, on a day that has come and does not lie before the opening, once every step that there was money for is proven.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, ProjectDelivery? delivery, CarryOutProject command, DateTimeOffset now, Caller caller) => project switch
    {
        null => new Refusal("project_unknown"),
        { LastAct: ProjectCarriedOut done } when done.FinishedOn == command.FinishedOn => [],
        { State: not ProjectState.Ended } => project.State.Instead(),
        { IsCollecting: true } => new Refusal("project_is_collecting"),
        _ when command.FinishedOn > WorkingDays.China.DayOf(now) => new Refusal("date_in_future", "finished_on"),
        { OpenedAt: { } opened } when command.FinishedOn < WorkingDays.China.DayOf(opened) => new Refusal("finished_before_opening", "finished_on"),
        { Raised: { } raised } when delivery?.Owed(raised) is { Count: > 0 } owed => new Refusal(
            "milestones_not_proven", null, string.Join("、", owed.Select(step => step.Plan.NameZh)), string.Join("; ", owed.Select(step => step.Plan.NameEn))),
        _ => [new ProjectCarriedOut(project.Id, command.FinishedOn, caller.AccountId)],
    };
}

internal sealed class CarryOutHandler(Aggregates aggregates, CommandContext context, TimeProvider time) : IRequestHandler<CarryOutProject, Outcome>
{
    public async Task<Outcome> Handle(CarryOutProject command, CancellationToken ct)
    {
        var work = ProjectDelivery.IdOf(command.ProjectId);
        var (delivery, seen, _) = await aggregates.Load<ProjectDelivery, IDeliveryEvent>(work, ct);
        var (project, version, position) = await aggregates.Load<Project, IProjectEvent>(command.ProjectId, ct);
        var decision = Project.Decide(project, delivery, command, command.At ?? time.GetUtcNow(), context.Caller);
        // Held where it stands: no step is planned or let go beside the word that all is done.
        return await aggregates.Carry<Project, IProjectEvent>(command.ProjectId, version, position, decision, Aggregates.Held(work, "project_delivery", seen), ct);
    }
}
