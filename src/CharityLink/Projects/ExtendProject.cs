using CharityLink.Kernel;
using CharityLink.Law;
using MediatR;

namespace CharityLink.Projects;

/// <summary>Moves the deadline once, with a reason that givers read.</summary>
/// <param name="ClosesOn">The new last day, included, by the calendar of the project's place.</param>
/// <param name="At">When it is asked; null for now.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record ExtendProject(Guid CommandId, Guid ProjectId, DateOnly ClosesOn, string Reason, DateTimeOffset? At = null) : ICommand, IActsOn, IValidated
{
    /// <summary>How far from the first deadline the second may lie. The platform's own limit, no law's.</summary>
    public const int DaysMax = 366;

    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[]
    {
        PlainText.Check(Reason, "reason", PlainText.NoteMax, lines: true),
        ClosesOn == DateOnly.MaxValue ? new Refusal("deadline_too_far", "closes_on") : null,
    }.OfType<Refusal>();
}

public sealed partial record Project
{
    /// <summary>While gifts are still taken, to a later day, once.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, ExtendProject command, DateTimeOffset now, Caller caller)
    {
        var deadline = WorkingDays.China.EndOf(command.ClosesOn);
        return project switch
        {
            null => new Refusal("project_unknown"),
            { LastAct: ProjectExtended done } when (done.DeadlineAt, done.Reason) == (deadline, command.Reason.Trim()) => [],
            { State: not ProjectState.Live } => project.State.Instead(),
            { IsExtended: true } => new Refusal("project_extended_before"),
            _ when now >= project.Deadline => new Refusal("deadline_passed"),
            _ when deadline <= project.Deadline => new Refusal("deadline_not_later", "closes_on"),
            _ when deadline > project.Deadline.GetValueOrDefault().AddDays(ExtendProject.DaysMax) => new Refusal("deadline_too_far", "closes_on"),
            _ => [new ProjectExtended(project.Id, deadline, command.Reason.Trim(), caller.AccountId)],
        };
    }
}

internal sealed class ExtendProjectHandler(Aggregates aggregates, CommandContext context, TimeProvider time) : IRequestHandler<ExtendProject, Outcome>
{
    public Task<Outcome> Handle(ExtendProject command, CancellationToken ct) => aggregates.Change<Project, IProjectEvent>(
        command.ProjectId, project => Project.Decide(project, command, command.At ?? time.GetUtcNow(), context.Caller), ct);
}
