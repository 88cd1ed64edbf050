using CharityLink.Evidence;
using CharityLink.Kernel;
using CharityLink.Law;
using MediatR;

namespace CharityLink.Projects;

/// <summary>Confirms the need on the spot: the village's worker, or the town's in its stead.</summary>
/// <param name="Files">Photographs and papers that show it.</param>
[Allow(Role.VillageWorker, Role.TownWorker)]
public sealed record VerifyProject(Guid CommandId, Guid ProjectId, string Findings, IReadOnlyList<EvidenceFile> Files) : ICommand, IActsOn, IValidated
{
    /// <summary>Most files with one verification.</summary>
    public const int FilesMax = 10;

    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[]
    {
        PlainText.Check(Findings, "findings", PlainText.NoteMax, lines: true),
        Files.Count > FilesMax ? new Refusal("files_too_many", "files", FilesMax.ToString(System.Globalization.CultureInfo.InvariantCulture)) : null,
    }.OfType<Refusal>();
}

public sealed partial record Project
{
    /// <summary>The first of the four steps.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, VerifyProject command, Caller caller, DateOnly today) => Step(
        project, ProjectState.Submitted, caller, today,
        last => last is ProjectVerified done && done.Findings == command.Findings.Trim() && done.Files.SequenceEqual(command.Files),
        one => new ProjectVerified(one.Id, caller.AccountId, command.Findings.Trim(), command.Files));
}

internal sealed class VerifyProjectHandler(Aggregates aggregates, CommandContext context, TimeProvider time) : IRequestHandler<VerifyProject, Outcome>
{
    public Task<Outcome> Handle(VerifyProject command, CancellationToken ct) =>
        aggregates.Change<Project, IProjectEvent>(command.ProjectId, project => Project.Decide(project, command, context.Caller, WorkingDays.China.DayOf(time.GetUtcNow())), ct);
}
