using CharityLink.Evidence;
using PdfSharp.Pdf;
using PdfSharp.Pdf.Advanced;
using PdfSharp.Pdf.IO;

namespace CharityLink.PdfCleaner;

/// <summary>Writes a document anew, without what it says about its makers, or says why it must not be kept.</summary>
internal static class Cleaning
{
    // Notes about the making of a document or of a part of it, and what programs keep for themselves.
    private static readonly string[] _notes = ["/Metadata", "/PieceInfo", "/LastModified", "/Thumb"];

    /// <summary>The clean document, or how it ended.</summary>
    public static (byte[]? Clean, Ending Ending) Of(Stream bytes)
    {
        try
        {
            if (PdfReader.TestPdfFile(bytes) == 0)
            {
                return (null, Ending.NotReadable);
            }

            var document = PdfReader.Open(bytes, PdfDocumentOpenMode.Modify);
            return document.SecuritySettings.IsEncrypted ? (null, Ending.Encrypted) : Clean(document);
        }
        catch (PdfReaderException locked) when (locked.Message.Contains("password", StringComparison.OrdinalIgnoreCase))
        {
            return (null, Ending.Encrypted);
        }
#pragma warning disable CA1031 // The reader throws whatever it stumbles over; all of it means the same.
        catch (Exception)
#pragma warning restore CA1031
        {
            return (null, Ending.NotReadable);
        }
    }

    private static (byte[]? Clean, Ending Ending) Clean(PdfDocument document)
    {
        if (document.PageCount == 0)
        {
            return (null, Ending.NotReadable);
        }

        ForgetWhereToOpen(document.Internals.Catalog);
        foreach (var dictionary in document.Internals.GetAllObjects().SelectMany(Dictionaries))
        {
            if (Danger.In(dictionary) is { } danger)
            {
                return (null, danger);
            }

            ForgetNotes(dictionary);
        }

        document.Info.Elements.Clear();
        using var written = new MemoryStream();
        document.Save(written, closeStream: false);
        return (written.ToArray(), Ending.Clean);
    }

    // A page to show first is harmless and common; an action is not, and is left for the search for dangers.
    private static void ForgetWhereToOpen(PdfCatalog catalog)
    {
        var first = catalog.Elements["/OpenAction"];
        if ((first is PdfReference reference ? reference.Value : first) is PdfArray)
        {
            catalog.Elements.Remove("/OpenAction");
        }
    }

    private static void ForgetNotes(PdfDictionary dictionary)
    {
        foreach (var note in _notes)
        {
            dictionary.Elements.Remove(note);
        }

        // Photographs lie in documents as they came from the camera.
        if (dictionary.Stream is { Value: { Length: > 4 } content } && dictionary.Elements.GetName("/Subtype") == "/Image")
        {
            dictionary.Stream.Value = JpegSegments.WithoutNotes(content);
        }
    }

    // Objects, and the dictionaries and lists that lie inside them; references lead to objects that are looked at on their own.
    private static IEnumerable<PdfDictionary> Dictionaries(PdfObject start)
    {
        var open = new Stack<PdfItem>([start]);
        while (open.TryPop(out var item))
        {
            IEnumerable<PdfItem?> inside = [];
            if (item is PdfDictionary dictionary)
            {
                yield return dictionary;
                inside = dictionary.Elements.Values;
            }
            else if (item is PdfArray array)
            {
                inside = array.Elements;
            }

            foreach (var one in inside.OfType<PdfItem>().Where(one => one is PdfDictionary or PdfArray))
            {
                open.Push(one);
            }
        }
    }
}
