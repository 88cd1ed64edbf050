using System.Collections.Immutable;
using CharityLink.Kernel;

namespace CharityLink.Projects;

/// <summary>What a project told and was asked: enough to know a repeat by, and which questions still wait.</summary>
public sealed partial record ProjectVoices(
    ImmutableDictionary<Guid, UpdatePosted> Updates, ImmutableDictionary<Guid, UpdateCorrected> Corrections, ImmutableDictionary<Guid, AskedQuestion> Questions)
    : IState<ProjectVoices, IVoiceEvent>
{
    /// <summary>So many questions may wait at once: beyond it somebody floods, and nobody reads them.</summary>
    public const int WaitingMax = 100;

    /// <summary>Corrections of one update; more would be another update.</summary>
    public const int CorrectionsMax = 5;

    private static readonly ProjectVoices _silence = new(
        ImmutableDictionary<Guid, UpdatePosted>.Empty, ImmutableDictionary<Guid, UpdateCorrected>.Empty, ImmutableDictionary<Guid, AskedQuestion>.Empty);

    /// <summary>The stream of a project's voices.</summary>
    public static Guid StreamOf(Guid projectId) => StableId.Beside(projectId, "voices");

    /// <inheritdoc/>
    public static ProjectVoices Evolve(ProjectVoices? state, IVoiceEvent fact) => (state ?? _silence, fact) switch
    {
        ({ } v, UpdatePosted e) => v with { Updates = v.Updates.Add(e.UpdateId, e) },
        ({ } v, UpdateCorrected e) when v.Updates.ContainsKey(e.UpdateId) => v with { Corrections = v.Corrections.Add(e.CorrectionId, e) },
        ({ } v, QuestionAsked e) => v with { Questions = v.Questions.Add(e.QuestionId, new(e, false, null, null)) },
        ({ } v, QuestionApproved e) when v.Questions.TryGetValue(e.QuestionId, out var q) => v.With(q with { IsApproved = true }),
        ({ } v, QuestionAnswered e) when v.Questions.TryGetValue(e.QuestionId, out var q) => v.With(q with { Answer = e }),
        ({ } v, QuestionRefused e) when v.Questions.TryGetValue(e.QuestionId, out var q) => v.With(q with { Refused = e }),
        _ => throw new CorruptStreamException(state, fact),
    };

    private ProjectVoices With(AskedQuestion question) => this with { Questions = Questions.SetItem(question.Asked.QuestionId, question) };
}

/// <summary>A question and what became of it.</summary>
public sealed record AskedQuestion(QuestionAsked Asked, bool IsApproved, QuestionAnswered? Answer, QuestionRefused? Refused)
{
    /// <summary>Nobody has looked at it yet.</summary>
    public bool Waits => !IsApproved && Answer is null && Refused is null;
}
