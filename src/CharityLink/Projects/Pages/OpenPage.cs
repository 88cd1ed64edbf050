using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Projects;

/// <summary>Opens a page that raises for a project, from a form that anybody may use.</summary>
/// <param name="PageId">Made when the form was shown: sent twice, it opens one page.</param>
/// <param name="OwnerId">Who owns it, already in the vault with an address.</param>
/// <param name="IsForProject">The owner promises to raise for the project and not for one named person (CN-PER-01).</param>
/// <param name="At">When it is opened; null for now.</param>
[Allow(Public = true)]
public sealed record OpenPage(
    Guid CommandId, Guid ProjectId, Guid PageId, PageKind Kind, Guid? TeamId, PageWords Words, PersonId OwnerId, string Language, bool IsForProject, DateTimeOffset? At = null) : ICommand, IValidated
{
    /// <summary>Under which id the vault keeps who owns a page.</summary>
    public static PersonId OwnerOf(Guid pageId) => new(StableId.Beside(pageId, "owner"));

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() =>
        [.. Words.Check(), .. IsForProject ? Array.Empty<Refusal>() : [new Refusal("page_promise_missing", "promise")], .. Kind == PageKind.Team && TeamId is not null ? [new Refusal("team_in_team", "team")] : Array.Empty<Refusal>()];
}

/// <summary>What may stand on a page.</summary>
internal static class PageWordsRule
{
    public static IEnumerable<Refusal> Check(this PageWords words) => new[]
    {
        PlainText.Check(words.Title, "title", PlainText.NameMax) ?? VoiceText.Visitors(words.Title, "title"),
        VoiceText.Visitors(words.Text, "text", VoiceText.AnswerMax),
        words.Goal is { Minor: <= 0 or > FundraisingPage.GoalMax } ? new Refusal("page_goal_invalid", "goal") : null,
    }.OfType<Refusal>();

    public static PageWords Tidy(this PageWords words) => words with { Title = words.Title.Trim(), Text = words.Text.Trim() };
}

public sealed partial record FundraisingPage
{
    /// <summary>For a project that takes gifts now; a member's page joins a team of the same project.</summary>
    public static Decision<IPageEvent> Decide(FundraisingPage? page, Project? project, FundraisingPage? team, OpenPage command, DateTimeOffset now) => page switch
    {
        { } known => (known.Opened.ProjectId, known.Opened.Kind, known.Opened.TeamId, known.Opened.Words, known.Opened.OwnerId)
            == (command.ProjectId, command.Kind, command.TeamId, command.Words.Tidy(), command.OwnerId) ? [] : new Refusal("page_id_reused"),
        _ when project is not { IsOpened: true } => new Refusal("project_unknown"),
        _ when project is not { State: ProjectState.Live, IsPaused: false } || now >= project.Deadline => new Refusal("page_project_closed"),
        _ when command.TeamId is not null && team is not { IsLive: true, Opened: { Kind: PageKind.Team } } => new Refusal("team_unknown", "team"),
        _ when command.TeamId is not null && team?.Opened.ProjectId != command.ProjectId => new Refusal("team_unknown", "team"),
        _ => [new PageOpened(command.PageId, command.ProjectId, command.Kind, command.TeamId, command.Words.Tidy(), command.OwnerId, command.Language, now)],
    };
}

internal sealed class OpenPageHandler(Aggregates aggregates, TimeProvider time) : IRequestHandler<OpenPage, Outcome>
{
    public async Task<Outcome> Handle(OpenPage command, CancellationToken ct)
    {
        var (project, _, _) = await aggregates.Load<Project, IProjectEvent>(command.ProjectId, ct);
        var team = command.TeamId is { } id ? (await aggregates.Load<FundraisingPage, IPageEvent>(id, ct)).State : null;
        return await aggregates.Create<FundraisingPage, IPageEvent>(
            command.PageId, page => FundraisingPage.Decide(page, project, team, command, command.At ?? time.GetUtcNow()), ct);
    }
}
