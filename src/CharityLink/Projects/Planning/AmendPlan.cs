using CharityLink.Kernel;
using CharityLink.Law;
using MediatR;

namespace CharityLink.Projects;

/// <summary>Changes a filed plan or the campaign's name. The authority is told within the rule's days (CN-PLAN-13).</summary>
/// <param name="ChangeId">Made with the form.</param>
/// <param name="Section">Only this part of <paramref name="Plan"/> is taken; null: all of it.</param>
/// <param name="ReportedOn">The day the authority was told; null: not yet.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record AmendPlan(
    Guid CommandId, Guid ProjectId, Guid ChangeId, FundraisingPlan Plan, string? Section, string TitleZh, string TitleEn, string Reason, DateOnly HappenedOn, DateOnly? ReportedOn)
    : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() =>
    [
        .. new[]
        {
            PlainText.Check(TitleZh, "title_zh", PlainText.NameMax), PlainText.Check(TitleEn, "title_en", PlainText.NameMax),
            PlainText.Check(Reason, "reason", PlainText.NoteMax, lines: true),
        }.OfType<Refusal>(),
        .. Section is not null && !PlanSections.All.Contains(Section, StringComparer.Ordinal) ? [new Refusal("plan_section_unknown")] : PlanSections.Check(Plan),
    ];
}

/// <summary>The authority was told of a change.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record ReportPlanChange(Guid CommandId, Guid ProjectId, Guid ChangeId, DateOnly ReportedOn) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);
}

/// <content>Changes after filing.</content>
public sealed partial record Project
{
    /// <summary>What is changed stays lawful; the days of a campaign that takes gifts move by its one extension only.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, AmendPlan command, PlanSurroundings? around, Guid? sender)
    {
        if (project is null || around is null)
        {
            return new Refusal("project_unknown");
        }

        if (project.Filing.Changes.Exists(change => change.Amended.ChangeId == command.ChangeId))
        {
            return [];
        }

        var plan = project.Plan.With(command.Section, command.Plan);
        var (zh, en) = (command.TitleZh.Trim(), command.TitleEn.Trim());
        string[] changed = [.. (zh, en) == (project.Proposal.TitleZh, project.Proposal.TitleEn) ? Array.Empty<string>() : ["title"], .. PlanSections.Differing(project.Plan, plan)];
        var refused = project switch
        {
            { Filing.FiledOn: null } => new Refusal("plan_not_filed"),
            { State: not (ProjectState.Filed or ProjectState.Live) } => project.State.Instead(),
            { Filing.HasOpenGaps: true } => new Refusal("gaps_open"),
            _ when changed.Length == 0 => new Refusal("nothing_changed"),
            { State: ProjectState.Live } when (plan.OpensOn, plan.ClosesOn) != (project.Plan.OpensOn, project.Plan.ClosesOn) => new Refusal("dates_fixed", "closes_on"),
            _ when project.AgainstPercent(plan) is { } percent => percent,
            _ => PastDay.Check(command.HappenedOn, "happened_on", around.Today) ?? Told(command.HappenedOn, command.ReportedOn, around.Today),
        };
        if (refused is not null)
        {
            return refused;
        }

        var reasons = Standing(PlanFindings.Filing(project, plan, around), project);
        var amended = new PlanAmended(project.Id, command.ChangeId, plan, zh, en, changed, command.Reason.Trim(), command.HappenedOn, sender);
        return reasons.Count > 0 ? Decision.Refused<IProjectEvent>(reasons)
            : command.ReportedOn is { } day ? [amended, new PlanChangeReported(project.Id, command.ChangeId, day, sender)] : [amended];
    }

    /// <summary>Told once.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, ReportPlanChange command, DateOnly today, Guid? sender) =>
        project?.Filing.Changes.Find(one => one.Amended.ChangeId == command.ChangeId) switch
        {
            _ when project is null => new Refusal("project_unknown"),
            null => new Refusal("change_unknown"),
            { ReportedOn: not null } => [],
            { } change when Told(change.Amended.HappenedOn, command.ReportedOn, today) is { } wrong => wrong,
            _ => [new PlanChangeReported(project.Id, command.ChangeId, command.ReportedOn, sender)],
        };

    private static Refusal? Told(DateOnly happened, DateOnly? reported, DateOnly today) =>
        PastDay.Check(reported, "reported_on", today) ?? (reported < happened ? new Refusal("reported_before_change", "reported_on") : null);
}

internal sealed class AmendPlanHandler(Aggregates aggregates, PlanReview review, CommandContext context, TimeProvider clock)
    : IRequestHandler<AmendPlan, Outcome>, IRequestHandler<ReportPlanChange, Outcome>
{
    public async Task<Outcome> Handle(AmendPlan command, CancellationToken ct)
    {
        var around = (await review.Of(command.ProjectId, null, ct))?.Around;
        return await aggregates.Change<Project, IProjectEvent>(command.ProjectId, project => Project.Decide(project, command, around, context.Caller.AccountId), ct);
    }

    public Task<Outcome> Handle(ReportPlanChange command, CancellationToken ct) => aggregates.Change<Project, IProjectEvent>(
        command.ProjectId, project => Project.Decide(project, command, WorkingDays.China.DayOf(clock.GetUtcNow()), context.Caller.AccountId), ct);
}
