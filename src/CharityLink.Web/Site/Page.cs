using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CharityLink.Web.Site;

/// <summary>Turns loaded data into a page: a Razor component inside its layout.</summary>
public static class Page
{
    /// <summary>Answers with a component; <paramref name="parameters"/> is an object whose properties are the component's parameters.</summary>
    /// <param name="status">200; 422 where a form was refused and is shown again with its values.</param>
    public static IResult Show<TComponent>(HttpContext http, object? parameters = null, int status = StatusCodes.Status200OK) where TComponent : IComponent
    {
        ArgumentNullException.ThrowIfNull(http);
        return new RazorComponentResult<TComponent>(parameters ?? new { }) { StatusCode = status, PreventStreamingRendering = true };
    }

    /// <summary>After a form was carried out: to another page of the site, in the reader's language, by GET.</summary>
    public static IResult Go(HttpContext http, string path) => new SeeOther(http.Url(path));
}

/// <summary>303: the answer to a form stands elsewhere; reloading it sends nothing twice.</summary>
internal sealed class SeeOther(string url) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = url;
        return Task.CompletedTask;
    }
}
