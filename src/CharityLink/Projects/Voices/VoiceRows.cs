using System.Collections.Immutable;
using CharityLink.Evidence;
using CharityLink.Kernel;

namespace CharityLink.Projects;

/// <summary>What put an update right.</summary>
public sealed record CorrectionRow(string TextZh, string TextEn, DateTimeOffset At);

/// <summary>An update as it is read.</summary>
/// <param name="Position">Of its last fact in the log.</param>
public sealed record UpdateRow(
    Guid UpdateId, Guid ProjectId, string TitleZh, string TitleEn, string TextZh, string TextEn, ImmutableList<EvidenceFile> Photos, ImmutableList<CorrectionRow> Corrections,
    DateTimeOffset PostedAt, long Position)
{
    internal static UpdateRow After(UpdateRow? row, IVoiceEvent fact, long position) => (row, fact) switch
    {
        (null, UpdatePosted e) => new(e.UpdateId, e.ProjectId, e.TitleZh, e.TitleEn, e.TextZh, e.TextEn, [.. e.Photos], [], e.PostedAt, position),
        ({ } r, UpdateCorrected e) => r with { Corrections = r.Corrections.Add(new(e.TextZh, e.TextEn, e.CorrectedAt)), Position = position },
        _ => throw new CorruptStreamException(row, fact),
    };
}

/// <summary>A question as it is read.</summary>
/// <param name="State"><c>waiting</c>, <c>approved</c>, <c>answered</c> or <c>refused</c>; all but the middle two are for staff alone.</param>
/// <param name="AskerId">Who gets the answer by mail; null for nobody.</param>
public sealed record QuestionRow(
    Guid QuestionId, Guid ProjectId, string State, string Text, Guid? AskerId, string Language, DateTimeOffset AskedAt, string? AnswerZh, string? AnswerEn, DateTimeOffset? AnsweredAt,
    string? Reason, long Position)
{
    internal static QuestionRow After(QuestionRow? row, IVoiceEvent fact, long position) => (row, fact) switch
    {
        (null, QuestionAsked e) => new(e.QuestionId, e.ProjectId, "waiting", e.Text, e.AskerId?.Value, e.Language, e.AskedAt, null, null, null, null, position),
        ({ } r, QuestionApproved) => r with { State = "approved", Position = position },
        ({ } r, QuestionAnswered e) => r with { State = "answered", AnswerZh = e.AnswerZh, AnswerEn = e.AnswerEn, AnsweredAt = e.AnsweredAt, Position = position },
        ({ } r, QuestionRefused e) => r with { State = "refused", Reason = e.Reason, Position = position },
        _ => throw new CorruptStreamException(row, fact),
    };
}

/// <summary>What a project's page shows of both: the newest few, and how many there are.</summary>
public sealed record VoiceSummary(IReadOnlyList<UpdateRow> Updates, long UpdateCount, IReadOnlyList<QuestionRow> Questions, long QuestionCount)
{
    /// <summary>Nothing said, nothing asked.</summary>
    public static VoiceSummary None { get; } = new([], 0, [], 0);
}
