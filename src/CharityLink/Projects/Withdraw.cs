using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Projects;

/// <summary>Takes the project back before it opens.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer, Role.TownWorker, Role.VillageWorker)]
public sealed record WithdrawProject(Guid CommandId, Guid ProjectId, string Reason) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => ProposalLocator.Proposal(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Reason, "reason", PlainText.NoteMax, lines: true) }.OfType<Refusal>();
}

public sealed partial record Project
{
    /// <summary>By its proposer, or by the organiser that took it on: those who only review it send it back or refuse it.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, WithdrawProject command, Caller caller) => project switch
    {
        null => new Refusal("project_unknown"),
        { LastAct: ProjectWithdrawn done } when done.Reason == command.Reason.Trim() => [],
        _ when project.State > ProjectState.Filed => project.State.Instead(),
        _ when !project.IsHeldBy(caller) => new Refusal("withdraw_not_yours"),
        _ => [new ProjectWithdrawn(project.Id, caller.AccountId, command.Reason.Trim())],
    };

    /// <summary>The caller works for the proposer or the organiser.</summary>
    public bool IsHeldBy(Caller caller) => caller.Kind == CallerKind.System
        || caller.Appointments.Any(held => held.Role != Role.Auditor && (held.OrganisationId == ProposerId || held.OrganisationId == OrganiserId));
}

internal sealed class WithdrawProjectHandler(Aggregates aggregates, CommandContext context) : IRequestHandler<WithdrawProject, Outcome>
{
    public Task<Outcome> Handle(WithdrawProject command, CancellationToken ct) =>
        aggregates.Change<Project, IProjectEvent>(command.ProjectId, project => Project.Decide(project, command, context.Caller), ct);
}
