using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Projects;

/// <summary>Begins a proposal for an organisation: a village's or town's station, a charity, a federation.</summary>
/// <param name="FundId">The earmarked fund that gifts to it will go to.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer, Role.TownWorker, Role.VillageWorker)]
public sealed record DraftProject(Guid CommandId, Guid ProjectId, Guid ProposerId, Guid FundId, Proposal Proposal, Funding Funding, bool IsInvented = false)
    : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Organisation(ProposerId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => ProposalChecks.Shape(Proposal, Funding);
}

/// <summary>Rewrites a draft, or a proposal that was sent back.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer, Role.TownWorker, Role.VillageWorker)]
public sealed record ChangeProposal(Guid CommandId, Guid ProjectId, Proposal Proposal, Funding Funding) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => ProposalLocator.Proposal(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => ProposalChecks.Shape(Proposal, Funding);
}

/// <summary>Hands the proposal in. From here its words and sums stand until it is sent back.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer, Role.TownWorker, Role.VillageWorker)]
public sealed record SubmitProposal(Guid CommandId, Guid ProjectId) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => ProposalLocator.Proposal(ProjectId);
}

public sealed partial record Project
{
    /// <summary>A draft may be incomplete; its place, kind, program and proposer may not be wrong.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, DraftProject command, Around around, Caller caller)
    {
        var (proposal, funding) = (command.Proposal.Tidy(), command.Funding.Tidy());
        if (project is not null)
        {
            return (project.ProposerId, project.FundId, project.IsInvented) == (command.ProposerId, command.FundId, command.IsInvented)
                && project.Proposal == proposal && project.Funding == funding ? [] : new Refusal("project_id_reused");
        }

        return Misplaced(proposal, around).ToList() is { Count: > 0 } reasons
            ? Decision.Refused<IProjectEvent>(reasons)
            : [new ProjectDrafted(command.ProjectId, command.ProposerId, caller.AccountId, command.FundId, proposal, funding, command.IsInvented)];
    }

    /// <summary>Rewritten only while nobody reviews it.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, ChangeProposal command, Around around, Caller caller)
    {
        var (proposal, funding) = (command.Proposal.Tidy(), command.Funding.Tidy());
        return project switch
        {
            null => new Refusal("project_unknown"),
            { State: not ProjectState.Draft } => project.State.Instead(),
            _ when project.Proposal == proposal && project.Funding == funding => [],
            _ when Misplaced(proposal, around).ToList() is { Count: > 0 } reasons => Decision.Refused<IProjectEvent>(reasons),
            _ => [new ProposalChanged(project.Id, proposal, funding, caller.AccountId)],
        };
    }

    /// <summary>Complete in both languages, its sums adding up; all that is missing is told at once.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, SubmitProposal _, Around around, Caller caller) => project switch
    {
        null => new Refusal("project_unknown"),
        { LastAct: ProposalSubmitted } when project.State == FirstReview(project.Proposal.Division.Level) => [],
        { State: not ProjectState.Draft } => project.State.Instead(),
        _ when Misplaced(project.Proposal, around).Concat(ProposalChecks.Missing(project.Proposal, project.Funding)).ToList() is { Count: > 0 } reasons =>
            Decision.Refused<IProjectEvent>(reasons),
        _ => [new ProposalSubmitted(project.Id, caller.AccountId)],
    };

    private static IEnumerable<Refusal> Misplaced(Proposal proposal, Around around)
    {
        if (ProjectKinds.Find(proposal.Kind) is null)
        {
            yield return new Refusal("project_kind_unknown", "kind");
        }

        if (around.Proposer is null)
        {
            yield return new Refusal("proposer_unknown", "proposer");
        }
        else if (around.Proposer.IsSuspended)
        {
            yield return new Refusal("proposer_suspended", "proposer");
        }

        if (around.Division is null)
        {
            yield return new Refusal("division_unknown", "division");
        }
        else if (around.Division.IsStatisticalArea)
        {
            yield return new Refusal("division_statistical", "division");
        }
        else if (around.Proposer is not null && !around.Proposer.Division.Contains(proposal.Division))
        {
            yield return new Refusal("division_outside_proposer", "division");
        }

        if (proposal.ProgramId is null)
        {
            yield break;
        }

        if (around.Program is null)
        {
            yield return new Refusal("program_unknown", "program");
        }
        else if (around.Program.IsSuspended)
        {
            yield return new Refusal("program_suspended", "program");
        }
        else if (!around.Program.Division.Contains(proposal.Division))
        {
            yield return new Refusal("project_outside_program", "program");
        }
    }
}

internal sealed class ProposalHandler(Aggregates aggregates, Neighbours neighbours, CommandContext context)
    : IRequestHandler<DraftProject, Outcome>, IRequestHandler<ChangeProposal, Outcome>, IRequestHandler<SubmitProposal, Outcome>
{
    public async Task<Outcome> Handle(DraftProject command, CancellationToken ct)
    {
        var around = await neighbours.Of(command.ProposerId, command.Proposal, ct);
        return await aggregates.Create<Project, IProjectEvent>(command.ProjectId, project => Project.Decide(project, command, around, context.Caller), ct);
    }

    public async Task<Outcome> Handle(ChangeProposal command, CancellationToken ct)
    {
        var around = await Around(command.ProjectId, command.Proposal, ct);
        return await aggregates.Change<Project, IProjectEvent>(command.ProjectId, project => Project.Decide(project, command, around, context.Caller), ct);
    }

    public async Task<Outcome> Handle(SubmitProposal command, CancellationToken ct)
    {
        var around = await Around(command.ProjectId, null, ct);
        return await aggregates.Change<Project, IProjectEvent>(command.ProjectId, project => Project.Decide(project, command, around, context.Caller), ct);
    }

    // Without a project there is nothing around it, and the rule says that it is unknown.
    private async Task<Around> Around(Guid projectId, Proposal? proposal, CancellationToken ct) =>
        (await aggregates.Load<Project, IProjectEvent>(projectId, ct)).State is { } project
            ? await neighbours.Of(project.ProposerId, proposal ?? project.Proposal, ct) : new(null, null, null);
}
