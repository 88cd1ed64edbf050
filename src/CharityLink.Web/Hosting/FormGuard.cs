using CharityLink.Web.Evidence;
using CharityLink.Web.Site;
using Microsoft.AspNetCore.Antiforgery;

namespace CharityLink.Web.Hosting;

/// <summary>Nothing is changed by a form that was not filled in on a page of ours, or that nobody can read. Holds for every route, unless it says otherwise.</summary>
internal sealed class FormGuard(RequestDelegate next, IAntiforgery antiforgery)
{
    /// <summary>What a form without files may weigh; the server itself takes no more either.</summary>
    public const int BytesMax = 256 * 1024;

    /// <summary>Names of fields that are never repeated on a page.</summary>
    private static readonly string[] Secrets = ["password", "code", "token"];

    public async Task Invoke(HttpContext http)
    {
        if (IsReading(http.Request.Method) || http.GetEndpoint() is not RouteEndpoint || http.GetEndpoint()?.Metadata.GetMetadata<SignedPost>() is not null)
        {
            await next(http);
            return;
        }

        if (!http.Request.HasFormContentType)
        {
            await ProblemPage.Write(http, StatusCodes.Status415UnsupportedMediaType);
        }
        else if (http.GetEndpoint()?.Metadata.GetMetadata<FilesTaken>() is { } files && IsMultipart(http))
        {
            await new FileForm(files.BytesMax).Read(http, () => Judge(http));
        }
        else if (!await ReadForm(http))
        {
            await ProblemPage.Write(http, StatusCodes.Status400BadRequest);
        }
        else
        {
            await Judge(http);
        }
    }

    private async Task Judge(HttpContext http)
    {
        if (await antiforgery.IsRequestValidAsync(http))
        {
            await next(http);
        }
        else
        {
            await ProblemPage.Write(http, StatusCodes.Status400BadRequest, "stale_form", await Again(http));
        }
    }

    private static bool IsMultipart(HttpContext http) => http.Request.ContentType!.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase); // It has a form's type.

    private static bool IsReading(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    // Read whole (the server limits the size), mended where it is no text, then parsed by the framework.
    private static async Task<bool> ReadForm(HttpContext http)
    {
        var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        if (body.Length > BytesMax)
        {
            throw new BadHttpRequestException("The form is too large.", StatusCodes.Status413PayloadTooLarge);
        }

        var isMultipart = IsMultipart(http);
        http.Request.Body = new MemoryStream(isMultipart ? body.ToArray() : WellFormed.Mend(body.ToArray()));
        if (!isMultipart)
        {
            // Always UTF-8 (URL standard, 5.1): whatever alphabet the sender names would read another text than the one that was checked.
            http.Request.ContentType = "application/x-www-form-urlencoded";
        }

        return await Parses(http);
    }

    /// <summary>Whether the framework can make fields of a body.</summary>
    internal static async Task<bool> Parses(HttpContext http)
    {
        try
        {
            await http.Request.ReadFormAsync(http.RequestAborted);
            return true;
        }
        catch (Exception broken) when (broken is InvalidDataException or NotSupportedException)
        {
            // Cut short, too many fields, or in an alphabet that no browser uses any more (UTF-7).
            return false;
        }
    }

    // Only a browser that says the form came from one of our own pages may send it again: a forged one stays forged.
    private static async Task<IReadOnlyList<KeyValuePair<string, string>>> Again(HttpContext http)
    {
        if (http.Request.Headers["Sec-Fetch-Site"] != "same-origin")
        {
            return [];
        }

        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var secret = form.Keys.Any(key => Secrets.Any(s => key.Contains(s, StringComparison.OrdinalIgnoreCase) && !key.StartsWith('_')));
        return secret ? [] : [.. from field in form where field.Key.Length > 0 && !field.Key.StartsWith('_') from value in field.Value select KeyValuePair.Create(field.Key, value ?? "")];
    }
}
