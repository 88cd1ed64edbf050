using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Projects;
using CharityLink.Web.Mail;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Projects.Pages;

/// <summary>Opens pages: who owns one goes to the vault, the page to the log, the link to it by mail. What is refused leaves nothing behind.</summary>
internal sealed class PageDesk(IMediator mediator, Vault vault, MailOutbox mails)
{
    /// <summary>Opens the page; the same form again opens nothing new and mails the link again, for a mail may get lost.</summary>
    public async Task<Outcome> Open(ProjectRow project, PageForm form, Language lang, CancellationToken ct)
    {
        var why = new List<Refusal>();
        var (words, owner, person) = (form.Words(why), form.Owner(why), OpenPage.OwnerOf(form.Id));
        var kind = Enum.TryParse<PageKind>(form.Kind, out var known) && Enum.IsDefined(known) ? known : PageKind.Personal;
        var command = new OpenPage(form.Id, project.ProjectId, form.Id, kind, kind == PageKind.Team ? null : Posted.Reference(form.Team), words, person, lang.Tag, form.IsForProject);
        why.AddRange(command.Validate().Where(refusal => !why.Exists(told => told.Field == refusal.Field)));
        if (why.Count > 0)
        {
            return Outcome.Refused(why);
        }

        // The vault first: a fact never names a person who is not there.
        var remembered = await vault.Remember(person, owner, ct);
        var outcome = remembered.How == Remembered.Other ? Outcome.Refused(new Refusal("page_id_reused")) : await mediator.Send(command, ct);
        if (outcome.IsDone)
        {
            var facts = new MailFacts(form.Id, Project: project.ProjectId, Path: $"/projects/{project.ProjectId}/pages/{form.Id}/edit", HasKey: true);
            await mails.Note(Guid.CreateVersion7(), "page", person, lang, facts, ct);
        }
        else if (remembered.How == Remembered.New)
        {
            await vault.Forget(person, ct);
        }

        return outcome;
    }
}
