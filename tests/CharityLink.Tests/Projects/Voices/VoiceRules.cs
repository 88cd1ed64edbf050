using CharityLink.Evidence;
using CharityLink.Kernel;
using CharityLink.Projects;
using static CharityLink.Tests.Projects.Example;

namespace CharityLink.Tests.Projects.Voices;

/// <summary>PRJ-6: who tells how a project goes on, what stays visible, and which questions everybody reads.</summary>
public sealed class VoiceRules
{
    private static readonly Guid _update = Guid.CreateVersion7();
    private static readonly Guid _question = Guid.CreateVersion7();
    private static readonly DateTimeOffset _now = new(2026, 10, 20, 3, 0, 0, TimeSpan.Zero);
    private static readonly EvidenceFile _photo = new(new string('b', 64), "image/jpeg", 10);
    private static readonly PostUpdate _post = new(Guid.CreateVersion7(), Example.Id, _update, " 屋顶 ", "Roof ", " 修好了 ", " done ", [_photo]);
    private static readonly UpdatePosted _posted = new(Example.Id, _update, "屋顶", "Roof", "修好了", "done", _post.Photos, Officer.AccountId, _now);
    private static readonly CorrectUpdate _correct = new(Guid.CreateVersion7(), Example.Id, _update, Guid.CreateVersion7(), " 四户 ", "");
    private static readonly UpdateCorrected _corrected = new(Example.Id, _update, _correct.CorrectionId, "四户", "", Officer.AccountId, _now);
    private static readonly AskQuestion _ask = new(Guid.CreateVersion7(), Example.Id, _question, " 何时完工？ ", null, "zh-CN");
    private static readonly QuestionAsked _asked = new(Example.Id, _question, "何时完工？", null, "zh-CN", _now);
    private static readonly AnswerQuestion _answer = new(Guid.CreateVersion7(), Example.Id, _question, " 十二月 ", "");
    private static readonly QuestionAnswered _answered = new(Example.Id, _question, "十二月", "", Officer.AccountId, _now);
    private static readonly QuestionApproved _approved = new(Example.Id, _question, Officer.AccountId);
    private static readonly RefuseQuestion _refuse = new(Guid.CreateVersion7(), Example.Id, _question, " an insult ");
    private static readonly QuestionRefused _refused = new(Example.Id, _question, "an insult", Officer.AccountId);

    private static Project Live => In(ProjectState.Live).State!; // Facts were given.

    private static Scenario<ProjectVoices, IVoiceEvent> Silence => Scenario<ProjectVoices, IVoiceEvent>.Given();

    [Fact]
    public void Officers_and_the_people_of_the_proposer_speak_and_nobody_else()
    {
        Silence.When(none => ProjectVoices.Decide(none, Live, _post, _now, Officer)).Then(_posted);
        Silence.When(none => ProjectVoices.Decide(none, Live, _post, _now, VillageWorker)).Then(_posted with { By = VillageWorker.AccountId });
        Silence.When(none => ProjectVoices.Decide(none, Live, _post, _now, Caller.System)).Then(_posted with { By = null });
        Silence.When(none => ProjectVoices.Decide(none, Live, _post, _now, OtherVillageWorker)).Refused("update_not_yours");
        Silence.When(none => ProjectVoices.Decide(none, Live, _post, _now, TownWorker)).Refused("update_not_yours");
        Silence.When(none => ProjectVoices.Decide(none, Live, _post, _now, Staff.Holding(Role.Auditor, Village.Value, Proposer))).Refused("update_not_yours");
    }

    [Fact]
    public void A_project_speaks_once_it_is_open()
    {
        Silence.When(none => ProjectVoices.Decide(none, null, _post, _now, Officer)).Refused("project_unknown");
        Silence.When(none => ProjectVoices.Decide(none, In(ProjectState.Filed).State, _post, _now, Officer)).Refused("project_is_filed");
        Silence.When(none => ProjectVoices.Decide(none, In(ProjectState.Closed).State, _post, _now, Officer)).Then(_posted);
    }

    [Fact]
    public void The_same_update_again_is_the_one_there_is()
    {
        Given(_posted).When(one => ProjectVoices.Decide(one, Live, _post, _now.AddDays(1), Officer)).Nothing();
        Given(_posted).When(one => ProjectVoices.Decide(one, Live, _post with { TextEn = "other" }, _now, Officer)).Refused("update_id_reused");
        Given(_posted).When(one => ProjectVoices.Decide(one, Live, _post with { Photos = [] }, _now, Officer)).Refused("update_id_reused");
    }

