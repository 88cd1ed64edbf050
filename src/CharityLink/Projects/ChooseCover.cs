using CharityLink.Evidence;
using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Projects;

/// <summary>The picture that stands for a project on cards, on its page and where it is passed on.</summary>
public sealed record ProjectCover(EvidenceFile File, string AltZh, string AltEn);

/// <summary>Chooses the picture that stands for a project, with words for who cannot see it; without a file the picture is taken away.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record ChooseCover(Guid CommandId, Guid ProjectId, EvidenceFile? File, string AltZh, string AltEn) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => File is null ? [] : new[]
    {
        PlainText.Check(AltZh, "alt_zh", PlainText.NameMax), PlainText.Check(AltEn, "alt_en", PlainText.NameMax),
    }.OfType<Refusal>();
}

public sealed partial record Project
{
    /// <summary>The picture that stands for it; null where there is none.</summary>
    public ProjectCover? Cover { get; init; }

    /// <summary>From the approval on, since somebody has to answer for what is shown, and as long as it is shown.</summary>
    public bool MayHaveCover => OrganiserId is not null && State is not (ProjectState.Draft or ProjectState.Rejected or ProjectState.Withdrawn);

    /// <summary>A picture that can be shown; choosing the same again changes nothing.</summary>
    public static Decision<IProjectEvent> Decide(Project? project, ChooseCover command, Caller caller)
    {
        var cover = command.File is { } file ? new ProjectCover(file, command.AltZh.Trim(), command.AltEn.Trim()) : null;
        return project switch
        {
            null => new Refusal("project_unknown"),
            { MayHaveCover: false } => project.State.Instead(),
            { Cover: null } when cover is null => new Refusal("cover_missing", "cover"),
            _ when cover == project.Cover => [],
            _ when cover is { File.IsPicture: false } => new Refusal("cover_no_picture", "cover"),
            _ => [new CoverChosen(project.Id, cover?.File, cover?.AltZh ?? "", cover?.AltEn ?? "", caller.AccountId)],
        };
    }
}

internal sealed class ChooseCoverHandler(Aggregates aggregates, CommandContext context) : IRequestHandler<ChooseCover, Outcome>
{
    public Task<Outcome> Handle(ChooseCover command, CancellationToken ct) =>
        aggregates.Change<Project, IProjectEvent>(command.ProjectId, project => Project.Decide(project, command, context.Caller), ct);
}
