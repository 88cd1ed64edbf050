using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Web.Hosting;
using CharityLink.Web.Site;
using MediatR;

namespace CharityLink.Web.Projects.Pages;

/// <summary>A page for its owner, who comes by the link in the mail: confirm, change, close.</summary>
internal static class OwnPageRoutes
{
    public static void MapOwnPages(this SiteRoutes site)
    {
        site.Forms.MapGet("/projects/{id:guid}/pages/{page:guid}/edit", (HttpContext http, Guid id, Guid page, string? key, string? done, [AsParameters] PageRoutes.Sources from, CancellationToken ct) =>
            Show(http, id, page, key ?? "", null, [], done, from, ct));
        site.Forms.MapPost("/projects/{id:guid}/pages/{page:guid}/edit/{act}", Act).RequireRateLimiting(Limits.Secrets);
    }

    private static async Task<IResult> Act(HttpContext http, Guid id, Guid page, string act, [AsParameters] PageRoutes.Sources from, IMediator mediator, CancellationToken ct)
    {
        var posted = http.Request.Form;
        var (key, command, form) = (posted["key"].ToString(), Guid.CreateVersion7(), PageForm.Read(posted));
        var why = new List<Refusal>();
        ICommand? wish = act switch
        {
            "confirm" => new ConfirmPage(command, page, key),
            "change" => new ChangePage(command, page, key, form.Words(why)),
            "close" => new ClosePage(command, page, key),
            _ => null,
        };
        if (wish is null)
        {
            return Results.NotFound();
        }

        var outcome = why.Count > 0 ? Outcome.Refused(why) : await mediator.Send(wish, ct);
        if (!outcome.IsDone)
        {
            return await Show(http, id, page, key, act == "change" ? form : null, outcome.Refusals, null, from, ct);
        }

        return Page.Go(http, outcome, $"/projects/{id}/pages/{page}/edit?key={Uri.EscapeDataString(key)}&done={act}");
    }

    // A wrong key and an unknown page are one answer: the address tells nothing.
    private static async Task<IResult> Show(
        HttpContext http, Guid id, Guid page, string key, PageForm? form, IReadOnlyList<Refusal> refusals, string? done, PageRoutes.Sources from, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Pages.Name);
        var (project, row) = (await from.Projects.Find(id, ct), await from.Pages.Find(page, ct));
        return project is { IsPublic: true } && row?.ProjectId == id && from.Keys.Opens(key, new PersonId(row.OwnerId))
            ? Page.Show<OwnPagePage>(http, new
            {
                Project = project, Row = row, Key = key, Form = form ?? PageForm.Of(row), Refusals = refusals, Notice = Page.Notice(http, "pages.done", done),
            }, Page.Status(refusals))
            : Results.NotFound();
    }
}
