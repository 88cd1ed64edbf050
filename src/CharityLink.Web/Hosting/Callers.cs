using System.Security.Claims;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Web.Site;

namespace CharityLink.Web.Hosting;

/// <summary>Who asks: from the sign-in cookie to the account's appointments. Runs for every request that is not answered from the cache.</summary>
internal sealed class Callers(RequestDelegate next)
{
    public async Task Invoke(HttpContext http, CommandContext context, AppointmentList appointments)
    {
        if (Guid.TryParse(http.User.FindFirstValue(ClaimTypes.NameIdentifier), out var account))
        {
            context.Caller = new Caller(account, CallerKind.Account, await appointments.Held(account, http.RequestAborted));
        }

        await next(http);
    }
}

/// <summary>Lets a caller into a route or not. A route that does not say who may is closed: deny by default.</summary>
internal sealed partial class Door(RequestDelegate next, ILogger<Door> log)
{
    public Task Invoke(HttpContext http)
    {
        // The framework's own answers (405) are no routes: nothing stands behind them.
        if (http.GetEndpoint() is not RouteEndpoint endpoint)
        {
            return next(http);
        }

        var access = endpoint.Metadata.GetMetadata<RouteAccess>();
        if (access is null)
        {
            Undeclared(log, endpoint.DisplayName);
        }

        return access?.Permits(http.Caller()) == true ? next(http) : TurnAway(http);
    }

    private static Task TurnAway(HttpContext http)
    {
        if (http.Caller().Kind == CallerKind.Account)
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
        }
        else if (HttpMethods.IsGet(http.Request.Method))
        {
            // Givers mostly have no password: their door is the mailed link, and it leads to their gifts anyway.
            var back = Uri.EscapeDataString(http.Request.Path + http.Request.QueryString);
            http.Response.Redirect(http.Url(http.Request.Path.StartsWithSegments(http.Url("/account/giving"), StringComparison.OrdinalIgnoreCase) ? "/sign-in/link" : $"/sign-in?return={back}"));
        }
        else
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }

        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Route} does not say who may reach it, so nobody can")]
    private static partial void Undeclared(ILogger log, string? route);
}
