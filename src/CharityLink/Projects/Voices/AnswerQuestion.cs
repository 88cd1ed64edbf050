using CharityLink.Kernel;
using MediatR;

namespace CharityLink.Projects;

/// <summary>Answers a question; question and answer become public.</summary>
/// <param name="At">When it is answered; null for now.</param>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record AnswerQuestion(Guid CommandId, Guid ProjectId, Guid QuestionId, string AnswerZh, string AnswerEn, DateTimeOffset? At = null) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => VoiceText.EitherLanguage(AnswerZh, AnswerEn, "answer", VoiceText.AnswerMax);
}

/// <summary>Lets everybody read a question before it is answered.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record ApproveQuestion(Guid CommandId, Guid ProjectId, Guid QuestionId) : ICommand, IActsOn
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);
}

/// <summary>Does not show a question: an insult, a private matter, nothing to do with the project.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record RefuseQuestion(Guid CommandId, Guid ProjectId, Guid QuestionId, string Reason) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => Subject.Project(ProjectId);

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Reason, "reason", PlainText.NoteMax, lines: true) }.OfType<Refusal>();
}

public sealed partial record ProjectVoices
{
    /// <summary>Answered once; what was refused stays so.</summary>
    public static Decision<IVoiceEvent> Decide(ProjectVoices? voices, AnswerQuestion command, DateTimeOffset now, Guid? by) => voices?.Questions.GetValueOrDefault(command.QuestionId) switch
    {
        null => new Refusal("question_unknown"),
        { Answer: { } known } => (known.AnswerZh, known.AnswerEn) == (command.AnswerZh.Trim(), command.AnswerEn.Trim()) ? [] : new Refusal("question_answered"),
        { Refused: not null } => new Refusal("question_refused"),
        _ => [new QuestionAnswered(command.ProjectId, command.QuestionId, command.AnswerZh.Trim(), command.AnswerEn.Trim(), by, now)],
    };

    /// <summary>Letting through twice lets through once; an answered question is public already.</summary>
    public static Decision<IVoiceEvent> Decide(ProjectVoices? voices, ApproveQuestion command, Guid? by) => voices?.Questions.GetValueOrDefault(command.QuestionId) switch
    {
        null => new Refusal("question_unknown"),
        { Refused: not null } => new Refusal("question_refused"),
        { IsApproved: true } or { Answer: not null } => [],
        _ => [new QuestionApproved(command.ProjectId, command.QuestionId, by)],
    };

    /// <summary>Refused before it is answered, once; one that was let through may still be taken back.</summary>
    public static Decision<IVoiceEvent> Decide(ProjectVoices? voices, RefuseQuestion command, Guid? by) => voices?.Questions.GetValueOrDefault(command.QuestionId) switch
    {
        null => new Refusal("question_unknown"),
        { Refused: not null } => [],
        { Answer: not null } => new Refusal("question_answered"),
        _ => [new QuestionRefused(command.ProjectId, command.QuestionId, command.Reason.Trim(), by)],
    };
}

internal sealed class AnswerQuestionHandler(Aggregates aggregates, CommandContext context, TimeProvider time)
    : IRequestHandler<AnswerQuestion, Outcome>, IRequestHandler<ApproveQuestion, Outcome>, IRequestHandler<RefuseQuestion, Outcome>
{
    private Guid? By => context.Caller.AccountId;

    public Task<Outcome> Handle(AnswerQuestion command, CancellationToken ct) =>
        Change(command.ProjectId, voices => ProjectVoices.Decide(voices, command, command.At ?? time.GetUtcNow(), By), ct);

    public Task<Outcome> Handle(ApproveQuestion command, CancellationToken ct) => Change(command.ProjectId, voices => ProjectVoices.Decide(voices, command, By), ct);

    public Task<Outcome> Handle(RefuseQuestion command, CancellationToken ct) => Change(command.ProjectId, voices => ProjectVoices.Decide(voices, command, By), ct);

    private Task<Outcome> Change(Guid project, Func<ProjectVoices?, Decision<IVoiceEvent>> decide, CancellationToken ct) =>
        aggregates.Change<ProjectVoices, IVoiceEvent>(ProjectVoices.StreamOf(project), decide, ct);
}
