using System.Globalization;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Store;
using CharityLink.Web.Site;
using CsvHelper;

namespace CharityLink.Web.Giving.Refunds;

/// <summary>Where a provider's books and ours differ: on a page, and as a sheet for whoever keeps the accounts.</summary>
internal static class DifferenceRoutes
{
    private const int ShownMax = 500;
    private const int SheetMax = 50_000;

    public static void MapDifferences(this SiteRoutes site)
    {
        site.Console.MapGet("/books/differences", async (HttpContext http, [AsParameters] Sources from, CancellationToken ct) =>
            Page.Show<DifferencesPage>(http, new { Rows = await Seen(http, from, ShownMax, ct) })).ForRoles(BooksInSight.Readers);
        site.Console.MapGet("/books/differences.csv", async (HttpContext http, [AsParameters] Sources from, CancellationToken ct) =>
            Results.File(Sheet(await Seen(http, from, SheetMax, ct)), "text/csv; charset=utf-8", "charitylink-differences.csv")).ForRoles(BooksInSight.Readers);
    }

    private static async Task<IReadOnlyList<BookDifference>> Seen(HttpContext http, Sources from, int max, CancellationToken ct)
    {
        await from.ReadModels.CaughtUp(http, from.Ledger.Name);
        return await from.Books.Differences([.. (await BooksInSight.Of(http, from.Ledger, from.Organisations, from.Divisions, ct)).Keys], max, ct);
    }

    private static byte[] Sheet(IReadOnlyList<BookDifference> rows)
    {
        using var bytes = new MemoryStream();
        // With a mark at the beginning, without which sheet programs misread Chinese.
        using (var text = new StreamWriter(bytes, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true)))
        using (var csv = CsvWriter.Create(text, new CsvWriterOptions(), leaveOpen: true))
        {
            Write(csv, ["at", "provider", "booking", "why", "kind", "there", "there_currency", "here", "here_currency", "organisation_id", "donation_id"]);
            foreach (var row in rows)
            {
                Write(csv,
                [
                    Show.Cell(row.At), row.Provider, row.TransactionId, row.Why, row.Kind, Amount(row.There), row.There?.Currency.Code ?? "",
                    Amount(row.Here), row.Here?.Currency.Code ?? "", row.HolderId?.ToString() ?? "", row.DonationId?.ToString() ?? "",
                ]);
            }
        }

        return bytes.ToArray();
    }

    private static string Amount(Money? money) => money?.Amount.ToString(CultureInfo.InvariantCulture) ?? "";

    private static void Write(CsvWriter csv, ReadOnlySpan<string> cells)
    {
        foreach (var cell in cells)
        {
            csv.WriteField(cell);
        }

        csv.EndRecord();
    }

    /// <summary>Where the differences come from.</summary>
    internal sealed record Sources(ProviderBooks Books, Ledger Ledger, OrganisationDirectory Organisations, Divisions Divisions, ReadModelHost ReadModels);
}
