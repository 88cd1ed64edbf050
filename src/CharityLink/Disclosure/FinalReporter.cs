using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Store;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Disclosure;

/// <summary>Reaction: when the full account of a project's work is public, the project itself is told, and may settle what is left.</summary>
public sealed class FinalReporter(IServiceScopeFactory scopes) : IReaction
{
    /// <inheritdoc/>
    public string Name => "final_reporter";

    /// <inheritdoc/>
    public bool Heeds(object fact) => fact is ReportPublished { Kind: ReportKind.ProjectFinal };

    /// <inheritdoc/>
    public async Task React(IReadOnlyList<Recorded> batch, CancellationToken ct)
    {
        foreach (var report in batch.Select(recorded => (ReportPublished)recorded.Data))
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CommandContext>().Caller = Caller.System;
            var command = new RecordFinalReport(StableId.Beside(report.ReportId, "final report"), report.ProjectId, report.ReportId, report.SignedBy);
            var outcome = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command, ct);
            if (!outcome.IsDone)
            {
                throw new InvalidOperationException($"Project {report.ProjectId} did not take its final report: {outcome.Refusals[0].Code}.");
            }
        }
    }
}
