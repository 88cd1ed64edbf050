using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using CharityLink.Web.Documents;

namespace CharityLink.Web.Tests.Documents;

/// <summary>A printed sheet is searched and read aloud by the letters its maps name: those that are missing are seen, those named by their radicals put right.</summary>
public sealed partial class PdfLettersTests
{
    private const string Sheet = "<html><head><title>收据</title></head><body><b title=\"据\">人民&#x5E01;</b> 12 &amp; A</body></html>";

    [Theory]
    [InlineData("<01> <4EBA>\n<02> <6C11>\n<03> <5E01>", 0)]
    [InlineData("<01> <4EBA>\n<02> <6C11>", 1)]
    [InlineData("<01> <0031>", 3)]
    // 人 and 民 by their radicals, as a browser has them; one we have no letter for is drawn all the same.
    [InlineData("<01> <2F08>\n<02> <2EA0>\n<03> <5E01>", 0)]
    [InlineData("<01> <4EBA>\n<02> <2E99>\n<03> <5E01>", 0)]
    public void Letters_that_no_font_had_are_counted(string pairs, int missing) => Assert.Equal(missing, PdfLetters.Missing(Pdf(Chars(pairs)), Sheet));

    [Fact]
    public void A_span_of_codes_names_each_of_its_letters() =>
        Assert.Equal(0, PdfLetters.Missing(Pdf("1 beginbfrange\n<0010> <0012> <6C10>\nendbfrange\n" + Chars("<01> <4EBA>\n<02> <5E01>")), Sheet));

    [Fact]
    public void Radicals_become_letters_in_an_appendix_that_readers_of_the_format_follow()
    {
        var pdf = Pdf(Chars("<01> <2F08>\n<02> <0041>") + "1 beginbfrange\n<0010> <0011> <2ED3>\nendbfrange\n");
        var righted = PdfLetters.Righted(pdf);
        Assert.Equal(pdf, righted[..pdf.Length]);

        // As a reader does it: from the end to the places, from there to the object, and back to the older places.
        var file = Encoding.Latin1.GetString(righted);
        var ends = Ending.Match(file);
        Assert.Equal(("<</Size 8\n/Root 1 0 R\n/Prev 0>>", "xref\n7 1\n"), (ends.Groups["trailer"].Value, file.Substring(int.Parse(ends.Groups["xref"].Value, CultureInfo.InvariantCulture), 9)));
        var place = int.Parse(ends.Groups["place"].Value, CultureInfo.InvariantCulture);
        Assert.StartsWith("7 0 obj\n", file[place..], StringComparison.Ordinal);
        Assert.Equal(
            "<01> <4EBA>|<02> <0041>|<0010> <957F>|<0011> <95E8>",
            string.Join('|', Unpack(righted, place).Split('\n').Where(line => line.StartsWith('<') && !line.Contains("FF", StringComparison.Ordinal))));
        Assert.Same(righted, PdfLetters.Righted(righted));
    }

    [Fact]
    public void What_needs_nothing_or_is_no_such_file_stays_as_it_is()
    {
        var right = Pdf(Chars("<01> <4EBA>"));
        Assert.Same(right, PdfLetters.Righted(right));
        var other = Encoding.Latin1.GetBytes("%PDF-1.7 with another kind of places %%EOF");
        Assert.Same(other, PdfLetters.Righted(other));
    }

    private static string Chars(string pairs) => $"{pairs.Split('\n').Length} beginbfchar\n{pairs}\nendbfchar\n";

    private static byte[] Pdf(string map)
    {
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            stream.Write(Encoding.Latin1.GetBytes($"begincmap\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{map}endcmap\n"));
        }

        var data = packed.ToArray();
        return [
            .. Encoding.Latin1.GetBytes($"%PDF-1.4\n7 0 obj\n<</Filter /FlateDecode\n/Length {data.Length}>> stream\n"), .. data,
            .. "\nendstream\nendobj\ntrailer\n<</Size 8\n/Root 1 0 R>>\nstartxref\n0\n%%EOF\n"u8];
    }

    private static string Unpack(byte[] file, int place)
    {
        var from = Encoding.Latin1.GetString(file).IndexOf("stream\n", place, StringComparison.Ordinal) + "stream\n".Length;
        using var stream = new ZLibStream(new MemoryStream(file[from..]), CompressionMode.Decompress);
        using var text = new StreamReader(stream, Encoding.Latin1);
        return text.ReadToEnd();
    }

    [GeneratedRegex(@"(?<place>\d{10}) 00000 n \ntrailer\n(?<trailer><<.*?>>)\nstartxref\n(?<xref>\d+)\n%%EOF\n$", RegexOptions.Singleline, 1000)]
    private static partial Regex Ending { get; }
}
