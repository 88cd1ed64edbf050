using System.Net;
using System.Text.RegularExpressions;

namespace CharityLink.Web.Mail;

/// <summary>A mail's text as HTML: paragraphs and links, nothing that a mail program would have to load.</summary>
internal static partial class MailHtml
{
    public static string Of(string text, string language)
    {
        var paragraphs = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(paragraph => $"<p>{Link.Replace(WebUtility.HtmlEncode(paragraph), link => $"<a href=\"{link.Value}\">{link.Value}</a>").Replace("\n", "<br>\n", StringComparison.Ordinal)}</p>");
        return $"<!doctype html>\n<html lang=\"{language}\"><head><meta charset=\"utf-8\"></head><body style=\"font-family:sans-serif;line-height:1.5;max-width:38em\">\n{string.Join('\n', paragraphs)}\n</body></html>\n";
    }

    // In text that is encoded already: an address ends at a space or at what encoding made of a sign that stands in none.
    [GeneratedRegex(@"https?://(?:(?!&(?:lt|gt|quot|#39);)[^\s<>])+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Link { get; }
}
