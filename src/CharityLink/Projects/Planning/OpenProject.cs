using CharityLink.Kernel;
using CharityLink.Law;
using MediatR;

namespace CharityLink.Projects;

/// <summary>Takes gifts from here on. Refused with every reason there is, at once.</summary>
/// <param name="At">When it opens, for imports and demonstrations; null: now.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record OpenProject(Guid CommandId, Guid ProjectId, DateTimeOffset? At = null) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);
}

/// <content>Opening.</content>
public sealed partial record Project
{
    /// <summary>Filed, numbered and lawful on the day; in a major emergency before filing, which is then owed (CN-EMG-01). Opening twice opens once.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, OpenProject _, PlanSurroundings? around, DateTimeOffset now, Guid? sender)
    {
        if (project is null || around is null)
        {
            return new Refusal("project_unknown");
        }

        if (project.State is not (ProjectState.Approved or ProjectState.Filed))
        {
            return project.Deadline is not null ? [] : project.State.Instead();
        }

        List<Refusal> reasons =
        [
            .. around.Registration is { IsVerified: true, IsSuspended: false } ? Array.Empty<Refusal>() : [new Refusal("organiser_not_active")],
            .. Standing(PlanFindings.Opening(project, around), project),
        ];
        return (reasons.Count, project.Plan.ClosesOn) switch
        {
            ( > 0, _) => Decision.Refused<IProjectEvent>(reasons),
            // Under a law that asks for no complete plan, too: without a last day there is no deadline.
            (_, null) => new Refusal("plan_incomplete", "closes_on", "closes_on"),
            (_, { } last) => [new ProjectOpened(project.Id, now, WorkingDays.China.EndOf(last), sender, around.Today, around.LawOf(project))],
        };
    }
}

internal sealed class OpenProjectHandler(Aggregates aggregates, PlanReview review, CommandContext context, TimeProvider clock) : IRequestHandler<OpenProject, Outcome>
{
    public async Task<Outcome> Handle(OpenProject command, CancellationToken ct)
    {
        // Only the platform itself (imports, demonstrations) opens at another time than now.
        var now = context.Caller.Kind == CallerKind.System ? command.At ?? clock.GetUtcNow() : clock.GetUtcNow();
        var around = (await review.Of(command.ProjectId, WorkingDays.China.DayOf(now), ct))?.Around;
        return await aggregates.Change<Project, IProjectEvent>(command.ProjectId, project => Project.Decide(project, command, around, now, context.Caller.AccountId), ct);
    }
}
