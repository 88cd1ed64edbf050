using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace CharityLink.Web.Documents;

/// <summary>Which letters a printed sheet gives back when it is searched, copied or read aloud: what its fonts' ToUnicode maps say (ISO 32000-1, 9.10.3).</summary>
internal static partial class PdfLetters
{
    private const int MapMax = 1 << 16;
    private const int PerBlock = 100;
    private const int FirstRadical = 0x2E80;
    private const int FirstOfKangxi = 0x2F00;
    private const int LastRadical = 0x2FDF;

    // Radicals that look as a whole letter does and have no canonical one (Unicode, EquivalentUnifiedIdeograph.txt): a font draws both with one outline, and a browser names the radical.
    private static readonly Dictionary<char, char> _letters = Pairs("⺏尢⺟母⺠民⺩王⺫目⺬示⺼肉⻄西⻅见⻆角⻉贝⻋车⻑長⻒長⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟");

    /// <summary>How many Chinese letters of a sheet's text the PDF cannot give back: no font had them, and boxes stand in their place.</summary>
    public static int Missing(byte[] pdf, string html)
    {
        var maps = Maps(Encoding.Latin1.GetString(pdf)).ToList();
        var has = maps.SelectMany(map => map.Pairs).SelectMany(pair => Righted(pair.Letters).EnumerateRunes()).ToHashSet();
        var missing = Text(html).EnumerateRunes().Where(IsHan).Distinct().Count(letter => !has.Contains(letter));
        // A radical we have no letter for is drawn all the same.
        return Math.Max(0, missing - has.Count(letter => letter.Value is >= FirstRadical and <= LastRadical));
    }

    /// <summary>The same PDF, its letters named as they were written: 人民币 and not the radicals ⼈⺠ before 币. Appended to the file, as the format has it.</summary>
    public static byte[] Righted(byte[] pdf)
    {
        var file = Encoding.Latin1.GetString(pdf);
        // A span may list its letters one by one; browsers do not write it so, and we would lose them.
        var wrong = Maps(file).Where(map => !map.Text.Contains('[', StringComparison.Ordinal) && map.Pairs.Any(pair => Righted(pair.Letters) != pair.Letters)).ToList();
        if (wrong.Count == 0 || Ending.Match(file) is not { Success: true } end)
        {
            return pdf;
        }

        using var righted = new MemoryStream();
        righted.Write(pdf);
        var places = new StringBuilder("xref\n");
        foreach (var map in wrong)
        {
            places.Append(CultureInfo.InvariantCulture, $"{map.Number} 1\n{righted.Length:D10} 00000 n \n");
            var packed = Packed(map);
            righted.Write(Encoding.Latin1.GetBytes($"{map.Number} 0 obj\n<</Filter /FlateDecode\n/Length {packed.Length}>> stream\n"));
            righted.Write(packed);
            righted.Write("\nendstream\nendobj\n"u8);
        }

        righted.Write(Encoding.Latin1.GetBytes($"{places}trailer\n<<{end.Groups["trailer"].Value}\n/Prev {end.Groups["xref"].Value}>>\nstartxref\n{righted.Length}\n%%EOF\n"));
        return righted.ToArray();
    }

    private static string Text(string html)
    {
        var body = html.IndexOf("<body", StringComparison.Ordinal);
        return WebUtility.HtmlDecode(Tag.Replace(html[Math.Max(body, 0)..], " "));
    }

    private static bool IsHan(Rune letter) => letter.Value is (>= 0x3400 and <= 0x9FFF) or (>= 0x20000 and <= 0x3FFFF);

    // Those of Kangxi's dictionary are compatible with their letters; of the others the table knows which are whole ones.
    private static string Righted(string letters) => letters.Any(letter => letter is >= (char)FirstRadical and <= (char)LastRadical)
        ? string.Concat(letters.Select(letter => _letters.TryGetValue(letter, out var whole) ? $"{whole}" : letter is >= (char)FirstOfKangxi and <= (char)LastRadical ? $"{letter}".Normalize(NormalizationForm.FormKC) : $"{letter}"))
        : letters;

