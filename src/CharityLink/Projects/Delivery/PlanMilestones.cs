using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Projects;

/// <summary>Lays the work out in steps, each with its part of the money.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record PlanMilestones(Guid CommandId, Guid ProjectId, IReadOnlyList<Milestone> Milestones) : ICommand, IActsOn, IValidated
{
    /// <summary>Steps of one project.</summary>
    public const int StepsMax = 12;

    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => Milestones.Count is 0 or > StepsMax
        ? [new Refusal("milestones_count", "milestones", StepsMax.ToString(System.Globalization.CultureInfo.InvariantCulture))]
        : Milestones.SelectMany((step, index) => new[]
        {
            PlainText.Check(step.NameZh, $"name_zh_{index}", PlainText.NameMax), PlainText.Check(step.NameEn, $"name_en_{index}", PlainText.NameMax),
            step.Tranche.Select(part => ProposalChecks.OutOfRange(part.Amount, $"step_{index}")).OfType<Refusal>().FirstOrDefault(),
        }).OfType<Refusal>();
}

public sealed partial record ProjectDelivery
{
    /// <summary>Once the organiser is named and until money was asked for. The steps share out every required line to the last fen; an optional line is shared out whole or left out.</summary>
    public static Decision<IDeliveryEvent> Decide(ProjectDelivery? delivery, Project? project, PlanMilestones command, Caller caller) => project switch
    {
        null => new Refusal("project_unknown"),
        { OrganiserId: null } or { State: not (ProjectState.Approved or ProjectState.Filed or ProjectState.Live or ProjectState.Ended) } => project.State.Instead(),
        _ when delivery is not null && delivery.Steps.Select(step => step.Plan).SequenceEqual(command.Milestones, SameMilestone.Instance) => [],
        _ when delivery?.Steps.Exists(step => step.Request is not null) == true => new Refusal("milestones_begun"),
        _ => Faults(project.Funding.Lines, command.Milestones).ToList() is { Count: > 0 } faults
            ? Decision.Refused<IDeliveryEvent>(faults)
            : [new MilestonesPlanned(project.Id, project.OrganiserId.Value, project.FundId, project.Funding.Lines, [.. command.Milestones.Select(Tidy)], caller.AccountId)],
    };

    private static IEnumerable<Refusal> Faults(IReadOnlyList<BudgetLine> lines, IReadOnlyList<Milestone> steps)
    {
        var parts = steps.SelectMany(step => step.Tranche).ToList();
        if (steps.Select(step => step.MilestoneId).Distinct().Count() != steps.Count || parts.Exists(part => !lines.Any(line => line.LineId == part.LineId)))
        {
            yield return new Refusal("budget_line_unknown", "milestones");
            yield break;
        }

        if (parts.Exists(part => part.Amount.Minor <= 0 || part.Amount.Currency != lines[0].Planned.Currency))
        {
            yield return new Refusal("tranche_not_positive", "milestones");
            yield break;
        }

        for (var at = 0; at < steps.Count; at++)
        {
            if (steps[at].Tranche.Count == 0)
            {
                yield return new Refusal("tranche_missing", $"step_{at}");
            }

            if (at > 0 && steps[at].DueOn < steps[at - 1].DueOn)
            {
                yield return new Refusal("milestones_out_of_order", $"due_on_{at}");
            }
        }

        foreach (var line in lines)
        {
            var shared = parts.Where(part => part.LineId == line.LineId).Sum(part => part.Amount.Minor);
            if (shared != line.Planned.Minor && (line.IsRequired || shared != 0))
            {
                yield return new Refusal("tranches_do_not_add_up", "milestones", line.NameZh, line.NameEn, Plain(shared), Plain(line.Planned.Minor));
            }
        }
    }

    private static string Plain(long minor) => (minor / 100m).ToString("N2", System.Globalization.CultureInfo.InvariantCulture);

    private static Milestone Tidy(Milestone step) => step with { NameZh = step.NameZh.Trim(), NameEn = step.NameEn.Trim() };

    private sealed class SameMilestone : IEqualityComparer<Milestone>
    {
        public static SameMilestone Instance { get; } = new();

        public bool Equals(Milestone? x, Milestone? y) => x is not null && y is not null
            && (x.MilestoneId, x.NameZh.Trim(), x.NameEn.Trim(), x.DueOn) == (y.MilestoneId, y.NameZh.Trim(), y.NameEn.Trim(), y.DueOn) && x.Tranche.SequenceEqual(y.Tranche);

        public int GetHashCode(Milestone obj) => obj.MilestoneId.GetHashCode();
    }
}

internal sealed class PlanMilestonesHandler(Aggregates aggregates, CommandContext context) : IRequestHandler<PlanMilestones, Outcome>
{
    public async Task<Outcome> Handle(PlanMilestones command, CancellationToken ct)
    {
        var (project, _, _) = await aggregates.Load<Project, IProjectEvent>(command.ProjectId, ct);
        return await aggregates.Change<ProjectDelivery, IDeliveryEvent>(
            ProjectDelivery.IdOf(command.ProjectId), delivery => ProjectDelivery.Decide(delivery, project, command, context.Caller), ct);
    }
}
