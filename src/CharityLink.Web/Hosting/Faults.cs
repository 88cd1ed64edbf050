using System.Net.Sockets;
using CharityLink.Web.Site;
using Npgsql;

namespace CharityLink.Web.Hosting;

/// <summary>Every answer that is not a page becomes one: an unknown address, a refused form, a database that is away, a bug.</summary>
internal sealed partial class Faults(RequestDelegate next, FormPages forms, ILogger<Faults> log)
{
    public async Task Invoke(HttpContext http)
    {
        try
        {
            await next(http);
            if (http.Response is { HasStarted: false, StatusCode: StatusCodes.Status405MethodNotAllowed } && HttpMethods.IsGet(http.Request.Method)
                && forms.Above(http.Request.Path) is { } page)
            {
                http.Response.Redirect(page + http.Request.QueryString);
            }
            else if (http.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
            {
                await ProblemPage.Write(http, http.Response.StatusCode);
            }
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception fault) when (!http.Response.HasStarted)
        {
            var status = StatusOf(fault);
            if (status == StatusCodes.Status500InternalServerError)
            {
                Failed(log, http.Request.Method, http.GetEndpoint()?.DisplayName, fault);
            }
            else if (status == StatusCodes.Status503ServiceUnavailable)
            {
                Unavailable(log, fault.GetType().Name, fault.GetBaseException().Message);
            }

            await ProblemPage.Write(http, status);
        }
    }

    private static int StatusOf(Exception fault) => fault switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        // Text that PostgreSQL cannot hold (U+0000): the sender's doing, not ours.
        PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter } => StatusCodes.Status400BadRequest,
        // The read models' tables are made right after the first start.
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable } => StatusCodes.Status503ServiceUnavailable,
        _ when Chain(fault).Any(IsAway) => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    // What the driver lets through as it comes, or says of a connection that was closed under it, counts here, too.
    private static bool IsAway(Exception fault) =>
        Store.Faults.IsAway(fault) || fault is SocketException or ObjectDisposedException or InvalidOperationException { Source: "Npgsql" };

    // Identity's store and the renderer wrap what happened below them.
    private static IEnumerable<Exception> Chain(Exception? fault)
    {
        for (; fault is not null; fault = fault.InnerException)
        {
            yield return fault;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Route} failed")]
    private static partial void Failed(ILogger log, string method, string? route, Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database is away: {Kind}: {Reason}")]
    private static partial void Unavailable(ILogger log, string kind, string reason);
}
