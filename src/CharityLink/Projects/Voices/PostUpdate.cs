using CharityLink.Evidence;
using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Projects;

/// <summary>Tells everybody, and the givers by mail, how the project goes on.</summary>
/// <param name="At">When it is told; null for now.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer, Role.TownWorker, Role.VillageWorker)]
public sealed record PostUpdate(
    Guid CommandId, Guid ProjectId, Guid UpdateId, string TitleZh, string TitleEn, string TextZh, string TextEn, IReadOnlyList<EvidenceFile> Photos, DateTimeOffset? At = null)
    : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() =>
    [
        .. VoiceText.EitherLanguage(TitleZh, TitleEn, "title", PlainText.NameMax, lines: false),
        .. VoiceText.EitherLanguage(TextZh, TextEn, "text", VoiceText.UpdateMax),
        .. Photos.All(photo => photo.IsPicture) ? Array.Empty<Refusal>() : [new Refusal("photos_only", "photos")],
    ];
}

/// <summary>Puts right what an update said. The update stays as it was; the correction stands with it.</summary>
/// <param name="At">When it is put right; null for now.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer, Role.TownWorker, Role.VillageWorker)]
public sealed record CorrectUpdate(Guid CommandId, Guid ProjectId, Guid UpdateId, Guid CorrectionId, string TextZh, string TextEn, DateTimeOffset? At = null) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => VoiceText.EitherLanguage(TextZh, TextEn, "correction", VoiceText.AnswerMax);
}

public sealed partial record Project
{
    /// <summary>Officers who cover it speak for it, and the people of the organisation that proposed it; workers elsewhere do not.</summary>
    public bool IsTold(Caller caller) => caller.Kind == CallerKind.System
        || caller.Holds([Role.FederationOfficer, Role.CharityOfficer], Place)
        || caller.Appointments.Any(held => held.OrganisationId == ProposerId && (held.Role is Role.TownWorker or Role.VillageWorker));

    /// <summary>Open once: everybody may read it.</summary>
    public bool IsOpened => OpenedAt is not null;
}

public sealed partial record ProjectVoices
{
    /// <summary>Of a project that everybody may read, by who may speak for it; the same update again is the one there is.</summary>
    public static Decision<IVoiceEvent> Decide(ProjectVoices? voices, Project? project, PostUpdate command, DateTimeOffset now, Caller caller)
    {
        var posted = new UpdatePosted(
            command.ProjectId, command.UpdateId, command.TitleZh.Trim(), command.TitleEn.Trim(), command.TextZh.Trim(), command.TextEn.Trim(), command.Photos, caller.AccountId, now);
        return Speak(project, caller) is { } why ? why
            : voices?.Updates.GetValueOrDefault(command.UpdateId) is { } known ? (IsSame(known, posted) ? [] : new Refusal("update_id_reused"))
            : [posted];
    }

    /// <summary>Of an update there is; the same correction again is the one there is.</summary>
    public static Decision<IVoiceEvent> Decide(ProjectVoices? voices, Project? project, CorrectUpdate command, DateTimeOffset now, Caller caller)
    {
        if (Speak(project, caller) is { } why)
        {
            return why;
        }

        return voices switch
        {
            _ when voices?.Updates.ContainsKey(command.UpdateId) != true => new Refusal("update_unknown"),
            { } v when v.Corrections.TryGetValue(command.CorrectionId, out var known) =>
                (known.UpdateId, known.TextZh, known.TextEn) == (command.UpdateId, command.TextZh.Trim(), command.TextEn.Trim()) ? [] : new Refusal("update_id_reused"),
            { } v when v.Corrections.Values.Count(one => one.UpdateId == command.UpdateId) >= CorrectionsMax => new Refusal("corrections_too_many", null, $"{CorrectionsMax}"),
            _ => [new UpdateCorrected(command.ProjectId, command.UpdateId, command.CorrectionId, command.TextZh.Trim(), command.TextEn.Trim(), caller.AccountId, now)],
        };
    }

    private static Refusal? Speak(Project? project, Caller caller) => project switch
    {
        null => new Refusal("project_unknown"),
        { IsOpened: false } => project.State.Instead(),
        _ => project.IsTold(caller) ? null : new Refusal("update_not_yours"),
    };

    private static bool IsSame(UpdatePosted a, UpdatePosted b) =>
        (a.TitleZh, a.TitleEn, a.TextZh, a.TextEn) == (b.TitleZh, b.TitleEn, b.TextZh, b.TextEn) && a.Photos.SequenceEqual(b.Photos);
}

internal sealed class PostUpdateHandler(Aggregates aggregates, CommandContext context, TimeProvider time) : IRequestHandler<PostUpdate, Outcome>, IRequestHandler<CorrectUpdate, Outcome>
{
    public async Task<Outcome> Handle(PostUpdate command, CancellationToken ct)
    {
        var (project, _, _) = await aggregates.Load<Project, IProjectEvent>(command.ProjectId, ct);
        return await aggregates.Change<ProjectVoices, IVoiceEvent>(
            ProjectVoices.StreamOf(command.ProjectId), voices => ProjectVoices.Decide(voices, project, command, command.At ?? time.GetUtcNow(), context.Caller), ct);
    }

    public async Task<Outcome> Handle(CorrectUpdate command, CancellationToken ct)
    {
        var (project, _, _) = await aggregates.Load<Project, IProjectEvent>(command.ProjectId, ct);
        return await aggregates.Change<ProjectVoices, IVoiceEvent>(
            ProjectVoices.StreamOf(command.ProjectId), voices => ProjectVoices.Decide(voices, project, command, command.At ?? time.GetUtcNow(), context.Caller), ct);
    }
}
