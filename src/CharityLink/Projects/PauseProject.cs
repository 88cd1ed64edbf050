using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Projects;

/// <summary>Takes no gifts for the time being; the public page says why. The deadline stays where it is.</summary>
[Allow(Role.Administrator, Role.FederationOfficer, Role.CharityOfficer)]
public sealed record PauseProject(Guid CommandId, Guid ProjectId, string Reason) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Reason, "reason", PlainText.NoteMax, lines: true) }.OfType<Refusal>();
}

/// <summary>Takes gifts again. The federation may have had its reasons, so the charity itself cannot.</summary>
[Allow(Role.Administrator, Role.FederationOfficer)]
public sealed record ResumeProject(Guid CommandId, Guid ProjectId) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);
}

public sealed partial record Project
{
    /// <summary>Pausing twice pauses once.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, PauseProject command, Caller caller) => project switch
    {
        null => new Refusal("project_unknown"),
        { State: not ProjectState.Live } => project.State.Instead(),
        { IsPaused: true } => [],
        _ => [new ProjectPaused(project.Id, command.Reason.Trim(), caller.AccountId)],
    };

    /// <summary>Ends a pause; without one there is nothing to do.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, ResumeProject _, Caller caller) => project switch
    {
        null => new Refusal("project_unknown"),
        { State: not ProjectState.Live } => project.State.Instead(),
        { IsPaused: false } => [],
        _ => [new ProjectResumed(project.Id, caller.AccountId)],
    };
}

internal sealed class PauseProjectHandler(Aggregates aggregates, CommandContext context) : IRequestHandler<PauseProject, Outcome>, IRequestHandler<ResumeProject, Outcome>
{
    public Task<Outcome> Handle(PauseProject command, CancellationToken ct) =>
        aggregates.Change<Project, IProjectEvent>(command.ProjectId, project => Project.Decide(project, command, context.Caller), ct);

    public Task<Outcome> Handle(ResumeProject command, CancellationToken ct) =>
        aggregates.Change<Project, IProjectEvent>(command.ProjectId, project => Project.Decide(project, command, context.Caller), ct);
}
