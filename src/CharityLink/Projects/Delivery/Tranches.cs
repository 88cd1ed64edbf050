using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Law;
using MediatR;

namespace CharityLink.Projects;

/// <summary>Asks for the money of a step.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer, Role.TownWorker, Role.VillageWorker)]
public sealed record RequestTranche(Guid CommandId, Guid ProjectId, Guid MilestoneId, Guid RequestId, string Note) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => ProjectWorkLocator.Work(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Note, "note", PlainText.NoteMax, lines: true) }.OfType<Refusal>();
}

/// <summary>Lets it go, or says why not.</summary>
/// <param name="Reason">Null lets it go.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record DecideTranche(Guid CommandId, Guid ProjectId, Guid MilestoneId, Guid RequestId, string? Reason, DateTimeOffset? At = null)
    : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => Reason is null ? [] : new[] { PlainText.Check(Reason, "reason", PlainText.NoteMax, lines: true) }.OfType<Refusal>();
}

public sealed partial record ProjectDelivery
{
    /// <summary>PRJ-4: after fundraising (an emergency earlier), step by step, each once the one before it is proven.</summary>
    public static Decision<IDeliveryEvent> Decide(ProjectDelivery? delivery, Project? project, RequestTranche command, Caller caller) => delivery?.Find(command.MilestoneId) switch
    {
        null => new Refusal("milestone_unknown"),
        { Request: { } before } when before.RequestId == command.RequestId => before.Note == command.Note.Trim() ? [] : new Refusal("request_id_reused"),
        { Release: not null } => new Refusal("tranche_released_already"),
        { IsAsked: true } => new Refusal("tranche_asked_already"),
        _ when project is null => new Refusal("project_unknown"),
        { } when project.IsCollecting => new Refusal("project_is_collecting"),
        _ when !MaySpend(project) => project.State.Instead(),
        var step when delivery.Steps.IndexOf(step) is > 0 and var at && delivery.Steps[at - 1].Accepted is null => new Refusal("milestone_before_not_proven"),
        _ => [new TrancheRequested(project.Id, command.MilestoneId, command.RequestId, command.Note.Trim(), caller.AccountId)],
    };

    /// <summary>Another person decides than asked, nobody related, and never more goes out than came in.</summary>
    /// <param name="counted">What the totals show, for an emergency that still takes gifts; null when they have not caught up. Ended projects are judged by their own figure.</param>
    public static Decision<IDeliveryEvent> Decide(ProjectDelivery? delivery, Project? project, DecideTranche command, Money? counted, DateTimeOffset now, Caller caller) => delivery?.Find(command.MilestoneId) switch
    {
        null => new Refusal("milestone_unknown"),
        { Request: null } => new Refusal("tranche_not_asked"),
        { Request: { } request } when request.RequestId != command.RequestId => new Refusal("tranche_not_asked"),
        { Release: not null } => command.Reason is null ? [] : new Refusal("tranche_released_already"),
        { Declined: { } declined } => command.Reason?.Trim() == declined.Reason ? [] : new Refusal("tranche_not_asked"),
        _ when project is null => new Refusal("project_unknown"),
        { } when project.IsCollecting => new Refusal("project_is_collecting"),
        _ when !MaySpend(project) => project.State.Instead(),
        { Request: { } request } when Objection(project, request.By, caller, WorkingDays.China.DayOf(now)) is { } objection => objection,
        _ when command.Reason is { } reason => [new TrancheDeclined(project.Id, command.MilestoneId, command.RequestId, reason.Trim(), caller.AccountId)],
        _ when (project.Raised ?? counted) is null => new Refusal("totals_behind"),
        var step when (project.Raised ?? counted).GetValueOrDefault() is var raised && delivery.Released + delivery.Sum(step.Plan.Tranche.Select(part => part.Amount)) > raised =>
            new Refusal("not_enough_raised", null, Plain(raised.Minor), Plain(delivery.Released.Minor)),
        var step => [new TrancheReleased(
            project.Id, step.Plan.MilestoneId, command.RequestId, project.AnswersId, project.FundId, step.Plan.Tranche, WorkingDays.China.DayOf(now), (project.Raised ?? counted).GetValueOrDefault(), caller.AccountId)],
    };

    /// <summary>Money is used after fundraising; in an emergency the government declared, as soon as it comes in (decision 0013).</summary>
    public static bool MaySpend(Project project) =>
        project.State is ProjectState.Ended || project is { State: ProjectState.Live, Plan.Emergency: not null, Funding.Model: FundingModel.KeepWhatIsRaised };
}

internal sealed class TrancheHandler(Aggregates aggregates, CountedTotals totals, CommandContext context, TimeProvider time) : IRequestHandler<RequestTranche, Outcome>, IRequestHandler<DecideTranche, Outcome>
{
    public async Task<Outcome> Handle(RequestTranche command, CancellationToken ct)
    {
        var (project, _, _) = await aggregates.Load<Project, IProjectEvent>(command.ProjectId, ct);
        return await aggregates.Change<ProjectDelivery, IDeliveryEvent>(
            ProjectDelivery.IdOf(command.ProjectId), delivery => ProjectDelivery.Decide(delivery, project, command, context.Caller), ct);
    }

    public async Task<Outcome> Handle(DecideTranche command, CancellationToken ct)
    {
        var (project, _, _) = await aggregates.Load<Project, IProjectEvent>(command.ProjectId, ct);
        // The figure is the totals' own, never a form's: who lets money go does not say how much there is.
        var counted = project is { End: null } && command.Reason is null ? await totals.Of(GiftTotals.Project, [project.Id], ct) : null;
        Money? raised = counted is null ? null : Money.Cny(counted.RaisedMinor[command.ProjectId]);
        return await aggregates.Change<ProjectDelivery, IDeliveryEvent>(
            ProjectDelivery.IdOf(command.ProjectId), delivery => ProjectDelivery.Decide(delivery, project, command, raised, command.At ?? time.GetUtcNow(), context.Caller), ct);
    }
}
