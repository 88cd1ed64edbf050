using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Projects;

/// <summary>Tells a project that the full account of its work is public (CN-DIS-04). Sent by the platform when such a report was signed off.</summary>
/// <param name="By">The account that signed the report.</param>
[Allow]
public sealed record RecordFinalReport(Guid CommandId, Guid ProjectId, Guid ReportId, Guid? By) : ICommand;

public sealed partial record Project
{
    /// <summary>After the work is done, once.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, RecordFinalReport command) => project switch
    {
        null => new Refusal("project_unknown"),
        { State: ProjectState.Reported or ProjectState.Closed } => [],
        { State: not ProjectState.CarriedOut } => project.State.Instead(),
        _ => [new FinalReportPublished(project.Id, command.ReportId, command.By)],
    };
}

internal sealed class RecordFinalReportHandler(Aggregates aggregates) : IRequestHandler<RecordFinalReport, Outcome>
{
    public Task<Outcome> Handle(RecordFinalReport command, CancellationToken ct) =>
        aggregates.Change<Project, IProjectEvent>(command.ProjectId, project => Project.Decide(project, command), ct);
}