    private static Dictionary<char, char> Pairs(string pairs) => pairs.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);

    // Of an object that was written again the last one counts.
    private static IEnumerable<LetterMap> Maps(string file) =>
        (from Match found in Packing.Matches(file)
         let length = int.Parse(found.Groups["length"].ValueSpan, CultureInfo.InvariantCulture)
         let start = found.Index + found.Length
         where length < MapMax && start + length <= file.Length
         let text = Unpacked(file.Substring(start, length))
         where text.Contains("begincmap", StringComparison.Ordinal)
         select new LetterMap(int.Parse(found.Groups["number"].ValueSpan, CultureInfo.InvariantCulture), text, [.. Single(text), .. Ranges(text)]))
        .GroupBy(map => map.Number).Select(written => written.Last());

    private static string Unpacked(string packed)
    {
        try
        {
            using var stream = new ZLibStream(new MemoryStream(Encoding.Latin1.GetBytes(packed)), CompressionMode.Decompress);
            using var text = new StreamReader(stream, Encoding.Latin1);
            return text.ReadToEnd();
        }
        catch (InvalidDataException)
        {
            return "";
        }
    }

    private static IEnumerable<(string Code, string Letters)> Single(string text) =>
        from Match block in Chars.Matches(text)
        from Match pair in Two.Matches(block.Value)
        select (pair.Groups["code"].Value, Read(pair.Groups["letters"].Value));

    private static IEnumerable<(string Code, string Letters)> Ranges(string text) =>
        from Match block in Spans.Matches(text)
        from Match span in Three.Matches(block.Value)
        let first = Hex(span.Groups["first"].Value)
        let letters = Read(span.Groups["letters"].Value)
        from step in Enumerable.Range(0, Math.Max(0, Hex(span.Groups["last"].Value) - first + 1))
        select ((first + step).ToString($"X{span.Groups["first"].Length}", CultureInfo.InvariantCulture), $"{letters[..^1]}{(char)(letters[^1] + step)}");

    private static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static string Read(string hex) => Encoding.BigEndianUnicode.GetString(Convert.FromHexString(hex));

    private static byte[] Packed(LetterMap map)
    {
        var blocks = map.Pairs.Chunk(PerBlock).Select(some =>
            $"{some.Length} beginbfchar\n{string.Concat(some.Select(pair => $"<{pair.Code}> <{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(Righted(pair.Letters)))}>\n"))}endbfchar\n");
        var text = Spans.Replace(Chars.Replace(map.Text, ""), "").Replace("endcodespacerange\n", $"endcodespacerange\n{string.Concat(blocks)}", StringComparison.Ordinal);
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            stream.Write(Encoding.Latin1.GetBytes(text));
        }

        return packed.ToArray();
    }

    /// <param name="Number">Of its object in the file.</param>
    /// <param name="Pairs">Which code stands for which letters.</param>
    private sealed record LetterMap(int Number, string Text, IReadOnlyList<(string Code, string Letters)> Pairs);

    [GeneratedRegex(@"<[^>]*>", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Tag { get; }

    [GeneratedRegex(@"(?<number>\d+) 0 obj\s*<<(?=[^<>]*/FlateDecode)[^<>]*/Length (?<length>\d+)[^<>]*>>\s*stream\r?\n", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Packing { get; }

    [GeneratedRegex(@"trailer\s*<<(?<trailer>[^<>]*)>>\s*startxref\s+(?<xref>\d+)\s+%%EOF\s*$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Ending { get; }

    [GeneratedRegex(@"\d+ beginbfchar.*?endbfchar\s*", RegexOptions.Singleline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Chars { get; }

    [GeneratedRegex(@"\d+ beginbfrange.*?endbfrange\s*", RegexOptions.Singleline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Spans { get; }

    [GeneratedRegex(@"<(?<code>[0-9A-Fa-f]+)>\s*<(?<letters>[0-9A-Fa-f]+)>", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Two { get; }

    [GeneratedRegex(@"<(?<first>[0-9A-Fa-f]+)>\s*<(?<last>[0-9A-Fa-f]+)>\s*<(?<letters>[0-9A-Fa-f]+)>", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Three { get; }
}
