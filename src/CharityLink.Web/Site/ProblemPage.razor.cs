using CharityLink.Kernel;
using CharityLink.Web.Hosting;

namespace CharityLink.Web.Site;

/// <summary>Writes the page, whatever state the request was left in.</summary>
public sealed partial class ProblemPage
{
    private const string RetrySeconds = "5";

    /// <summary>Answers with the problem page of a status.</summary>
    /// <param name="kind">Which sentences; from the status when not given.</param>
    /// <param name="again">Values of a form that can be sent once more as they are.</param>
    internal static async Task Write(HttpContext http, int status, string? kind = null, IReadOnlyList<KeyValuePair<string, string>>? again = null)
    {
        var retryAfter = http.Response.Headers.RetryAfter;
        http.Response.Clear();
        SecurityHeaders.Set(http);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.RetryAfter = status == StatusCodes.Status503ServiceUnavailable ? RetrySeconds : retryAfter;
        // Services of the failed request may be half way through something: the page gets its own.
        await using var scope = http.RequestServices.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CommandContext>().Caller = http.Caller();
        http.RequestServices = scope.ServiceProvider;
        var shown = new { Status = status, Kind = kind ?? KindOf(status), Again = again ?? [], Back = BackTo(http) };
        var page = IsConsole(http, status) ? Page.Show<ConsoleProblemPage>(http, shown, status) : Page.Show<ProblemPage>(http, shown, status);
        await page.ExecuteAsync(http);
        await http.Response.CompleteAsync();
    }

    // For those who work there. After a fault of ours the plain frame, which needs nothing.
    private static bool IsConsole(HttpContext http, int status) =>
        status < StatusCodes.Status500InternalServerError && http.Caller().Appointments is not [] && http.Request.Path.Value?.Split('/') is [_, _, "console", ..];

    // Where a form that was not taken stands, so that nobody has to start again from the first page. Only a page of ours: never another site's.
    private static string? BackTo(HttpContext http) =>
        HttpMethods.IsPost(http.Request.Method) && Uri.TryCreate(http.Request.Headers.Referer, UriKind.Absolute, out var from) && from.Authority == http.Request.Host.Value
        && from.PathAndQuery is ['/', not ('/' or '\\'), ..] page ? page : null;

    private static string KindOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "malformed",
        StatusCodes.Status401Unauthorized => "signed_out",
        StatusCodes.Status403Forbidden => "forbidden",
        StatusCodes.Status404NotFound => "not_found",
        StatusCodes.Status405MethodNotAllowed => "method",
        StatusCodes.Status413PayloadTooLarge => "too_large",
        StatusCodes.Status429TooManyRequests => "too_many",
        StatusCodes.Status503ServiceUnavailable => "unavailable",
        < StatusCodes.Status500InternalServerError => "malformed",
        _ => "error",
    };
}
