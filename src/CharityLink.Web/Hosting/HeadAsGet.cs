namespace CharityLink.Web.Hosting;

/// <summary>Answers a question for the head of a page (link checkers, previews) as the page itself would be; the server leaves the body out.</summary>
internal static class HeadAsGet
{
    public static IApplicationBuilder UseHeadAsGet(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (HttpMethods.IsHead(http.Request.Method))
        {
            // What the server sends goes by the method it read, not by this one: routes and the cache need no word about HEAD.
            http.Request.Method = HttpMethods.Get;
        }

        return next(http);
    });
}
