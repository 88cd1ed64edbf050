using CharityLink.Giving;
using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Projects;

/// <summary>Ends fundraising when the deadline has passed, and decides about the goal once. Sent by the platform's clock.</summary>
/// <param name="Raised">Paid gifts up to and including <paramref name="CountedUpTo"/> in the log.</param>
/// <param name="PledgedByCard">What is promised by card and will be collected if it succeeds; null for nothing.</param>
[Allow]
public sealed record EndProject(Guid CommandId, Guid ProjectId, Money Raised, long CountedUpTo, Money? PledgedByCard = null) : ICommand;

/// <summary>Ends fundraising before the deadline; givers read why.</summary>
/// <param name="At">When it is asked; null for now.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record EndProjectEarly(Guid CommandId, Guid ProjectId, string Reason, DateTimeOffset? At = null) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Reason, "reason", PlainText.NoteMax, lines: true) }.OfType<Refusal>();
}

public sealed partial record Project
{
    /// <summary>Never before the deadline, whatever a clock said once; and never twice, so that nothing changes the decision.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, EndProject command, DateTimeOffset now) => project switch
    {
        null => new Refusal("project_unknown"),
        { End: not null } => [],
        { State: not ProjectState.Live } => project.State.Instead(),
        _ when now < project.Deadline => new Refusal("deadline_not_reached"),
        _ => [project.Ended(project.Deadline.GetValueOrDefault(), command.Raised, command.CountedUpTo, "deadline", null, null, command.PledgedByCard)],
    };

    /// <summary>Before the deadline only: what has passed is ended by the clock, under the deadline's name.</summary>
    /// <param name="raised">Null when the counters have not caught up with the log.</param>
    public static Decision<IProjectEvent> Decide(Project? project, EndProjectEarly command, Money? raised, long countedUpTo, DateTimeOffset now, Caller caller, Money? pledged = null) => project switch
    {
        null => new Refusal("project_unknown"),
        { End: { Cause: "organiser" } end } when end.Reason == command.Reason.Trim() => [],
        { State: not ProjectState.Live } => project.State.Instead(),
        _ when now >= project.Deadline => new Refusal("deadline_passed"),
        _ when raised is null => new Refusal("totals_behind"),
        _ => [project.Ended(now, raised.GetValueOrDefault(), countedUpTo, "organiser", command.Reason.Trim(), caller.AccountId, pledged)],
    };

    // Reaching the minimum exactly is reaching it. What is promised by card was agreed to be collected exactly then, so it counts for the decision; it is not raised by that.
    private ProjectEnded Ended(DateTimeOffset at, Money raised, long countedUpTo, string cause, string? reason, Guid? by, Money? pledged)
    {
        var promised = pledged is { Minor: > 0 } some ? some : (Money?)null;
        var reached = promised is { } more ? raised + more : raised;
        var isMet = Funding.Model == FundingModel.KeepWhatIsRaised || reached >= Funding.Minimum;
        // Where enough has come in already, nothing hangs on the promises.
        return new(Id, at, raised, countedUpTo, isMet, cause, reason, by, promised, isMet && CollectAtLeast is { } least && raised < least ? least : null);
    }
}

internal sealed class EndProjectHandler(Aggregates aggregates, CountedTotals totals, CommandContext context, TimeProvider time)
    : IRequestHandler<EndProject, Outcome>, IRequestHandler<EndProjectEarly, Outcome>
{
    public Task<Outcome> Handle(EndProject command, CancellationToken ct) =>
        aggregates.Change<Project, IProjectEvent>(command.ProjectId, project => Project.Decide(project, command, time.GetUtcNow()), ct);

    public async Task<Outcome> Handle(EndProjectEarly command, CancellationToken ct)
    {
        var counted = await totals.Of(GiftTotals.Project, [command.ProjectId], ct);
        Money? raised = counted is null ? null : Money.Cny(counted.RaisedMinor[command.ProjectId]);
        Money? pledged = counted is null ? null : Money.Cny(counted.PledgedMinor[command.ProjectId]);
        return await aggregates.Change<Project, IProjectEvent>(
            command.ProjectId, project => Project.Decide(project, command, raised, counted?.CountedUpTo ?? 0, command.At ?? time.GetUtcNow(), context.Caller, pledged), ct);
    }
}
