using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Projects;

/// <summary>Asks about a project, from a form that anybody may use. Read by staff first.</summary>
/// <param name="QuestionId">Made when the form was shown: sent twice, it is asked once.</param>
/// <param name="AskerId">Who wants the answer by mail, already in the vault.</param>
/// <param name="At">When it is asked; null for now.</param>
[Allow(Public = true)]
public sealed record AskQuestion(Guid CommandId, Guid ProjectId, Guid QuestionId, string Text, PersonId? AskerId, string Language, DateTimeOffset? At = null) : ICommand, IValidated
{
    /// <summary>Under which id the vault keeps who asked a question.</summary>
    public static PersonId AskerOf(Guid questionId) => new(StableId.Beside(questionId, "asker"));

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { VoiceText.Visitors(Text, "question") }.OfType<Refusal>();
}

public sealed partial record ProjectVoices
{
    /// <summary>About a project that everybody may read, while not too many wait.</summary>
    public static Decision<IVoiceEvent> Decide(ProjectVoices? voices, Project? project, AskQuestion command, DateTimeOffset now) => voices switch
    {
        _ when project is not { IsOpened: true } => new Refusal("project_unknown"),
        { } v when v.Questions.TryGetValue(command.QuestionId, out var known) =>
            (known.Asked.Text, known.Asked.AskerId) == (command.Text.Trim(), command.AskerId) ? [] : new Refusal("question_id_reused"),
        { } v when v.Questions.Values.Count(question => question.Waits) >= WaitingMax => new Refusal("questions_too_many"),
        _ => [new QuestionAsked(command.ProjectId, command.QuestionId, command.Text.Trim(), command.AskerId, command.Language, now)],
    };
}

internal sealed class AskQuestionHandler(Aggregates aggregates, TimeProvider time) : IRequestHandler<AskQuestion, Outcome>
{
    public async Task<Outcome> Handle(AskQuestion command, CancellationToken ct)
    {
        var (project, _, _) = await aggregates.Load<Project, IProjectEvent>(command.ProjectId, ct);
        return await aggregates.Change<ProjectVoices, IVoiceEvent>(
            ProjectVoices.StreamOf(command.ProjectId), voices => ProjectVoices.Decide(voices, project, command, command.At ?? time.GetUtcNow()), ct);
    }
}
