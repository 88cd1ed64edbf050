using CharityLink.Kernel;
using CharityLink.Store;

namespace CharityLink.Web.Site;

/// <summary>What routes ask of a request: its language, its caller, and up to where the visitor's own changes go.</summary>
public static class SiteHttp
{
    private const string AfterCookie = "after";
    private static readonly TimeSpan FollowFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WaitAtMost = TimeSpan.FromSeconds(1);

    /// <summary>The language of the address, else the one the browser prefers.</summary>
    public static Language Language(this HttpContext http) =>
        Site.Language.TryParse(http.Request.RouteValues["lang"] as string ?? FirstSegment(http), out var language)
            ? language : Site.Language.Preferred(http.Request.Headers.AcceptLanguage);

    /// <summary>Sentences in the reader's language.</summary>
    public static Texts Texts(this HttpContext http) => Site.Texts.In(http.Language());

    /// <summary>An address of the site in the reader's language.</summary>
    public static string Url(this HttpContext http, string path) => $"/{http.Language().Tag}{(path == "/" ? "" : path)}";

    /// <summary>This same page in another language.</summary>
    public static string UrlIn(this HttpContext http, Language language)
    {
        var path = http.Request.Path.Value ?? "/";
        var rest = Site.Language.TryParse(FirstSegment(http), out var current) ? path[(current.Tag.Length + 1)..] : "";
        return $"/{language.Tag}{new PathString(rest.Length == 0 ? null : rest)}{http.Request.QueryString}";
    }

    /// <summary>Who asks, with the roles held.</summary>
    public static Caller Caller(this HttpContext http) => http.RequestServices.GetRequiredService<CommandContext>().Caller;

    /// <summary>For the next ten seconds this visitor's pages wait until they show everything up to a position.</summary>
    public static void Follow(this HttpContext http, long position) =>
        http.Response.Cookies.Append(AfterCookie, http.RequestServices.GetRequiredService<FollowMark>().Write(position, FollowFor), new CookieOptions
        {
            HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = FollowFor, IsEssential = true,
        });

    /// <summary>The position this visitor's pages must have reached, or null when any will do.</summary>
    public static long? Follows(this HttpContext http) =>
        http.Request.Cookies[AfterCookie] is { Length: > 0 } mark ? http.RequestServices.GetRequiredService<FollowMark>().Read(mark) : null;

    /// <summary>Waits, a second at most, until read models show what this visitor did last.</summary>
    public static async Task CaughtUp(this ReadModelHost readModels, HttpContext http, params string[] names)
    {
        if (http.Follows() is { } position)
        {
            await Task.WhenAll(names.Select(name => readModels.WaitFor(name, position, WaitAtMost, http.RequestAborted)));
        }
    }

    private static string? FirstSegment(HttpContext http) =>
        http.Request.Path.Value is { Length: > 1 } path ? path[1..(path.IndexOf('/', 1) is var end && end < 0 ? path.Length : end)] : null;
}
