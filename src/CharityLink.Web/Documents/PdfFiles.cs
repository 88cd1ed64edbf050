using CharityLink.Web.Site;

namespace CharityLink.Web.Documents;

/// <summary>Answers with a sheet as PDF; where none can be made, with a page that says why and leads to the sheet itself, for the reader's own printer.</summary>
internal static class PdfFiles
{
    public static async Task<IResult> Send(HttpContext http, PdfPrinter printer, string html, string fileName, string sheetUrl, CancellationToken ct)
    {
        // Who gave stands on it.
        http.Response.Headers.CacheControl = "private, no-store";
        var printed = await printer.Print(html, ct);
        if (printed.Pdf is { } pdf)
        {
            return TypedResults.Bytes(pdf, "application/pdf", fileName);
        }

        http.Response.Headers.RetryAfter = "30";
        return Page.Show<PdfProblemPage>(http, new { Fault = printed.Fault ?? "failed", Back = sheetUrl }, StatusCodes.Status503ServiceUnavailable);
    }
}
