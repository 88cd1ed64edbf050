using CharityLink.Kernel;
using CharityLink.Law;
using MediatR;

namespace CharityLink.Projects;

/// <summary>The town finds the plan sound.</summary>
[Allow(Role.TownWorker)]
public sealed record ReviewProject(Guid CommandId, Guid ProjectId, string Findings) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Findings, "findings", PlainText.NoteMax, lines: true) }.OfType<Refusal>();
}

public sealed partial record Project
{
    /// <summary>After the village, before the county.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, ReviewProject command, Caller caller, DateOnly today) => Step(
        project, ProjectState.Verified, caller, today,
        last => last is ProjectReviewed done && done.Findings == command.Findings.Trim(),
        one => new ProjectReviewed(one.Id, caller.AccountId, command.Findings.Trim()));
}

internal sealed class ReviewProjectHandler(Aggregates aggregates, CommandContext context, TimeProvider time) : IRequestHandler<ReviewProject, Outcome>
{
    public Task<Outcome> Handle(ReviewProject command, CancellationToken ct) =>
        aggregates.Change<Project, IProjectEvent>(command.ProjectId, project => Project.Decide(project, command, context.Caller, WorkingDays.China.DayOf(time.GetUtcNow())), ct);
}
