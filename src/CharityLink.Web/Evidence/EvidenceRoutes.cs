using CharityLink.Evidence;
using CharityLink.Kernel;
using CharityLink.Store;
using CharityLink.Web.Site;
using Microsoft.Net.Http.Headers;

namespace CharityLink.Web.Evidence;

/// <summary>Sends files: to everybody what a public page shows, to staff what belongs to their place, to whoever is filling in a form what they handed in.</summary>
public static class EvidenceRoutes
{
    /// <summary>Address part for the picture or document itself.</summary>
    public const string Whole = "whole";

    /// <summary>Address part for the small picture.</summary>
    public const string Thumbnail = "small";

    // A file runs nothing and loads nothing, whatever a browser takes it for.
    private const string ContentPolicy = "default-src 'none'; sandbox";

    /// <summary>Adds the addresses.</summary>
    public static void MapEvidence(this SiteRoutes site, IEndpointRouteBuilder app)
    {
        ArgumentNullException.ThrowIfNull(site);
        app.MapGet("/files/{hash}/{size}", Public).ForAnyone();
        site.Console.MapGet("/files/{hash}/{size}", Internal).ForStaff();
    }

    /// <summary>Where a file that public pages show is.</summary>
    public static string PublicUrl(string hash, bool thumbnail = false) => $"/files/{hash}/{(thumbnail ? Thumbnail : Whole)}";

    /// <summary>Where staff see a file; with a mark, its owner before any fact names it. To be put through <c>Url</c>.</summary>
    public static string InternalPath(string hash, bool thumbnail = false, string? mark = null) =>
        $"/console/files/{hash}/{(thumbnail ? Thumbnail : Whole)}{(mark is null ? "" : $"?mark={Uri.EscapeDataString(mark)}")}";

    private static async Task<IResult> Public(HttpContext http, string hash, string size, EvidenceStore store, EvidenceUses uses, ReadModelHost readModels, CancellationToken ct)
    {
        await readModels.CaughtUp(http, uses.Name);
        return (await uses.Of(hash, ct)).Any(use => use.IsPublic) ? Send(http, store, hash, size, "public, max-age=31536000, immutable") : Results.NotFound();
    }

    private static async Task<IResult> Internal(
        HttpContext http, string hash, string size, string? mark, EvidenceStore store, EvidenceMarks marks, EvidenceUses uses, IEnumerable<ILocator> locators, ReadModelHost readModels, CancellationToken ct)
    {
        var caller = http.Caller();
        await readModels.CaughtUp(http, uses.Name);
        var maySee = (mark is not null && marks.Read(mark, caller)?.Hash == hash) || await MaySee(caller, await uses.Of(hash, ct), locators, ct);
        return maySee ? Send(http, store, hash, size, "private, no-store") : Results.NotFound();
    }

    // The few subjects that name one file, not rows of a list: each is looked up where it stands.
    private static async Task<bool> MaySee(Caller caller, IReadOnlyList<(Subject Of, bool IsPublic)> uses, IEnumerable<ILocator> locators, CancellationToken ct)
    {
        foreach (var (of, isPublic) in uses)
        {
            if (isPublic || (await locators.Single(locator => locator.Kind == of.Kind).Locate(of.Key, ct) is { } place && caller.Appointments.Any(held => held.Covers(place))))
            {
                return true;
            }
        }

        return false;
    }

    private static IResult Send(HttpContext http, EvidenceStore store, string hash, string size, string caching)
    {
        if (size is not (Whole or Thumbnail) || store.Open(hash, size == Thumbnail) is not { } file)
        {
            return Results.NotFound();
        }

        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.CacheControl = caching;
        var isPicture = file.MediaType != "application/pdf";
        headers.ContentDisposition = $"{(isPicture ? "inline" : "attachment")}; filename=\"{hash[..12]}.{file.MediaType.Split('/')[1]}\"";
        return Results.Stream(file.Content, file.MediaType, entityTag: new EntityTagHeaderValue($"\"{hash[..32]}-{size}\""), enableRangeProcessing: true);
    }
}
