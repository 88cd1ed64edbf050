using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Projects;
using CharityLink.Web.Hosting;
using CharityLink.Web.Mail;
using CharityLink.Web.Site;

namespace CharityLink.Web.Projects.Voices.Letters;

/// <summary>Letters at the moment they are sent: updates in both languages, for nobody knows which one a giver reads; answers in the language of the question.</summary>
internal sealed class LetterKind(LetterBook letters, Vault vault, ProjectDirectory projects, VoiceList voices, GiverLink keys, SiteAddress address) : IMailKind
{
    /// <summary>News of a project.</summary>
    public const string Update = "update";

    /// <summary>The answer to a question.</summary>
    public const string Answer = "answer";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Kinds { get; } = [Update, Answer];

    /// <inheritdoc/>
    public async Task Complete(IReadOnlyList<MailDraft> drafts, CancellationToken ct)
    {
        var about = projects.FindMany(drafts.Select(draft => draft.Mail.Facts.Project.GetValueOrDefault()), ct);
        var said = voices.FindMany([.. drafts.Select(draft => draft.Mail.Facts.Subject.GetValueOrDefault()).Distinct()], ct);
        var stopped = letters.Stopped([.. drafts.Select(draft => draft.Mail.Facts.Item).OfType<Guid>().Distinct()], ct);
        var unfollowed = letters.Unfollowed([.. drafts.Select(draft => draft.Mail.Facts.Item).OfType<Guid>().Distinct()], ct);
        await Task.WhenAll(about, said, stopped, unfollowed);
        foreach (var draft in drafts)
        {
            var (facts, project) = (draft.Mail.Facts, (await about).GetValueOrDefault(draft.Mail.Facts.Project.GetValueOrDefault()));
            if (project is not null && (await said).Updates.GetValueOrDefault(facts.Subject.GetValueOrDefault()) is { } update && facts.Item is { } box && !(await stopped).Contains(box)
                && !(await unfollowed).Contains((box, project.ProjectId)))
            {
                Tell(draft, project, update, box);
            }
            else if (project is not null && (await said).Questions.GetValueOrDefault(facts.Subject.GetValueOrDefault()) is { } question)
            {
                Tell(draft, project, question);
            }
            else
            {
                // A thing that is gone, or a mailbox that wants no more.
                draft.IsNeedless = true;
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>The address was left for this one answer.</remarks>
    public Task Ended(MailDraft draft, CancellationToken ct) =>
        draft.Mail is { Kind: Answer, To.Person: { } asker } ? vault.Forget(asker, ct) : Task.CompletedTask;

    private void Tell(MailDraft draft, ProjectRow project, UpdateRow update, Guid box)
    {
        var mailbox = $"box={box}&key={keys.KeyTo(new PersonId(box))}";
        var stop = $"/mail/stop?{mailbox}";
        draft.StopUrl = Url(draft.Language, $"{StopRoutes.Leave}?{mailbox}");
        draft.Values["subject"] = string.Join(" · ", Language.All.Select(lang => Show.Name(update.TitleZh, update.TitleEn, lang)).Distinct(StringComparer.Ordinal));
        foreach (var (lang, suffix) in new[] { (Language.Chinese, "Zh"), (Language.English, "En") })
        {
            draft.Values[$"project{suffix}"] = project.Title(lang);
            draft.Values[$"title{suffix}"] = Show.Name(update.TitleZh, update.TitleEn, lang);
            draft.Values[$"text{suffix}"] = WrittenText.Plain(Show.Name(update.TextZh, update.TextEn, lang));
            draft.Values[$"page{suffix}"] = Url(lang, $"/projects/{project.ProjectId}/updates");
            draft.Values[$"unfollow{suffix}"] = Url(lang, $"/mail/unfollow?{mailbox}&project={project.ProjectId}");
            draft.Values[$"stop{suffix}"] = Url(lang, stop);
        }
    }

    private void Tell(MailDraft draft, ProjectRow project, QuestionRow question)
    {
        var lang = draft.Language;
        draft.Values["project"] = project.Title(lang);
        draft.Values["question"] = question.Text;
        draft.Values["answer"] = WrittenText.Plain(Show.Name(question.AnswerZh ?? "", question.AnswerEn ?? "", lang));
        draft.Values["page"] = Url(lang, $"/projects/{project.ProjectId}/questions");
    }

    private string Url(Language lang, string path) => $"{address.Base}/{lang.Tag}{path}";
}
