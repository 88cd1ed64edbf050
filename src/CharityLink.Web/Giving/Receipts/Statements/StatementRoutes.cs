using System.Globalization;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.People;
using CharityLink.Web.Documents;
using CharityLink.Web.Site;

namespace CharityLink.Web.Giving;

/// <summary>A giver's annual statement of one organisation, by a link that only the giver's mailbox gets; to read, to print, as PDF.</summary>
internal static class StatementRoutes
{
    public static void MapStatements(this SiteRoutes site)
    {
        site.Forms.MapGet("/statements/{holder:guid}/{giver:guid}/{year:int}", (HttpContext http, Guid holder, Guid giver, int year, string? from, string? key, [AsParameters] Sources sources, CancellationToken ct) =>
            Answer(http, holder, giver, year, from, key, sources, (title, body) => Task.FromResult(PrintSheet.Show(
                http, title, body, ("/account/giving", http.Texts()["giver.title"]), (Pdf(holder, giver, year, YearStart.Read(from) ?? YearStart.Calendar, key), http.Texts()["gift.pdf"]))), ct));
        site.Forms.MapGet("/statements/{holder:guid}/{giver:guid}/{year:int}.pdf", (HttpContext http, Guid holder, Guid giver, int year, string? from, string? key, PdfPrinter printer, [AsParameters] Sources sources, CancellationToken ct) =>
            Answer(http, holder, giver, year, from, key, sources, (title, body) => PdfFiles.Send(http, printer, PrintSheet.Whole(title, http.Language(), body), $"{title}.pdf", http.Url(Address(holder, giver, year, YearStart.Read(from) ?? YearStart.Calendar, key)), ct), ct));
    }

    /// <summary>The page of a statement; its key is that of the mailbox, not of one gift: whoever gives under another's address gets no key to the other's gifts.</summary>
    public static string Address(Guid holder, Guid giver, int year, YearStart start, string? key) =>
        Address(holder, giver, year, "", start, key);

    /// <summary>The same as a file.</summary>
    public static string Pdf(Guid holder, Guid giver, int year, YearStart start, string? key) => Address(holder, giver, year, ".pdf", start, key);

    private static string Address(Guid holder, Guid giver, int year, string kind, YearStart start, string? key) =>
        string.Create(CultureInfo.InvariantCulture, $"/statements/{holder}/{giver}/{year}{kind}?from={start}&key={Uri.EscapeDataString(key ?? "")}");

    // Without the key there is no such page: no word on whether the giver exists.
    private static async Task<IResult> Answer(
        HttpContext http, Guid holder, Guid giver, int year, string? from, string? key, Sources sources, Func<string, string, Task<IResult>> answer, CancellationToken ct)
    {
        var id = new PersonId(giver);
        if (FiscalYear.Of(year, YearStart.Read(from)) is not { } fiscal || !sources.Link.Opens(key, id) || await sources.Book.Of(holder, fiscal, id, ct) is not { } statement)
        {
            return TypedResults.NotFound();
        }

        http.Response.Headers.CacheControl = "private, no-store";
        var filler = await sources.Document.Of(holder, fiscal, await sources.Jurisdictions.Of(holder, ct), http.Texts(), ct);
        var named = statement.DonorId is { } donor ? await sources.Vault.Read(donor, ct) : null;
        return await answer(filler.Title, await filler.Fill(statement, named));
    }

    /// <summary>What a statement is made of.</summary>
    internal sealed record Sources(StatementBook Book, StatementDocument Document, Jurisdictions Jurisdictions, Vault Vault, GiverLink Link);
}
