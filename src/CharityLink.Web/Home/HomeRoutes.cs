using CharityLink.Web.Site;

namespace CharityLink.Web.Home;

/// <summary>The front door.</summary>
public static class HomeRoutes
{
    /// <summary>Adds the home page and the way to it in the visitor's language.</summary>
    public static void MapHome(this SiteRoutes site, IEndpointRouteBuilder app)
    {
        app.MapGet("/", (HttpContext http) => TypedResults.LocalRedirect(http.Url("/"))).ForAnyone();
        site.Public.MapGet("/", (HttpContext http) => Page.Show<HomePage>(http));
    }
}