    [Fact]
    public void A_correction_stands_beside_what_was_said()
    {
        Given(_posted).When(one => ProjectVoices.Decide(one, Live, _correct, _now, Officer)).Then(_corrected);
        Given(_posted, _corrected).When(one => ProjectVoices.Decide(one, Live, _correct, _now, Officer)).Nothing();
        Given(_posted, _corrected).When(one => ProjectVoices.Decide(one, Live, _correct with { TextZh = "五户" }, _now, Officer)).Refused("update_id_reused");
        Given(_posted).When(one => ProjectVoices.Decide(one, Live, _correct, _now, OtherVillageWorker)).Refused("update_not_yours");
        Silence.When(none => ProjectVoices.Decide(none, Live, _correct, _now, Officer)).Refused("update_unknown");
        IVoiceEvent[] many = [_posted, .. Enumerable.Range(1, ProjectVoices.CorrectionsMax).Select(_ => _corrected with { CorrectionId = Guid.CreateVersion7() })];
        Given([.. many[..^1]]).When(one => ProjectVoices.Decide(one, Live, _correct, _now, Officer)).Then(_corrected);
        Given(many).When(one => ProjectVoices.Decide(one, Live, _correct, _now, Officer)).Refused("corrections_too_many");
    }

    [Fact]
    public void Anybody_asks_about_a_project_that_is_open()
    {
        Silence.When(none => ProjectVoices.Decide(none, Live, _ask, _now)).Then(_asked);
        Silence.When(none => ProjectVoices.Decide(none, In(ProjectState.Filed).State, _ask, _now)).Refused("project_unknown");
        Silence.When(none => ProjectVoices.Decide(none, null, _ask, _now)).Refused("project_unknown");
        Given(_asked).When(one => ProjectVoices.Decide(one, Live, _ask, _now.AddHours(1))).Nothing();
        Given(_asked).When(one => ProjectVoices.Decide(one, Live, _ask with { Text = "?" }, _now)).Refused("question_id_reused");
        Given(_asked).When(one => ProjectVoices.Decide(one, Live, _ask with { AskerId = AskQuestion.AskerOf(_question) }, _now)).Refused("question_id_reused");
    }

    [Fact]
    public void A_flood_of_questions_is_stopped_and_those_that_were_looked_at_do_not_count()
    {
        IVoiceEvent[] flood = [.. Enumerable.Range(1, ProjectVoices.WaitingMax).Select(_ => _asked with { QuestionId = Guid.CreateVersion7() })];
        Given(flood).When(one => ProjectVoices.Decide(one, Live, _ask, _now)).Refused("questions_too_many");
        Given([.. flood, _refused with { QuestionId = ((QuestionAsked)flood[0]).QuestionId }]).When(one => ProjectVoices.Decide(one, Live, _ask, _now)).Then(_asked);
        Given([.. flood, _approved with { QuestionId = ((QuestionAsked)flood[0]).QuestionId }]).When(one => ProjectVoices.Decide(one, Live, _ask, _now)).Then(_asked);
        Given([.. flood, _answered with { QuestionId = ((QuestionAsked)flood[0]).QuestionId }]).When(one => ProjectVoices.Decide(one, Live, _ask, _now)).Then(_asked);
    }

    [Fact]
    public void A_question_is_answered_once_and_not_after_it_was_refused()
    {
        Given(_asked).When(one => ProjectVoices.Decide(one, _answer, _now, Officer.AccountId)).Then(_answered);
        Given(_asked, _approved).When(one => ProjectVoices.Decide(one, _answer, _now, Officer.AccountId)).Then(_answered);
        Given(_asked, _answered).When(one => ProjectVoices.Decide(one, _answer, _now, Officer.AccountId)).Nothing();
        Given(_asked, _answered).When(one => ProjectVoices.Decide(one, _answer with { AnswerZh = "一月" }, _now, null)).Refused("question_answered");
        Given(_asked, _refused).When(one => ProjectVoices.Decide(one, _answer, _now, null)).Refused("question_refused");
        Silence.When(none => ProjectVoices.Decide(none, _answer, _now, null)).Refused("question_unknown");
    }

