using PdfSharp.Pdf;
using PdfSharp.Pdf.Advanced;

namespace CharityLink.PdfCleaner;

/// <summary>What a document that is only to be read has no use for: scripts, programs to start, forms to send, actions of their own accord, files inside (ISO 32000-2, 7.11, 12.6).</summary>
internal static class Danger
{
    private static readonly string[] _scripts = ["/JS", "/JavaScript", "/AA", "/OpenAction", "/XFA", "/RichMediaContent", "/RichMediaSettings"];
    private static readonly string[] _files = ["/EF", "/EmbeddedFiles"];

    private static readonly HashSet<string> _actions = new(StringComparer.Ordinal)
    {
        "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Rendition", "/RichMediaExecute", "/Sound", "/Movie",
    };

    /// <summary>The reason not to keep a document with this part, or null.</summary>
    public static Ending? In(PdfDictionary part) =>
        _files.Any(part.Elements.ContainsKey) || Name(part, "/Type") == "/EmbeddedFile" || Name(part, "/Subtype") == "/FileAttachment" ? Ending.CarriesFiles
        : _scripts.Any(part.Elements.ContainsKey) || _actions.Contains(Name(part, "/S")) ? Ending.CarriesScript
        : null;

    private static string Name(PdfDictionary part, string key)
    {
        var value = part.Elements[key];
        return (value is PdfReference reference ? reference.Value : (object?)value) switch
        {
            PdfName name => name.Value,
            PdfNameObject name => name.Value,
            _ => "",
        };
    }
}
