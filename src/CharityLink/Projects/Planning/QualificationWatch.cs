using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Store;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Projects;

/// <summary>Reaction: when a qualification is revoked, every live campaign of the organisation stops taking gifts at once (CN-ORG-05).
/// What was raised is spent by the filed plans all the same. A campaign that opens or resumes beside the revocation is stopped, too.</summary>
internal sealed class QualificationWatch(IServiceScopeFactory scopes, ProjectDirectory directory) : IReaction
{
    private const string Reason = "公开募捐资格被吊销，停止募捐。The qualification for public fundraising was revoked.";

    private static readonly TimeSpan CaughtUpWithin = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public string Name => "qualification_watch";

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is QualificationRevoked or ProjectOpened or ProjectResumed;

    /// <inheritdoc/>
    public async Task React(IReadOnlyList<Recorded> batch, CancellationToken ct)
    {
        foreach (var recorded in batch)
        {
            await (recorded.Data switch
            {
                QualificationRevoked revoked => StopAll(revoked.OrganisationId, recorded.Position, ct),
                ProjectOpened opened => StopWhereRevoked(opened.ProjectId, recorded.Position, ct),
                ProjectResumed resumed => StopWhereRevoked(resumed.ProjectId, recorded.Position, ct),
                _ => Task.CompletedTask,
            });
        }
    }

    private async Task StopAll(Guid organiser, long position, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        // What opened before the revocation is in the list then; what opens after it is seen by its own fact.
        if (!await scope.ServiceProvider.GetRequiredService<ReadModelHost>().WaitFor(directory.Name, position, CaughtUpWithin, ct))
        {
            throw new TimeoutException($"{directory.Name} has not reached {position}.");
        }

        foreach (var project in await directory.LiveOf(organiser, ct))
        {
            await Stop(scope.ServiceProvider, project, position, ct);
        }
    }

    private async Task StopWhereRevoked(Guid projectId, long position, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var standing = await scope.ServiceProvider.GetRequiredService<PlanReview>().Of(projectId, null, ct);
        if (standing is { Around.Organiser.Qualification.RevokedOn: not null, Project.IsPaused: false })
        {
            await Stop(scope.ServiceProvider, projectId, position, ct);
        }
    }

    // A project that ended meanwhile needs no stopping: the refusal says so. One that is being written to is tried again with the batch.
    private static async Task Stop(IServiceProvider services, Guid project, long position, CancellationToken ct)
    {
        services.GetRequiredService<CommandContext>().Caller = Caller.System;
        var outcome = await services.GetRequiredService<IMediator>().Send(new PauseProject(StableId.Beside(project, $"revoked:{position}"), project, Reason), ct);
        if (outcome.Refusals.Any(refusal => refusal.Code == "busy"))
        {
            throw new TimeoutException($"Project {project} could not be paused.");
        }
    }
}
