namespace CharityLink.Web.Site;

/// <summary>The three kinds of routes a capability may add to, each with its access, caching and protection already decided.</summary>
/// <param name="Public">Pages anybody may read, cached for half a second: no byte in them depends on who asks. GET only.</param>
/// <param name="Forms">Pages with a form that anybody may use, and what the forms post to. Never cached.</param>
/// <param name="Console">Pages and forms of signed-in staff; each route says <see cref="RouteAccessExtensions.ForRoles"/>, or nobody gets in.</param>
public sealed record SiteRoutes(RouteGroupBuilder Public, RouteGroupBuilder Forms, RouteGroupBuilder Console)
{
    /// <summary>Makes the groups on an application.</summary>
    public static SiteRoutes On(IEndpointRouteBuilder app) => new(
        app.MapGroup("/{lang:lang}").ForAnyone().CacheOutput(PublicCache.Policy),
        app.MapGroup("/{lang:lang}").ForAnyone().DisableAntiforgery(),
        app.MapGroup("/{lang:lang}/console").DisableAntiforgery());
}

/// <summary>Matches the languages the site is written in, as the first part of an address.</summary>
internal sealed class LanguageConstraint : IRouteConstraint
{
    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        Language.TryParse(values[routeKey] as string, out _);
}
