using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Law;
using MediatR;

namespace CharityLink.Projects;

/// <summary>Asks that a project is called off and every gift goes back, for a lawful cause (CN-DON-20); another person decides.</summary>
/// <param name="Cause">One of <see cref="CallOff.Causes"/>.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record AskCallOff(Guid CommandId, Guid ProjectId, string Cause, string Reason) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[]
    {
        CallOff.Causes.Contains(Cause, StringComparer.Ordinal) ? null : new Refusal("refund_not_allowed", "cause"),
        PlainText.Check(Reason, "reason", PlainText.NoteMax, lines: true),
    }.OfType<Refusal>();
}

/// <summary>Agrees: the project ends here, and all that is left of its gifts goes back.</summary>
/// <param name="At">When it is decided; null for now.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record AgreeCallOff(Guid CommandId, Guid ProjectId, DateTimeOffset? At = null) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);
}

/// <summary>Does not agree, with a reason: the project goes on.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record DeclineCallOff(Guid CommandId, Guid ProjectId, string Reason) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Reason, "reason", PlainText.NoteMax, lines: true) }.OfType<Refusal>();
}

/// <summary>When a project may be called off.</summary>
public static class CallOff
{
    /// <summary>Causes of a refund that concern a project as a whole and not one giver.</summary>
    public static IReadOnlyList<string> Causes { get; } = ["unlawful_campaign", "qualification_missing"];
}

public sealed partial record Project
{
    /// <summary>As long as there are gifts and none of the money has been let go; asking the same twice asks once.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, ProjectDelivery? delivery, AskCallOff command, Caller caller) => project switch
    {
        null => new Refusal("project_unknown"),
        { CallOffAsked: { } asked } => (asked.Cause, asked.Reason) == (command.Cause, command.Reason.Trim()) ? [] : new Refusal("call_off_pending"),
        _ when project.NotCalledOff(delivery) is { } refusal => refusal,
        _ => [new CallOffAsked(project.Id, command.Cause, command.Reason.Trim(), caller.AccountId)],
    };

    /// <summary>By somebody else than who asked; once. What still takes gifts ends with it.</summary>
    /// <param name="raised">Null when the counters have not caught up with the log.</param>
    public static Decision<IProjectEvent> Decide(Project? project, ProjectDelivery? delivery, AgreeCallOff command, Money? raised, long countedUpTo, DateTimeOffset now, Caller caller) => project switch
    {
        null => new Refusal("project_unknown"),
        { CalledOff: not null } => [],
        { CallOffAsked: null } => new Refusal("call_off_not_asked"),
        _ when ProjectDelivery.Objection(project, project.CallOffAsked.By, caller, WorkingDays.China.DayOf(now)) is { } objection => objection,
        _ when project.NotCalledOff(delivery) is { } refusal => refusal,
        { State: ProjectState.Live } when raised is null => new Refusal("totals_behind"),
        { CallOffAsked: { } asked } =>
        [
            .. project.State == ProjectState.Live
                ? [new ProjectEnded(project.Id, now, raised.GetValueOrDefault(), countedUpTo, false, "called_off", asked.Reason, caller.AccountId)] : Array.Empty<IProjectEvent>(),
            new ProjectCalledOff(project.Id, now, asked.Cause, asked.Reason, asked.By, caller.AccountId),
        ],
    };

    /// <summary>By somebody else than who asked; declining twice declines once.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, DeclineCallOff command, DateTimeOffset now, Caller caller) => project switch
    {
        null => new Refusal("project_unknown"),
        { LastAct: CallOffDeclined declined } when declined.Reason == command.Reason.Trim() => [],
        { CallOffAsked: null } => new Refusal("call_off_not_asked"),
        _ when ProjectDelivery.Objection(project, project.CallOffAsked.By, caller, WorkingDays.China.DayOf(now)) is { } objection => objection,
        _ => [new CallOffDeclined(project.Id, command.Reason.Trim(), caller.AccountId)],
    };

    /// <summary>Gifts are taken or were, and whether the project goes ahead hangs on no promise that is being collected.</summary>
    public bool MayBeCalledOff => State is ProjectState.Live or ProjectState.Ended && !(End is { PledgedByCard: not null } && Collection is null);

    private Refusal? NotCalledOff(ProjectDelivery? delivery) => this switch
    {
        { State: not (ProjectState.Live or ProjectState.Ended) } => State.Instead(),
        { MayBeCalledOff: false } => new Refusal("call_off_while_collecting"),
        _ when delivery is { Released.Minor: > 0 } or { Spent.Minor: > 0 } => new Refusal("call_off_money_released"),
        _ => null,
    };
}

internal sealed class CallOffHandler(Aggregates aggregates, CountedTotals totals, CommandContext context, TimeProvider time)
    : IRequestHandler<AskCallOff, Outcome>, IRequestHandler<AgreeCallOff, Outcome>, IRequestHandler<DeclineCallOff, Outcome>
{
    public Task<Outcome> Handle(AskCallOff command, CancellationToken ct) =>
        Beside(command.ProjectId, (project, delivery) => Project.Decide(project, delivery, command, context.Caller), ct);

    public async Task<Outcome> Handle(AgreeCallOff command, CancellationToken ct)
    {
        var counted = await totals.Of(GiftTotals.Project, [command.ProjectId], ct);
        Money? raised = counted is null ? null : Money.Cny(counted.RaisedMinor[command.ProjectId]);
        return await Beside(command.ProjectId, (project, delivery) => Project.Decide(
            project, delivery, command, raised, counted?.CountedUpTo ?? 0, command.At ?? time.GetUtcNow(), context.Caller), ct);
    }

    public Task<Outcome> Handle(DeclineCallOff command, CancellationToken ct) =>
        aggregates.Change<Project, IProjectEvent>(command.ProjectId, project => Project.Decide(project, command, time.GetUtcNow(), context.Caller), ct);

    // The work is held where it stands: no money is let go beside the word that all of it goes back.
    private async Task<Outcome> Beside(Guid id, Func<Project?, ProjectDelivery?, Decision<IProjectEvent>> decide, CancellationToken ct)
    {
        var work = ProjectDelivery.IdOf(id);
        var (delivery, seen, _) = await aggregates.Load<ProjectDelivery, IDeliveryEvent>(work, ct);
        var (project, version, position) = await aggregates.Load<Project, IProjectEvent>(id, ct);
        return await aggregates.Carry<Project, IProjectEvent>(id, version, position, decide(project, delivery), Aggregates.Held(work, "project_delivery", seen), ct);
    }
}
