using System.Net;
using System.Security.Cryptography;
using System.Text;
using CharityLink.Web.Hosting;
using CharityLink.Web.Site;

namespace CharityLink.Web.Documents;

/// <summary>A document as a file of its own: one sheet of HTML that fetches nothing and runs nothing.</summary>
public static class PrintSheet
{
    /// <summary>The style that is put beside or into a sheet.</summary>
    public const string Style = "document.css";

    // What a federation writes into a template may go wrong; it must not reach out.
    private const string Policy = "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src data:";

    // The site's pages carry no style inside; a sheet's own, and no other, is let through.
    private static readonly string ShownPolicy = SecurityHeaders.ContentPolicy.Replace(
        "style-src 'self'", $"style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(AssetFiles.Text(Style))))}'", StringComparison.Ordinal);

    /// <summary>Answers with a sheet as a page, the ways on from it above: they are not printed.</summary>
    /// <param name="ways">Addresses on this site and what they are called.</param>
    public static IResult Show(HttpContext http, string title, string body, params (string Url, string Name)[] ways)
    {
        ArgumentNullException.ThrowIfNull(http);
        http.Response.Headers.ContentSecurityPolicy = ShownPolicy;
        var links = string.Join(" · ", ways.Select(way => $"""<a href="{WebUtility.HtmlEncode(http.Url(way.Url))}">{WebUtility.HtmlEncode(way.Name)}</a>"""));
        return TypedResults.Content(Whole(title, http.Language(), $"<nav>{links}</nav>{body}"), "text/html; charset=utf-8");
    }

    /// <summary>The sheet with its style inside.</summary>
    public static string Whole(string title, Language language, string body) => Sheet(title, language, body, $"<style>{AssetFiles.Text(Style)}</style>");

    /// <summary>The sheet beside its style: for many in one folder.</summary>
    public static string Beside(string title, Language language, string body) => Sheet(title, language, body, $"""<link rel="stylesheet" href="{Style}">""");

    private static string Sheet(string title, Language language, string body, string style) =>
        $"""<!doctype html><html lang="{language.Tag}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{Policy}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>{WebUtility.HtmlEncode(title)}</title>{style}</head><body>{body}</body></html>""";
}
