using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Projects;

/// <summary>Goes ahead in spite of a rule that allows it, with a reason that stays on the project's page.</summary>
/// <param name="RuleId">Of the catalogue: <c>CN-PLAN-06</c>.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record OverrideRule(Guid CommandId, Guid ProjectId, string RuleId, string Reason) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Reason, "reason", PlainText.NoteMax, lines: true) }.OfType<Refusal>();
}

/// <content>Overrides.</content>
public sealed partial record Project
{
    /// <summary>Only what stands in the way now, and only a rule that warns.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, OverrideRule command, PlanSurroundings? around, Guid? sender)
    {
        if (project is null || around is null)
        {
            return new Refusal("project_unknown");
        }

        if (project.OverriddenRules.Contains(command.RuleId, StringComparer.Ordinal))
        {
            return [];
        }

        var finding = PlanFindings.Opening(project, around).Findings.FirstOrDefault(one => one.RuleId == command.RuleId);
        return finding switch
        {
            _ when project.State is not (ProjectState.Approved or ProjectState.Filed or ProjectState.Live) => project.State.Instead(),
            null => new Refusal("rule_not_in_the_way"),
            { MayBeOverridden: false } => new Refusal("rule_not_overridable", null, command.RuleId),
            _ => [new RuleOverridden(project.Id, finding.RuleId, finding.Refusal.Code, command.Reason.Trim(), sender)],
        };
    }
}

internal sealed class OverrideRuleHandler(Aggregates aggregates, PlanReview review, CommandContext context) : IRequestHandler<OverrideRule, Outcome>
{
    public async Task<Outcome> Handle(OverrideRule command, CancellationToken ct)
    {
        var around = (await review.Of(command.ProjectId, null, ct))?.Around;
        return await aggregates.Change<Project, IProjectEvent>(command.ProjectId, project => Project.Decide(project, command, around, context.Caller.AccountId), ct);
    }
}
