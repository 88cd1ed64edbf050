using Microsoft.AspNetCore.OutputCaching;

namespace CharityLink.Web.Site;

/// <summary>Public pages are made at most twice a second; whoever follows an own change gets a fresh one.</summary>
internal sealed class PublicCache : IOutputCachePolicy
{
    public const string Policy = "public";

    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(500);

    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var http = context.HttpContext;
        var cacheable = HttpMethods.IsGet(http.Request.Method) && http.Follows() is null;
        (context.EnableOutputCaching, context.AllowCacheLookup, context.AllowCacheStorage, context.AllowLocking) = (true, cacheable, cacheable, true);
        context.CacheVaryByRules.QueryKeys = "*";
        context.CacheVaryByRules.VaryByValues["encoding"] = Encoding(http.Request.Headers.AcceptEncoding.ToString());
        context.ResponseExpirationTimeSpan = Fresh;
        return ValueTask.CompletedTask;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var response = context.HttpContext.Response;
        context.AllowCacheStorage &= response.StatusCode == StatusCodes.Status200OK && response.Headers.SetCookie.Count == 0;
        return ValueTask.CompletedTask;
    }

    // Browsers spell the same wish in many ways; the page is stored once per way we can answer.
    private static string Encoding(string accepted) =>
        accepted.Contains("br", StringComparison.Ordinal) ? "br" : accepted.Contains("gzip", StringComparison.Ordinal) ? "gzip" : "";
}
