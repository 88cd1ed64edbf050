using CharityLink.Kernel;
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

    /// <summary>200; 422 where something was refused.</summary>
    public static int Status(IReadOnlyCollection<Refusal> refusals) => refusals is { Count: > 0 } ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK;

    /// <summary>The sentence that says what was just done, by the last part of its name from the address; null for one there is not.</summary>
    public static string? Notice(HttpContext http, string prefix, string? done) => done is { Length: > 0 } && http.Texts().Has($"{prefix}.{done}") ? $"{prefix}.{done}" : null;

    /// <summary>After a form was carried out: to another page of the site, in the reader's language, by GET.</summary>
    public static IResult Go(HttpContext http, string path) => new SeeOther(http.Url(path));

    /// <summary>The same, to a page that shows what the form has done: it waits for the read models to have heard of it.</summary>
    public static IResult Go(HttpContext http, Outcome outcome, string path)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        http.Follow(outcome.Position);
        return Go(http, path);
    }
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
