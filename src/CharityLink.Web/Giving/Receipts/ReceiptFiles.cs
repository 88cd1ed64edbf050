using CharityLink.Giving;
using CharityLink.Web.Documents;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving;

/// <summary>A gift's receipt as a file for its giver: a sheet to print, and the same as PDF.</summary>
internal static class ReceiptFiles
{
    public static void MapReceiptFiles(this SiteRoutes site)
    {
        site.Forms.MapGet("/gifts/{id:guid}/receipt", (HttpContext http, Guid id, string? key, Receipts receipts, CauseBook causes, ReceiptPages pages, CancellationToken ct) =>
            Answer(http, id, key, receipts, causes, pages, (serial, body) => Task.FromResult(PrintSheet.Show(
                http, serial, body, (GiftAddress.Gift(id, key), http.Texts()["gift.back"]), (GiftAddress.Pdf(id, key), http.Texts()["gift.pdf"]))), ct));
        site.Forms.MapGet("/gifts/{id:guid}/receipt.pdf", (HttpContext http, Guid id, string? key, PdfPrinter printer, Receipts receipts, CauseBook causes, ReceiptPages pages, CancellationToken ct) =>
            Answer(http, id, key, receipts, causes, pages, (serial, body) => PdfFiles.Send(http, printer, PrintSheet.Whole(serial, http.Language(), body), $"{serial}.pdf", http.Url(GiftAddress.Sheet(id, key)), ct), ct));
    }

    // A gift that names nobody has no key; one that does is for whoever has it.
    private static async Task<IResult> Answer(
        HttpContext http, Guid id, string? key, Receipts receipts, CauseBook causes, ReceiptPages pages, Func<string, string, Task<IResult>> answer, CancellationToken ct)
    {
        if (await receipts.OfDonation(id, ct) is not { } receipt || (receipt.DonorId is not null && !pages.Opens(receipt, key)))
        {
            return TypedResults.NotFound();
        }

        http.Response.Headers.CacheControl = "private, no-store";
        var html = await pages.Render(receipt, await causes.Find(receipt.Cause, ct), key, http.Texts(), ct);
        return await answer(receipt.Serial, html);
    }
}
