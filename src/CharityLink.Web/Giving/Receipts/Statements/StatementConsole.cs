using System.IO.Compression;
using System.Text;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.Web.Documents;
using CharityLink.Web.Network;
using CharityLink.Web.Site;
using Microsoft.AspNetCore.Http.Features;

namespace CharityLink.Web.Giving;

/// <summary>Annual statements of all givers of an organisation: ordered, watched, stopped and taken by its own officers, for names stand in them.</summary>
internal static class StatementConsole
{
    private static readonly Role[] _officers = [Role.FederationOfficer, Role.CharityOfficer];

    public static void MapStatementConsole(this SiteRoutes site)
    {
        site.Console.MapGet("/statements/{holder:guid}", (HttpContext http, Guid holder, [AsParameters] Sources from, CancellationToken ct) =>
            List(http, holder, Typed.Nothing, [], from, ct)).ForRoles(_officers);
        site.Console.MapPost("/statements/{holder:guid}", Order).ForRoles(_officers);
        site.Console.MapPost("/statements/{holder:guid}/{id:guid}/cancel", Cancel).ForRoles(_officers);
        site.Console.MapGet("/statements/{holder:guid}/{id:guid}.zip", Download).ForRoles(_officers);
    }

    private static async Task<IResult> List(HttpContext http, Guid holder, Typed typed, IReadOnlyList<Refusal> refusals, Sources from, CancellationToken ct) =>
        await from.Organisations.Find(holder, ct) is { } row && May(http, holder)
            ? Page.Show<StatementsPage>(http, new
            {
                Holder = row, Jobs = await from.Jobs.Of(holder, ct), Typed = typed, Refusals = refusals, ThisYear = Show.DayOf(from.Clock.GetUtcNow()).Year, Has = (Func<Guid, bool>)from.Files.Has,
            }, refusals.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity)
            : Results.NotFound();

    private static async Task<IResult> Order(HttpContext http, Guid holder, [AsParameters] Sources from, CancellationToken ct)
    {
        if (!May(http, holder))
        {
            return Results.NotFound();
        }

        var typed = Typed.From(http.Request.Form, "order");
        var (year, start) = (typed.Number("year"), typed.Text("from") is { Length: > 0 } chosen ? YearStart.Read(chosen) : null);
        var why = year is null ? new Refusal("statement_year_wrong", "year")
            : FiscalYear.Of(year.Value, YearStart.Calendar) is null ? new Refusal("statement_year_wrong", "year")
            : FiscalYear.Of(year.Value, start) is not { } fiscal ? new Refusal("statement_month_wrong", "from")
            : fiscal.From > from.Clock.GetUtcNow() ? new Refusal("statement_year_not_begun", "year")
            : await from.Jobs.Order(typed.Id("job"), holder, fiscal, Language.TryParse(typed.Text("language"), out var language) ? language.Tag : http.Language().Tag, http.Caller().AccountId, typed.Ticked("tell"), ct)
                ? null : new Refusal("statement_already_ordered");
        return why is null ? Page.Go(http, $"/console/statements/{holder}") : await List(http, holder, typed, [why], from, ct);
    }

    private static async Task<IResult> Cancel(HttpContext http, Guid holder, Guid id, [AsParameters] Sources from, CancellationToken ct)
    {
        if (!May(http, holder) || await from.Jobs.Find(id, ct) is not { } job || job.HolderId != holder)
        {
            return Results.NotFound();
        }

        await from.Jobs.Cancel(id, ct);
        return Page.Go(http, $"/console/statements/{holder}");
    }

    private static async Task<IResult> Download(HttpContext http, Guid holder, Guid id, [AsParameters] Sources from, CancellationToken ct)
    {
        if (!May(http, holder) || await from.Jobs.Find(id, ct) is not { State: "done" } job || job.HolderId != holder || !from.Files.Has(id) || !Language.TryParse(job.Language, out var language))
        {
            return Results.NotFound();
        }

        http.Response.Headers.CacheControl = "private, no-store";
        // The archive's own writer ends an entry without waiting for the network; one download holds one thread meanwhile.
        if (http.Features.Get<IHttpBodyControlFeature>() is { } body)
        {
            body.AllowSynchronousIO = true;
        }

        var title = Texts.In(language)["statement.title", job.Fiscal.Name];
        return Results.Stream(to => Zip(from.Files, id, title, language, to, ct), "application/zip", $"statements-{job.Fiscal.Name}.zip");
    }

    // Packed while it is sent: nothing but the names of its files is held.
    private static async Task Zip(StatementShelf files, Guid id, string title, Language language, Stream to, CancellationToken ct)
    {
        await using var zip = await ZipArchive.CreateAsync(to, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, ct);
        await Put(zip, PrintSheet.Style, AssetFiles.Text(PrintSheet.Style), ct);
        await foreach (var line in files.Read(id, ct))
        {
            await Put(zip, line.Name, PrintSheet.Beside(title, language, line.Html), ct);
        }
    }

    private static async Task Put(ZipArchive zip, string name, string text, CancellationToken ct)
    {
        await using var entry = await zip.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(ct);
        await entry.WriteAsync(Encoding.UTF8.GetBytes(text), ct);
    }

    // As for voiding a receipt: the organisation's own officers, and nobody above.
    private static bool May(HttpContext http, Guid holder) => http.Caller().May<VoidReceipt>(default, holder);

    /// <summary>Where the pages' rows come from.</summary>
    internal sealed record Sources(StatementJobs Jobs, OrganisationDirectory Organisations, StatementShelf Files, TimeProvider Clock);
}
