using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Projects;

/// <summary>Says what came in when no promise by card is waited for any more, and decides once whether it is enough. Sent by the platform's clock.</summary>
/// <param name="Collected">Paid gifts up to and including <paramref name="CountedUpTo"/> in the log, after the last promise was kept or given up.</param>
[Allow]
public sealed record EndCollecting(Guid CommandId, Guid ProjectId, Money Collected, long CountedUpTo, DateTimeOffset At) : ICommand;

/// <content>What becomes of a project whose promises by card were collected (docs/decisions/0026).</content>
public sealed partial record Project
{
    /// <summary>What must have come in of the minimum; null where whatever comes in will do.</summary>
    public Money? CollectAtLeast => this is { Funding: { Model: FundingModel.AllOrNothing } funding, Plan.MinCollectPercent: { } percent }
        ? PartOf(funding.Minimum, percent)
        : null;

    /// <summary>So many hundredths of a minimum, rounded up to the fen.</summary>
    public static Money PartOf(Money minimum, int percent) => minimum with { Minor = ((minimum.Minor * percent) + 99) / 100 };

    /// <summary>Once, so that nothing that is given back later changes it. Exactly enough is enough.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, EndCollecting command) => project switch
    {
        null => new Refusal("project_unknown"),
        { Collection: not null } => [],
        { End: not { IsMet: true, PledgedByCard: not null } } => new Refusal("collection_not_open"),
        { End.CollectAtLeast: var least } => [new CollectionEnded(
            project.Id, command.At, command.Collected, command.CountedUpTo, least, least is not { } needed || command.Collected >= needed)],
    };

    /// <summary>Only what is all or nothing can fall short, and what givers were told before they promised stays as it is.</summary>
    private Refusal? AgainstPercent(FundraisingPlan plan) =>
        plan.MinCollectPercent is not null && Funding.Model != FundingModel.AllOrNothing ? new Refusal("collect_percent_all_or_nothing", "min_collect_percent")
        : State == ProjectState.Live && plan.MinCollectPercent != Plan.MinCollectPercent ? new Refusal("collect_percent_fixed", "min_collect_percent")
        : null;
}

internal sealed class EndCollectingHandler(Aggregates aggregates) : IRequestHandler<EndCollecting, Outcome>
{
    public Task<Outcome> Handle(EndCollecting command, CancellationToken ct) =>
        aggregates.Change<Project, IProjectEvent>(command.ProjectId, project => Project.Decide(project, command), ct);
}
