using CharityLink.Evidence;
using CharityLink.Kernel;
using CharityLink.Law;
using MediatR;

namespace CharityLink.Projects;

/// <summary>Records the council's decision that the money shall serve another purpose (CN-USE-02, CN-USE-03).</summary>
/// <param name="Basis">What fixed the old purpose: <c>plan</c> or <c>agreement</c>.</param>
/// <param name="Decision">The council's decision on paper.</param>
/// <param name="Consents">The consent of every giver under the agreement; needed for <c>agreement</c>.</param>
/// <param name="At">When it is recorded; null for now.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record DecidePurposeChange(
    Guid CommandId, Guid ProjectId, Guid ChangeId, string Basis, string PurposeZh, string PurposeEn, string Reason, DateOnly DecidedOn, EvidenceFile Decision,
    EvidenceFile? Consents = null, DateTimeOffset? At = null) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[]
    {
        Basis is "plan" or "agreement" ? null : new Refusal("purpose_basis_unknown", "basis"),
        PlainText.Check(PurposeZh, "purpose_zh", PlainText.NoteMax, lines: true),
        PlainText.Check(PurposeEn, "purpose_en", PlainText.NoteMax, lines: true),
        PlainText.Check(Reason, "reason", PlainText.NoteMax, lines: true),
    }.OfType<Refusal>();
}

/// <summary>Records that the change was filed with the authority of the original filing.</summary>
/// <param name="At">When it is recorded; null for now.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record FilePurposeChange(Guid CommandId, Guid ProjectId, Guid ChangeId, DateOnly FiledOn, string Reference, DateTimeOffset? At = null) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Reference, "reference", PlainText.NameMax) }.OfType<Refusal>();
}

/// <summary>Records that the change was published: from here money may serve the new purpose.</summary>
/// <param name="At">When it is recorded; null for now.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record PublishPurposeChange(Guid CommandId, Guid ProjectId, Guid ChangeId, DateOnly PublishedOn, DateTimeOffset? At = null) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);
}

public sealed partial record Project
{
    /// <summary>While there is money to spend, one change after the other; an agreement is changed with its givers' consent only.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, DecidePurposeChange command, DateTimeOffset now, Caller caller)
    {
        var decided = new PurposeChangeDecided(
            command.ProjectId, command.ChangeId, command.Basis, command.PurposeZh.Trim(), command.PurposeEn.Trim(), command.Reason.Trim(), command.DecidedOn, command.Decision,
            caller.AccountId, command.Consents);
        return project switch
        {
            null => new Refusal("project_unknown"),
            _ when project.Change(command.ChangeId) is { } known => known.Decided with { By = decided.By } == decided ? [] : new Refusal("change_id_reused"),
            { State: not (ProjectState.Live or ProjectState.Ended) } => project.State.Instead(),
            _ when project.PurposeChanges.Exists(change => !change.IsInForce) => new Refusal("purpose_change_pending"),
            _ when command.DecidedOn > WorkingDays.China.DayOf(now) => new Refusal("date_in_future", "decided_on"),
            // What an agreement fixed changes with the consents that are brought now; what a plan fixed waits for its filing, see below.
            _ when command.Basis == "agreement" && project.Against(decided, null, null, now) is { Count: > 0 } reasons =>
                Decision.Refused<IProjectEvent>([.. reasons.Select(reason => reason with { Field = "consents" })]),
            _ => [decided],
        };
    }

    /// <summary>Not before it was decided.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, FilePurposeChange command, DateTimeOffset now) => (project, project?.Change(command.ChangeId)) switch
    {
        (null, _) => new Refusal("project_unknown"),
        (_, null) => new Refusal("purpose_change_unknown"),
        (_, { FiledOn: { } day }) => day == command.FiledOn ? [] : new Refusal("purpose_change_filed_before"),
        _ when command.FiledOn > WorkingDays.China.DayOf(now) => new Refusal("date_in_future", "filed_on"),
        (_, { } change) when command.FiledOn < change.Decided.DecidedOn => new Refusal("purpose_dates_out_of_order", "filed_on"),
        _ => [new PurposeChangeFiled(command.ProjectId, command.ChangeId, command.FiledOn, command.Reference.Trim())],
    };

    /// <summary>From here money serves the new purpose, so the law is asked whether it may (CN-USE-02, CN-USE-03).</summary>
    public static Decision<IProjectEvent> Decide(Project? project, PublishPurposeChange command, DateTimeOffset now) => (project, project?.Change(command.ChangeId)) switch
    {
        (null, _) => new Refusal("project_unknown"),
        (_, null) => new Refusal("purpose_change_unknown"),
        (_, { PublishedOn: { } day }) => day == command.PublishedOn ? [] : new Refusal("purpose_change_published_before"),
        (_, { } change) when project.Against(change.Decided, change.FiledOn, command.PublishedOn, now) is { Count: > 0 } reasons => Decision.Refused<IProjectEvent>(reasons),
        _ when command.PublishedOn > WorkingDays.China.DayOf(now) => new Refusal("date_in_future", "published_on"),
        (_, { } change) when command.PublishedOn < (change.FiledOn ?? change.Decided.DecidedOn) => new Refusal("purpose_dates_out_of_order", "published_on"),
        _ => [new PurposeChangePublished(command.ProjectId, command.ChangeId, command.PublishedOn)],
    };

    private List<Refusal> Against(PurposeChangeDecided decided, DateOnly? filedOn, DateOnly? publishedOn, DateTimeOffset now) =>
        [.. MoneyLaw.PurposeChange(new(decided.Basis, HasCouncilDecision: true, filedOn, publishedOn, decided.Consents is not null), Book(WorkingDays.China.DayOf(now))).Findings
            .Select(found => found.Refusal)];

    private PurposeChange? Change(Guid changeId) => PurposeChanges.Find(change => change.Decided.ChangeId == changeId);
}

internal sealed class ChangePurposeHandler(Aggregates aggregates, CommandContext context, TimeProvider time)
    : IRequestHandler<DecidePurposeChange, Outcome>, IRequestHandler<FilePurposeChange, Outcome>, IRequestHandler<PublishPurposeChange, Outcome>
{
    public Task<Outcome> Handle(DecidePurposeChange command, CancellationToken ct) => aggregates.Change<Project, IProjectEvent>(
        command.ProjectId, project => Project.Decide(project, command, command.At ?? time.GetUtcNow(), context.Caller), ct);

    public Task<Outcome> Handle(FilePurposeChange command, CancellationToken ct) => aggregates.Change<Project, IProjectEvent>(
        command.ProjectId, project => Project.Decide(project, command, command.At ?? time.GetUtcNow()), ct);

    public Task<Outcome> Handle(PublishPurposeChange command, CancellationToken ct) => aggregates.Change<Project, IProjectEvent>(
        command.ProjectId, project => Project.Decide(project, command, command.At ?? time.GetUtcNow()), ct);
}
