using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Projects;
using CharityLink.Web.Accounts;
using CharityLink.Web.Hosting;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Projects.Pages;

/// <summary>Opens pages: who owns one goes to the vault, the page to the log, the link to it by mail. What is refused leaves nothing behind.</summary>
internal sealed class PageDesk(IMediator mediator, Vault vault, GiverLink keys, Postbox mails, SiteAddress address)
{
    /// <summary>Opens the page; the same form again opens nothing new and mails the link again, for a mail may get lost.</summary>
    public async Task<Outcome> Open(ProjectRow project, PageForm form, Language lang, CancellationToken ct)
    {
        var why = new List<Refusal>();
        var (words, owner, person) = (form.Words(why), form.Owner(why), OpenPage.OwnerOf(form.Id));
        var kind = Enum.TryParse<PageKind>(form.Kind, out var known) && Enum.IsDefined(known) ? known : PageKind.Personal;
        var command = new OpenPage(form.Id, project.ProjectId, form.Id, kind, kind == PageKind.Team ? null : Network.Posted.Reference(form.Team), words, person, lang.Tag, form.IsForProject);
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
            Mail(owner, person, project, form, lang);
        }
        else if (remembered.How == Remembered.New)
        {
            await vault.Forget(person, ct);
        }

        return outcome;
    }

    private void Mail(PersonFields owner, PersonId person, ProjectRow project, PageForm form, Language lang)
    {
        var words = Texts.In(lang);
        var link = $"{address.Base}/{lang.Tag}/projects/{project.ProjectId}/pages/{form.Id}/edit?key={keys.KeyTo(person)}";
        mails.Send(new Mail(owner.Email ?? "", words["mail.page.subject", project.Title(lang)], words["mail.page.body", owner.Name, form.Title.Trim(), project.Title(lang), link]));
    }
}
