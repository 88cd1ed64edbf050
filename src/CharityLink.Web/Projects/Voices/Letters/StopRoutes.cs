using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Projects;
using CharityLink.Web.Hosting;
using CharityLink.Web.Site;

namespace CharityLink.Web.Projects.Voices.Letters;

/// <summary>Wants no more updates: by the link in any of them, without an account. A button, since mail programs open links on their own.</summary>
internal static class StopRoutes
{
    /// <summary>What mail programs call when their own button is pressed (RFC 8058): without a page, a cookie or a form of ours; the key in the address is proof enough.</summary>
    public const string Leave = "/mail/leave";

    public static void MapStop(this SiteRoutes site)
    {
        site.Forms.MapGet("/mail/stop", (HttpContext http, Guid? box, string? key, GiverLink keys) => Show(http, box, key, keys, false));
        site.Forms.MapPost("/mail/stop", Stop).RequireRateLimiting(Limits.Secrets);
        site.Forms.MapGet(Leave, (HttpContext http, Guid? box, string? key, GiverLink keys) => Show(http, box, key, keys, false));
        site.Forms.MapPost(Leave, StopAtOnce).WithMetadata(new SignedPost());
        site.Forms.MapGet("/mail/unfollow", (HttpContext http, Guid? box, string? key, Guid? project, GiverLink keys, ProjectDirectory projects, CancellationToken ct) => ShowProject(http, box, key, project, keys, projects, false, ct));
        site.Forms.MapPost("/mail/unfollow", Unfollow).RequireRateLimiting(Limits.Secrets);
    }

    private static async Task<IResult> Stop(HttpContext http, LetterBook letters, GiverLink keys, CancellationToken ct)
    {
        var form = http.Request.Form;
        Guid? box = Guid.TryParse(form["box"], out var known) ? known : null;
        var key = form["key"].ToString();
        if (box is { } receiver && keys.Opens(key, new PersonId(receiver)))
        {
            await letters.Stop([receiver], ct);
        }

        return Show(http, box, key, keys, true);
    }

    private static async Task<IResult> StopAtOnce(Guid? box, string? key, LetterBook letters, GiverLink keys, CancellationToken ct)
    {
        if (box is not { } receiver || !keys.Opens(key, new PersonId(receiver)))
        {
            return TypedResults.NotFound();
        }

        await letters.Stop([receiver], ct);
        return TypedResults.NoContent();
    }

    // The same for one project alone: the others go on.
    private static async Task<IResult> Unfollow(HttpContext http, LetterBook letters, GiverLink keys, ProjectDirectory projects, CancellationToken ct)
    {
        var form = http.Request.Form;
        var (box, project, key) = (Posted.Reference(form["box"].ToString()), Posted.Reference(form["project"].ToString()), form["key"].ToString());
        if (box is { } receiver && project is { } about && keys.Opens(key, new PersonId(receiver)) && await projects.Find(about, ct) is { IsPublic: true })
        {
            await letters.Unfollow([receiver], about, ct);
        }

        return await ShowProject(http, box, key, project, keys, projects, true, ct);
    }

    private static async Task<IResult> ShowProject(HttpContext http, Guid? box, string? key, Guid? project, GiverLink keys, ProjectDirectory projects, bool isDone, CancellationToken ct) =>
        box is { } receiver && keys.Opens(key, new PersonId(receiver)) && project is { } id && await projects.Find(id, ct) is { IsPublic: true } about
            ? Page.Show<StopPage>(http, new { Box = receiver, Key = key, IsDone = isDone, Project = about })
            : Results.NotFound();

    private static IResult Show(HttpContext http, Guid? box, string? key, GiverLink keys, bool isDone) =>
        box is { } receiver && keys.Opens(key, new PersonId(receiver)) ? Page.Show<StopPage>(http, new { Box = receiver, Key = key, IsDone = isDone }) : Results.NotFound();
}
