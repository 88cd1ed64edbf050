using CharityLink.Evidence;
using CharityLink.Kernel;

namespace CharityLink.Projects;

/// <summary>A fact about what a project tells and what it is asked, in a stream beside the project's own. The names are stored: they never change.</summary>
public interface IVoiceEvent
{
    /// <summary>The project that is spoken of.</summary>
    Guid ProjectId { get; }
}

/// <summary>Those who carry the project out told what came of it. The texts are Markdown; a language may be empty.</summary>
/// <param name="By">The account that wrote it; null for the platform itself.</param>
public sealed record UpdatePosted(
    Guid ProjectId, Guid UpdateId, string TitleZh, string TitleEn, string TextZh, string TextEn, IReadOnlyList<EvidenceFile> Photos, Guid? By, DateTimeOffset PostedAt) : IVoiceEvent, INamesFiles
{
    IEnumerable<EvidenceUse> INamesFiles.Files() => Photos.Select(photo => new EvidenceUse(photo, Subject.Project(ProjectId), true));
}

/// <summary>An update was wrong: the correction stands beside it, and what was said stays readable.</summary>
public sealed record UpdateCorrected(Guid ProjectId, Guid UpdateId, Guid CorrectionId, string TextZh, string TextEn, Guid? By, DateTimeOffset CorrectedAt) : IVoiceEvent;

/// <summary>Somebody asked in public. Nobody but staff reads it before it was answered or let through.</summary>
/// <param name="AskerId">Who wants the answer by mail, in the vault; null for everybody else.</param>
/// <param name="Language">The language it was asked in: <c>zh-CN</c> or <c>en</c>.</param>
public sealed record QuestionAsked(Guid ProjectId, Guid QuestionId, string Text, PersonId? AskerId, string Language, DateTimeOffset AskedAt) : IVoiceEvent;

/// <summary>A question may be read by everybody; its answer follows.</summary>
public sealed record QuestionApproved(Guid ProjectId, Guid QuestionId, Guid? By) : IVoiceEvent;

/// <summary>A question was answered; both may be read by everybody.</summary>
public sealed record QuestionAnswered(Guid ProjectId, Guid QuestionId, string AnswerZh, string AnswerEn, Guid? By, DateTimeOffset AnsweredAt) : IVoiceEvent;

/// <summary>A question is not shown, for a reason that stays with it.</summary>
public sealed record QuestionRefused(Guid ProjectId, Guid QuestionId, string Reason, Guid? By) : IVoiceEvent;
