using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Web.Evidence;
using CharityLink.Web.Site;

namespace CharityLink.Web.Projects.Voices;

/// <summary>What was typed into one of the forms of a project's voices, kept as typed until it is accepted.</summary>
/// <param name="Act">Which form: <c>update</c>, <c>correct</c>, <c>answer</c>, <c>approve</c> or <c>refuse</c>; empty when nothing was sent.</param>
/// <param name="Target">The update or question it is about.</param>
public sealed record VoiceForm(string Act, Guid Id, Guid Target, IReadOnlyDictionary<string, string> Typed, EvidenceIntake Photos, IReadOnlyList<Refusal> Refusals, string? Done)
{
    private static readonly string[] _acts = ["update", "correct", "answer", "approve", "refuse"];

    /// <summary>Nothing typed; perhaps something was just done.</summary>
    public static VoiceForm New(string? done) => new(
        "", Guid.CreateVersion7(), Guid.Empty, new Dictionary<string, string>(StringComparer.Ordinal), EvidenceIntake.None("photos"), [], _acts.Contains(done, StringComparer.Ordinal) ? done : null);

    /// <summary>As posted.</summary>
    public static VoiceForm Read(string act, IFormCollection form) => New(null) with
    {
        Act = act,
        Id = Posted.Id(form, "id"),
        Target = Posted.Reference(form["target"].ToString()) ?? Guid.Empty,
        Typed = form.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal),
    };

    /// <summary>What stands in a field of one of the forms.</summary>
    public string Value(string act, string field) => Act == act ? Typed.GetValueOrDefault(field, "") : "";

    /// <summary>What was wrong with one of the forms.</summary>
    public IReadOnlyList<Refusal> Of(string act) => Act == act ? Refusals : [];

    /// <summary>The update that is to be posted.</summary>
    public PostUpdate Update(Guid project) => new(Id, project, Id, Field("title_zh"), Field("title_en"), Field("text_zh"), Field("text_en"), Photos.Files);

    /// <summary>The wish, or null when there is no such form.</summary>
    public ICommand? Command(Guid project) => Act switch
    {
        "correct" => new CorrectUpdate(Id, project, Target, Id, Field("correction_zh"), Field("correction_en")),
        "answer" => new AnswerQuestion(Id, project, Target, Field("answer_zh"), Field("answer_en")),
        "approve" => new ApproveQuestion(Id, project, Target),
        "refuse" => new RefuseQuestion(Id, project, Target, Field("reason")),
        _ => null,
    };

    private string Field(string name) => Typed.GetValueOrDefault(name, "");
}
