using CharityLink.Kernel;
using CharityLink.Law;
using MediatR;

namespace CharityLink.Projects;

/// <summary>The plan goes to the authority. Refused with everything that is missing or unlawful.</summary>
/// <param name="Authority">Which civil-affairs authority.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record FilePlan(Guid CommandId, Guid ProjectId, DateOnly FiledOn, string Authority) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Authority, "authority", PlainText.NameMax) }.OfType<Refusal>();
}

/// <summary>The authority found gaps: they are to be mended within the rule's days (CN-PLAN-03).</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record NotifyFilingGaps(Guid CommandId, Guid ProjectId, DateOnly NotifiedOn, string Gaps) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Gaps, "gaps", PlainText.NoteMax, lines: true) }.OfType<Refusal>();
}

/// <summary>The gaps are mended and the plan went back to the authority.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record CorrectFiling(Guid CommandId, Guid ProjectId, DateOnly CorrectedOn) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);
}

/// <content>Filing the plan.</content>
public sealed partial record Project
{
    /// <summary>Rules somebody gave a reason for.</summary>
    public IEnumerable<string> OverriddenRules => Overrides.Select(one => one.RuleId);

    /// <summary>Filed once, complete and lawful; in an emergency while it takes gifts already.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, FilePlan command, PlanSurroundings? around) => project switch
    {
        null => new Refusal("project_unknown"),
        _ when around is null => new Refusal("project_unknown"),
        { Filing.FiledOn: { } filed } when filed == command.FiledOn => [],
        { Filing.FiledOn: not null } => new Refusal("plan_filed_already"),
        { PlanIsOpen: false } => new Refusal("plan_not_open"),
        _ when PastDay.Check(command.FiledOn, "filed_on", around.Today) is { } wrong => wrong,
        _ when Standing(PlanFindings.Filing(project, around), project) is { Count: > 0 } reasons => Decision.Refused<IProjectEvent>(reasons),
        _ => [new PlanFiled(project.Id, command.FiledOn, command.Authority.Trim())],
    };

    /// <summary>After filing and before the number; telling the same gaps twice tells them once.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, NotifyFilingGaps command, DateOnly today) => project switch
    {
        null => new Refusal("project_unknown"),
        { Filing: { HasOpenGaps: true, GapsNotifiedOn: { } day } } when day == command.NotifiedOn => [],
        { Filing.FiledOn: null } => new Refusal("plan_not_filed"),
        { Filing.Number: not null } => new Refusal("filing_published"),
        { Filing.HasOpenGaps: true } => new Refusal("gaps_open"),
        _ when PastDay.Check(command.NotifiedOn, "notified_on", today) is { } wrong => wrong,
        _ when command.NotifiedOn < project.Filing.FiledOn => new Refusal("before_filing", "notified_on"),
        _ => [new FilingGapsNotified(project.Id, command.NotifiedOn, command.Gaps.Trim())],
    };

    /// <summary>What goes back to the authority is complete and lawful again.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, CorrectFiling command, PlanSurroundings? around) => project switch
    {
        null => new Refusal("project_unknown"),
        _ when around is null => new Refusal("project_unknown"),
        { Filing: { HasOpenGaps: false, CorrectedOn: { } day } } when day == command.CorrectedOn => [],
        { Filing.HasOpenGaps: false } => new Refusal("no_gaps_open"),
        _ when PastDay.Check(command.CorrectedOn, "corrected_on", around.Today) is { } wrong => wrong,
        _ when command.CorrectedOn < project.Filing.GapsNotifiedOn => new Refusal("before_gaps", "corrected_on"),
        _ when Standing(PlanFindings.Filing(project, around), project) is { Count: > 0 } reasons => Decision.Refused<IProjectEvent>(reasons),
        _ => [new FilingCorrected(project.Id, command.CorrectedOn)],
    };

    private static List<Refusal> Standing(Judgement judgement, Project project) => [.. judgement.Standing(project.OverriddenRules).Select(finding => finding.Refusal)];
}

internal sealed class FilePlanHandler(Aggregates aggregates, PlanReview review, TimeProvider clock)
    : IRequestHandler<FilePlan, Outcome>, IRequestHandler<NotifyFilingGaps, Outcome>, IRequestHandler<CorrectFiling, Outcome>
{
    public async Task<Outcome> Handle(FilePlan command, CancellationToken ct)
    {
        var around = (await review.Of(command.ProjectId, null, ct))?.Around;
        return await aggregates.Change<Project, IProjectEvent>(command.ProjectId, project => Project.Decide(project, command, around), ct);
    }

    public Task<Outcome> Handle(NotifyFilingGaps command, CancellationToken ct) =>
        aggregates.Change<Project, IProjectEvent>(command.ProjectId, project => Project.Decide(project, command, WorkingDays.China.DayOf(clock.GetUtcNow())), ct);

    public async Task<Outcome> Handle(CorrectFiling command, CancellationToken ct)
    {
        var around = (await review.Of(command.ProjectId, null, ct))?.Around;
        return await aggregates.Change<Project, IProjectEvent>(command.ProjectId, project => Project.Decide(project, command, around), ct);
    }
}
