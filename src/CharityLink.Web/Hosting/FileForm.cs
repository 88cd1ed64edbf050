using CharityLink.Web.Site;
using Microsoft.AspNetCore.Http.Features;

namespace CharityLink.Web.Hosting;

/// <summary>Reads a form with files without holding them in memory, and cuts one that is too large off at its limit.</summary>
internal sealed class FileForm(long bytesMax)
{
    private const int FieldBytesMax = 64 * 1024;
    private const int FieldsMax = 256;
    private static readonly TimeSpan _listenFor = TimeSpan.FromSeconds(5);

    /// <summary>Reads it and goes on; or answers why not.</summary>
    public async Task Read(HttpContext http, Func<Task> goOn)
    {
        if (http.Request.ContentLength > bytesMax)
        {
            await TurnAway(http);
            return;
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = bytesMax;
        }

        http.Features.Set<IFormFeature>(new FormFeature(http.Request, new FormOptions
        {
            MultipartBodyLengthLimit = bytesMax, ValueLengthLimit = FieldBytesMax, ValueCountLimit = FieldsMax,
        }));
        try
        {
            if (!await FormGuard.Parses(http))
            {
                await ProblemPage.Write(http, StatusCodes.Status400BadRequest);
                return;
            }
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            await TurnAway(http);
            return;
        }
        catch (IOException full) when (IsDiskFull(full))
        {
            await ProblemPage.Write(http, StatusCodes.Status503ServiceUnavailable, "disk_full");
            return;
        }

        await goOn();
    }

    // ENOSPC; ERROR_DISK_FULL.
    private static bool IsDiskFull(IOException fault) => fault.HResult is 28 or unchecked((int)0x80070070);

    // The answer is written at once. What is still on its way is thrown away for a moment: a browser that finds the
    // connection cut while it sends shows its own error and never our page.
    private static async Task TurnAway(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        http.Response.Headers.Connection = "close";
        await ProblemPage.Write(http, StatusCodes.Status413PayloadTooLarge, "files_too_large");
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        enough.CancelAfter(_listenFor);
        try
        {
            await http.Request.Body.CopyToAsync(Stream.Null, enough.Token);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            // Cut off.
        }
    }
}
