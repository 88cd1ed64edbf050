using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Projects;

/// <summary>Says where what was left over goes, and closes the project (CN-USE-04).</summary>
/// <param name="Amount">The surplus; zero where nothing was left.</param>
/// <param name="ProgramId">Standing program of the organiser whose fund takes it, or null.</param>
/// <param name="OtherProjectId">Project of the organiser whose fund takes it, or null.</param>
/// <param name="Reason">Why it goes there; published.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record SettleSurplus(Guid CommandId, Guid ProjectId, Money Amount, Guid? ProgramId, Guid? OtherProjectId, string Reason) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[]
    {
        PlainText.Check(Reason, "reason", PlainText.NoteMax, lines: true),
        Amount.Currency != Currency.Cny ? new Refusal("budget_currency_not_taken", "amount") : Amount.Minor < 0 ? new Refusal("budget_amount_out_of_range", "amount") : null,
        ProgramId is not null && OtherProjectId is not null ? new Refusal("surplus_one_target", "target") : null,
    }.OfType<Refusal>();
}

/// <summary>A fund that could take a surplus, with whose it is and what it is for.</summary>
/// <param name="OrganiserId">Who holds it; null for a project nobody organises yet.</param>
/// <param name="Kind">Of program or project.</param>
public sealed record SurplusTarget(Guid FundId, Guid? OrganiserId, string Kind, bool IsProgram);

public sealed partial record Project
{
    /// <summary>To a fund of the same organiser for the same or a similar cause; where the plan promised the same, to the same. Then the project closes.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, SettleSurplus command, SurplusTarget? target, Caller caller)
    {
        var settled = new SurplusSettled(command.ProjectId, command.Amount, target?.FundId, command.Reason.Trim(), caller.AccountId);
        return project switch
        {
            null => new Refusal("project_unknown"),
            { LastAct: SurplusSettled done } when done with { By = settled.By } == settled => [],
            { State: not ProjectState.Reported } => project.State.Instead(),
            { End: { } end } when command.Amount > end.Raised => new Refusal("surplus_above_raised", "amount"),
            _ when command.Amount.Minor == 0 && target is not null => new Refusal("surplus_target_without_surplus", "target"),
            _ when command.Amount.Minor == 0 => [settled, new ProjectClosed(project.Id)],
            _ when target is null => new Refusal("surplus_target_missing", "target"),
            _ when target.OrganiserId != project.OrganiserId => new Refusal("surplus_target_not_organisers", "target"),
            _ when target.FundId == project.FundId || !project.MayTake(target) => new Refusal("surplus_misused", "target"),
            _ => [settled, new ProjectClosed(project.Id)],
        };
    }

    // The kind itself, and where the plan promised no more than a similar cause, those that are close to it.
    private bool MayTake(SurplusTarget target) => ProjectKinds.All
        .Where(kind => kind.Code == Proposal.Kind || (Plan.Surplus.Use != "same" && kind.IsCloseTo(Proposal.Kind)))
        .Any(kind => target.IsProgram ? kind.Programs.Contains(target.Kind, StringComparer.Ordinal) : kind.Code == target.Kind);
}

internal sealed class SettleSurplusHandler(Aggregates aggregates, Neighbours neighbours, CommandContext context) : IRequestHandler<SettleSurplus, Outcome>
{
    public async Task<Outcome> Handle(SettleSurplus command, CancellationToken ct)
    {
        var target = await Target(command, ct);
        return await aggregates.Change<Project, IProjectEvent>(command.ProjectId, project => Project.Decide(project, command, target, context.Caller), ct);
    }

    private async Task<SurplusTarget?> Target(SettleSurplus command, CancellationToken ct) => command switch
    {
        { ProgramId: { } id } => await neighbours.Program(id, ct) is { } program ? new(program.FundId, program.OwnerId, program.Kind, true) : null,
        { OtherProjectId: { } id } => (await aggregates.Load<Project, IProjectEvent>(id, ct)).State is { } other
            ? new(other.FundId, other.State.IsFinal() ? null : other.OrganiserId, other.Proposal.Kind, false) : null,
        _ => null,
    };
}
