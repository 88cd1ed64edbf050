using CharityLink.Evidence;
using CharityLink.Kernel;
using CharityLink.Law;
using MediatR;

namespace CharityLink.Projects;

/// <summary>Shows that a step was done.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer, Role.TownWorker, Role.VillageWorker)]
public sealed record SubmitProof(Guid CommandId, Guid ProjectId, Guid MilestoneId, Guid ProofId, string Text, IReadOnlyList<EvidenceFile> Files) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => ProjectWorkLocator.Work(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[]
    {
        PlainText.Check(Text, "text", PlainText.NoteMax, lines: true), Files.Count == 0 ? new Refusal("proof_without_files", "files") : null,
    }.OfType<Refusal>();
}

/// <summary>Accepts a proof, or sends it back with a reason.</summary>
/// <param name="Reason">Null accepts it.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record JudgeProof(Guid CommandId, Guid ProjectId, Guid MilestoneId, Guid ProofId, string? Reason) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => Reason is null ? [] : new[] { PlainText.Check(Reason, "reason", PlainText.NoteMax, lines: true) }.OfType<Refusal>();
}

public sealed partial record ProjectDelivery
{
    /// <summary>For a step whose money was let go, until its proof is accepted.</summary>
    public static Decision<IDeliveryEvent> Decide(ProjectDelivery? delivery, SubmitProof command, Caller caller) => delivery?.Find(command.MilestoneId) switch
    {
        null => new Refusal("milestone_unknown"),
        { Proof: { } before } when before.ProofId == command.ProofId =>
            before.Text == command.Text.Trim() && before.Files.SequenceEqual(command.Files) ? [] : new Refusal("proof_id_reused"),
        { Release: null } => new Refusal("tranche_not_released"),
        { Accepted: not null } => new Refusal("milestone_proven_already"),
        { IsProofWaiting: true } => new Refusal("proof_waits_already"),
        _ => [new ProofSubmitted(delivery.ProjectId, command.MilestoneId, command.ProofId, command.Text.Trim(), command.Files, caller.AccountId)],
    };

    /// <summary>Another person judges than handed it in, nobody related.</summary>
    public static Decision<IDeliveryEvent> Decide(ProjectDelivery? delivery, Project? project, JudgeProof command, DateOnly today, Caller caller) => delivery?.Find(command.MilestoneId) switch
    {
        null => new Refusal("milestone_unknown"),
        { Accepted: { } accepted } when accepted.ProofId == command.ProofId => command.Reason is null ? [] : new Refusal("milestone_proven_already"),
        { Returned: { } returned } when returned.ProofId == command.ProofId && returned.Reason == command.Reason?.Trim() => [],
        { IsProofWaiting: false } => new Refusal("proof_unknown"),
        { Proof: { } proof } when proof.ProofId != command.ProofId => new Refusal("proof_unknown"),
        _ when project is null => new Refusal("project_unknown"),
        { Proof: { } proof } when Objection(project, proof.By, caller, today) is { } objection => objection,
        var step => command.Reason is { } reason
            ? [new ProofReturned(project.Id, command.MilestoneId, command.ProofId, reason.Trim(), caller.AccountId)]
            : [new ProofAccepted(project.Id, command.MilestoneId, command.ProofId, step.Proof!.Files, caller.AccountId)], // It waits: see above.
    };
}

internal sealed class ProofHandler(Aggregates aggregates, CommandContext context, TimeProvider time) : IRequestHandler<SubmitProof, Outcome>, IRequestHandler<JudgeProof, Outcome>
{
    public Task<Outcome> Handle(SubmitProof command, CancellationToken ct) => aggregates.Change<ProjectDelivery, IDeliveryEvent>(
        ProjectDelivery.IdOf(command.ProjectId), delivery => ProjectDelivery.Decide(delivery, command, context.Caller), ct);

    public async Task<Outcome> Handle(JudgeProof command, CancellationToken ct)
    {
        var (project, _, _) = await aggregates.Load<Project, IProjectEvent>(command.ProjectId, ct);
        return await aggregates.Change<ProjectDelivery, IDeliveryEvent>(
            ProjectDelivery.IdOf(command.ProjectId), delivery => ProjectDelivery.Decide(delivery, project, command, WorkingDays.China.DayOf(time.GetUtcNow()), context.Caller), ct);
    }
}
