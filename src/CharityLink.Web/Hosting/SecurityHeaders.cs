namespace CharityLink.Web.Hosting;

/// <summary>Tells browsers what our pages may do: show our own style and pictures, send forms to us, and nothing else.</summary>
internal static class SecurityHeaders
{
    /// <summary>No script runs at all; whoever adds one names it here.</summary>
    public const string ContentPolicy =
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        Set(http);
        return next(http);
    });

    public static void Set(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (http.Request.IsHttps && !IsLoopback(http.Request.Host.Host))
        {
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        }
    }

    // A browser that learned HSTS for localhost would refuse every other program people run there.
    private static bool IsLoopback(string host) => host is "localhost" or "127.0.0.1" or "[::1]";
}
