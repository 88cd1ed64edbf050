using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Projects;
using CharityLink.Web.Accounts;
using CharityLink.Web.Hosting;
using CharityLink.Web.Site;

namespace CharityLink.Web.Projects.Voices.Letters;

/// <summary>Puts letters into words: updates in both languages, for nobody knows which one a giver reads; answers in the language of the question.</summary>
internal sealed class LetterText(GiverLink keys, SiteAddress address)
{
    public PlainMail Update(string to, Guid receiver, ProjectRow project, UpdateRow update)
    {
        var stop = $"/mail/stop?box={receiver}&key={keys.KeyTo(new PersonId(receiver))}";
        var parts = Language.All.Select(lang => Texts.In(lang)["mail.update.body", project.Title(lang), Show.Name(update.TitleZh, update.TitleEn, lang),
            WrittenText.Plain(Show.Name(update.TextZh, update.TextEn, lang)), Address(lang, $"/projects/{project.ProjectId}/updates"), Address(lang, stop)]);
        return new(to, string.Join(" · ", Language.All.Select(lang => Show.Name(update.TitleZh, update.TitleEn, lang)).Distinct(StringComparer.Ordinal)), string.Join("\n\n———\n\n", parts));
    }

    public PlainMail Answer(string to, ProjectRow project, QuestionRow question)
    {
        var lang = Language.TryParse(question.Language, out var asked) ? asked : Language.Chinese;
        var words = Texts.In(lang);
        return new(to, words["mail.answer.subject", project.Title(lang)], words["mail.answer.body", project.Title(lang), question.Text,
            WrittenText.Plain(Show.Name(question.AnswerZh ?? "", question.AnswerEn ?? "", lang)), Address(lang, $"/projects/{project.ProjectId}/questions")]);
    }

    private string Address(Language lang, string path) => $"{address.Base}/{lang.Tag}{path}";
}
