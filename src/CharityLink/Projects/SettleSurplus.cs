using CharityLink.Kernel;
using CharityLink.Law;
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
/// <param name="IsOver">A project that spends nothing any more, or never will.</param>
public sealed record SurplusTarget(Guid FundId, Guid? OrganiserId, string Kind, bool IsProgram, bool IsOver = false)
{
    /// <summary>The states in which a project still has something to spend a surplus on.</summary>
    public static IReadOnlyList<ProjectState> Taking { get; } = [ProjectState.Approved, ProjectState.Filed, ProjectState.Live, ProjectState.Ended];
}

public sealed partial record Project
{
    /// <summary>To another fund, where the law allows it (CN-USE-04). Then the project closes.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, SettleSurplus command, SurplusTarget? target, DateOnly today, Caller caller)
    {
        var settled = new SurplusSettled(command.ProjectId, command.Amount, target?.FundId, command.Reason.Trim(), caller.AccountId);
        return project switch
        {
            null => new Refusal("project_unknown"),
            { LastAct: SurplusSettled done } when done with { By = settled.By } == settled => [],
            { State: not ProjectState.Reported } => project.State.Instead(),
            { Raised: { } raised } when command.Amount > raised => new Refusal("surplus_above_raised", "amount"),
            _ when command.Amount.Minor == 0 && target is not null => new Refusal("surplus_target_without_surplus", "target"),
            _ when command.Amount.Minor == 0 => [settled, new ProjectClosed(project.Id)],
            _ when target is null => new Refusal("surplus_target_missing", "target"),
            _ when target.IsOver => new Refusal("surplus_target_over", "target"),
            _ when target.FundId == project.FundId => new Refusal("surplus_same_fund", "target"),
            _ when project.Against(target, today) is { } reason => reason,
            _ => [settled, new ProjectClosed(project.Id)],
        };
    }

    /// <summary>What the law has against giving what is left to a fund, by this project's law of the day; null: nothing.</summary>
    public Refusal? Against(SurplusTarget target, DateOnly today)
    {
        // The fact itself stands on the project's page with its reason: that is its publication.
        var facts = new SurplusFacts(OrganiserId.GetValueOrDefault(), target.OrganiserId ?? Guid.Empty, Plan.Surplus.Use, PurposeOf(target), IsPublished: true);
        return MoneyLaw.Surplus(facts, Book(today)).Findings switch
        {
            [] => null,
            // The same rule, told where it is another's fund.
            _ when target.OrganiserId != OrganiserId => new Refusal("surplus_target_not_organisers", "target"),
            [var found, ..] => found.Refusal with { Field = "target" },
        };
    }

    // How the fund's cause stands to this project's, by the list of kinds.
    private string PurposeOf(SurplusTarget target)
    {
        var kinds = ProjectKinds.All.Where(kind => target.IsProgram ? kind.Programs.Contains(target.Kind, StringComparer.Ordinal) : kind.Code == target.Kind).ToList();
        return kinds.Exists(kind => kind.Code == Proposal.Kind) ? "same" : kinds.Exists(kind => kind.IsCloseTo(Proposal.Kind)) ? "similar" : "other";
    }
}

internal sealed class SettleSurplusHandler(Aggregates aggregates, Neighbours neighbours, CommandContext context, TimeProvider time) : IRequestHandler<SettleSurplus, Outcome>
{
    public async Task<Outcome> Handle(SettleSurplus command, CancellationToken ct)
    {
        var target = await Target(command, ct);
        return await aggregates.Change<Project, IProjectEvent>(command.ProjectId, project => Project.Decide(project, command, target, WorkingDays.China.DayOf(time.GetUtcNow()), context.Caller), ct);
    }

    private async Task<SurplusTarget?> Target(SettleSurplus command, CancellationToken ct) => command switch
    {
        { ProgramId: { } id } => await neighbours.Program(id, ct) is { } program ? new(program.FundId, program.OwnerId, program.Kind, true) : null,
        { OtherProjectId: { } id } => (await aggregates.Load<Project, IProjectEvent>(id, ct)).State is { } other
            ? new(other.FundId, other.OrganiserId, other.Proposal.Kind, false, !SurplusTarget.Taking.Contains(other.State)) : null,
        _ => null,
    };
}
