using CharityLink.Giving;
using CharityLink.Web.Hosting;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving.Embed;

/// <summary>A small giving form for other people's pages. It only leads here: nothing is given, typed or paid inside somebody else's page.</summary>
internal static class EmbedRoutes
{
    /// <summary>The form in the frame, and the page that tells how to put it on a page.</summary>
    public static void MapEmbed(this SiteRoutes site)
    {
        site.Public.MapGet("/embed", Code);
        site.Public.MapGet("/embed/give", Frame);
    }

    private static async Task<IResult> Frame(HttpContext http, CauseBook causes, GiftTotals totals, TimeProvider clock, CancellationToken ct)
    {
        // The one page that may stand in anybody's frame: a click on it does nothing but open the giving page.
        http.Response.Headers.ContentSecurityPolicy = SecurityHeaders.ContentPolicy.Replace("frame-ancestors 'none'", "frame-ancestors *", StringComparison.Ordinal);
        var (form, offer) = await Find(http, causes, ct);
        var status = offer.IsUnknown ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        return Page.Show<EmbedForm>(http, new
        {
            Form = form, Offer = offer, IsOpen = !offer.IsUnknown && offer.Standing.At(clock.GetUtcNow()).Cause is not null,
            Raised = offer.Project is { } project ? (await totals.Of(GiftTotals.Project, project.Id.ToString(), ct)).RaisedMinor : 0,
        }, status);
    }

    private static async Task<IResult> Code(HttpContext http, CauseBook causes, SiteAddress address, CancellationToken ct)
    {
        var (form, offer) = await Find(http, causes, ct);
        if (offer.IsUnknown)
        {
            return TypedResults.NotFound();
        }

        http.Response.Headers.ContentSecurityPolicy = SecurityHeaders.ContentPolicy + "; frame-src 'self'";
        return Page.Show<EmbedCodePage>(http, new { Offer = offer, Path = PathOf(form), Address = address.Base });
    }

    private static async Task<(GiveForm Form, CauseOffer Offer)> Find(HttpContext http, CauseBook causes, CancellationToken ct)
    {
        var form = GiveForm.Read(name => http.Request.Query[name]);
        return (form, await causes.Find(form.ParseCause([]), ct));
    }

    private static string PathOf(GiveForm form) => form.Project.Length > 0 ? $"/embed/give?project={form.Project}"
        : form.Site.Length > 0 ? $"/embed/give?program={form.Program}&site={form.Site}" : $"/embed/give?program={form.Program}";
}
