using CharityLink.Kernel;
using CharityLink.Law;
using MediatR;

namespace CharityLink.Projects;

/// <summary>Gives the proposal back to its proposer, who may mend it and submit it again.</summary>
[Allow(Role.VillageWorker, Role.TownWorker, Role.FederationOfficer)]
public sealed record SendBackProposal(Guid CommandId, Guid ProjectId, string Reason) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Reason, "reason", PlainText.NoteMax, lines: true) }.OfType<Refusal>();
}

/// <summary>Says no for good.</summary>
[Allow(Role.VillageWorker, Role.TownWorker, Role.FederationOfficer)]
public sealed record RejectProject(Guid CommandId, Guid ProjectId, string Reason) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Reason, "reason", PlainText.NoteMax, lines: true) }.OfType<Refusal>();
}

public sealed partial record Project
{
    /// <summary>By whoever may take the step it waits for.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, SendBackProposal command, Caller caller, DateOnly today) => AtReview(
        project, caller, today,
        last => last is ProposalSentBack done && done.Reason == command.Reason.Trim(),
        one => new ProposalSentBack(one.Id, one.State, caller.AccountId, command.Reason.Trim()));

    /// <summary>By whoever may take the step it waits for.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, RejectProject command, Caller caller, DateOnly today) => AtReview(
        project, caller, today,
        last => last is ProjectRejected done && done.Reason == command.Reason.Trim(),
        one => new ProjectRejected(one.Id, caller.AccountId, command.Reason.Trim()));

    // Any state that waits for a decision will do; another one is named in the refusal.
    private static Decision<IProjectEvent> AtReview(Project? project, Caller caller, DateOnly today, Func<IProjectEvent, bool> isRepeat, Func<Project, IProjectEvent> take) =>
        Step(project, project is { } one && one.State.DecidedBy().Count > 0 ? one.State : ProjectState.Submitted, caller, today, isRepeat, take);
}

internal sealed class SendBackHandler(Aggregates aggregates, CommandContext context, TimeProvider time) : IRequestHandler<SendBackProposal, Outcome>, IRequestHandler<RejectProject, Outcome>
{
    public Task<Outcome> Handle(SendBackProposal command, CancellationToken ct) =>
        aggregates.Change<Project, IProjectEvent>(command.ProjectId, project => Project.Decide(project, command, context.Caller, WorkingDays.China.DayOf(time.GetUtcNow())), ct);

    public Task<Outcome> Handle(RejectProject command, CancellationToken ct) =>
        aggregates.Change<Project, IProjectEvent>(command.ProjectId, project => Project.Decide(project, command, context.Caller, WorkingDays.China.DayOf(time.GetUtcNow())), ct);
}