    [Fact]
    public void A_question_is_let_through_or_kept_back()
    {
        var approve = new ApproveQuestion(Guid.CreateVersion7(), Example.Id, _question);
        Given(_asked).When(one => ProjectVoices.Decide(one, approve, Officer.AccountId)).Then(_approved);
        Given(_asked, _approved).When(one => ProjectVoices.Decide(one, approve, null)).Nothing();
        Given(_asked, _answered).When(one => ProjectVoices.Decide(one, approve, null)).Nothing();
        Given(_asked, _refused).When(one => ProjectVoices.Decide(one, approve, null)).Refused("question_refused");
        Silence.When(none => ProjectVoices.Decide(none, approve, null)).Refused("question_unknown");
        Given(_asked).When(one => ProjectVoices.Decide(one, _refuse, Officer.AccountId)).Then(_refused);
        Given(_asked, _approved).When(one => ProjectVoices.Decide(one, _refuse, Officer.AccountId)).Then(_refused);
        Given(_asked, _refused).When(one => ProjectVoices.Decide(one, _refuse, null)).Nothing();
        Given(_asked, _answered).When(one => ProjectVoices.Decide(one, _refuse, null)).Refused("question_answered");
        Silence.When(none => ProjectVoices.Decide(none, _refuse, null)).Refused("question_unknown");
    }

    [Fact]
    public void What_everybody_will_read_is_well_formed_in_one_language_at_least()
    {
        Assert.Empty(_post.Validate());
        Assert.Empty((_post with { TitleZh = "", TextZh = "" }).Validate());
        Assert.Equal(["title_zh text_missing", "text_zh text_missing"], Codes(_post with { TitleZh = "", TitleEn = " ", TextZh = "", TextEn = "" }), StringComparer.Ordinal);
        Assert.Empty((_post with { TextEn = new string('x', VoiceText.UpdateMax) }).Validate());
        Assert.Equal(["text_en text_too_long"], Codes(_post with { TextEn = new string('x', VoiceText.UpdateMax + 1) }), StringComparer.Ordinal);
        Assert.Equal(["title_zh text_forbidden_character"], Codes(_post with { TitleZh = "a\nb" }), StringComparer.Ordinal);
        Assert.Equal(["photos photos_only"], Codes(_post with { Photos = [_photo, Paper] }), StringComparer.Ordinal);
        Assert.Equal(["correction_zh text_missing"], Codes(_correct with { TextZh = "" }), StringComparer.Ordinal);
        Assert.Equal(["answer_zh text_missing"], Codes(_answer with { AnswerZh = "" }), StringComparer.Ordinal);
        Assert.Equal(["reason text_missing"], Codes(_refuse with { Reason = "" }), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("write to li@example.org please", false)]
    [InlineData("我的电话是13800138000", false)]
    [InlineData("138 0013 8000", false)]
    [InlineData("440703199001011234", false)]
    [InlineData("44070319900101123X", false)]
    [InlineData("备案号 53440700MJL0000000A26001 对吗？", true)]
    [InlineData("The sum of 12800138000 fen is large", true)]
    [InlineData("Where do the @ signs go?", true)]
    public void A_visitors_words_name_nobodys_address(string text, bool fits)
    {
        string[] codes = fits ? [] : ["question text_names_contact"];
        Assert.Equal(codes, Codes(_ask with { Text = text }), StringComparer.Ordinal);
    }

    [Fact]
    public void Facts_that_cannot_follow_are_a_bug()
    {
        Assert.All(new IVoiceEvent[] { _corrected, _approved, _answered, _refused }, fact => Assert.Throws<CorruptStreamException>(() => ProjectVoices.Evolve(null, fact)));
        Assert.Throws<CorruptStreamException>(() => UpdateRow.After(null, _corrected, 1));
        Assert.Throws<CorruptStreamException>(() => QuestionRow.After(null, _answered, 1));
    }

    [Fact]
    public void Photographs_of_an_update_may_be_seen_by_everybody() =>
        Assert.Equal(new EvidenceUse(_photo, Subject.Project(Example.Id), true), Assert.Single(((INamesFiles)_posted).Files()));

    private static Scenario<ProjectVoices, IVoiceEvent> Given(params IVoiceEvent[] facts) => Scenario<ProjectVoices, IVoiceEvent>.Given(facts);

    private static IEnumerable<string> Codes(IValidated command) => command.Validate().Select(refusal => $"{refusal.Field} {refusal.Code}");
}
