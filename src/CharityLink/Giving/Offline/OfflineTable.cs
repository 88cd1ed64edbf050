using System.Globalization;
using System.Text;
using CharityLink.Kernel;
using CsvHelper;

namespace CharityLink.Giving;

/// <summary>Something wrong in a file of gifts or transfers: on which line, in which column, and why.</summary>
/// <param name="Line">From 1, the header's; 0 for the file as a whole.</param>
public sealed record OfflineFileError(int Line, string? Column, Refusal Why);

/// <summary>Reads tables whose columns are known by several headings.</summary>
internal static class OfflineTable
{
    /// <summary>The largest file.</summary>
    public const int BytesMax = 200 * 1024;

    /// <summary>Every line with its cells by column; or what is wrong with the file as a whole. A column that may be missing reads as empty.</summary>
    public static (IReadOnlyList<(int Line, Func<string, string> Cell)> Rows, IReadOnlyList<OfflineFileError> Errors) Read(
        byte[] file, IReadOnlyDictionary<string, string[]> headings, IReadOnlyList<string> needed, int rowsMax)
    {
        if (file.Length > BytesMax)
        {
            return Wrong(0, new Refusal("csv_too_large", null, (BytesMax / 1024).ToString(CultureInfo.InvariantCulture)));
        }

        if (Text(file) is not { } text)
        {
            return Wrong(0, new Refusal("csv_not_utf8"));
        }

        try
        {
            return Rows(text, headings, needed, rowsMax);
        }
        catch (CsvFormatException broken)
        {
            return Wrong((int)broken.LineNumber, new Refusal("csv_broken"));
        }
    }

    /// <summary>A day as banks and spreadsheets write it; a time behind it is left out.</summary>
    public static bool TryDay(string text, out DateOnly day) => DateOnly.TryParseExact(
        text.Split(' ', 'T')[0], ["yyyy-MM-dd", "yyyy/M/d", "yyyyMMdd", "yyyy.M.d", "yyyy年M月d日"], CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    private static (IReadOnlyList<(int Line, Func<string, string> Cell)> Rows, IReadOnlyList<OfflineFileError> Errors) Rows(
        string text, IReadOnlyDictionary<string, string[]> headings, IReadOnlyList<string> needed, int rowsMax)
    {
        using var csv = CsvReader.Create(new StringReader(text), new CsvReaderOptions { HasHeader = false, TrackLineNumbers = true, MalformedData = CsvMalformedDataHandling.Throw });
        var at = csv.Read() ? Columns(Cells(csv), headings) : [];
        if (needed.Where(column => !at.ContainsKey(column)).ToList() is { Count: > 0 } missing)
        {
            return Wrong(1, new Refusal("csv_heading_missing", null, string.Join("; ", missing.Select(column => string.Join(" / ", headings[column].Take(4))))));
        }

        var rows = new List<(int, Func<string, string>)>();
        while (csv.Read())
        {
            var (cells, line) = (Cells(csv), (int)csv.LineNumber);
            if (cells.All(cell => cell.Length == 0))
            {
                continue;
            }

            if (rows.Count == rowsMax)
            {
                return Wrong(line, new Refusal("csv_too_many_rows", null, rowsMax.ToString(CultureInfo.InvariantCulture)));
            }

            rows.Add((line, column => at.TryGetValue(column, out var index) && index < cells.Length ? cells[index] : ""));
        }

        return rows.Count == 0 ? Wrong(0, new Refusal("csv_empty")) : (rows, []);
    }

    private static Dictionary<string, int> Columns(string[] header, IReadOnlyDictionary<string, string[]> headings)
    {
        var at = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (index, name) in header.Index())
        {
            var column = headings.FirstOrDefault(one => one.Value.Contains(name, StringComparer.OrdinalIgnoreCase)).Key;
            if (column is not null)
            {
                at.TryAdd(column, index);
            }
        }

        return at;
    }

    private static string[] Cells(CsvReader csv) => [.. Enumerable.Range(0, csv.FieldCount).Select(i => csv.GetString(i).Trim().Trim('\ufeff'))];

    private static (IReadOnlyList<(int Line, Func<string, string> Cell)> Rows, IReadOnlyList<OfflineFileError> Errors) Wrong(int line, Refusal why) => ([], [new(line, null, why)]);

    // Other alphabets are refused, not guessed: a wrong guess would name strangers.
    private static string? Text(byte[] file)
    {
        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file);
            return text.StartsWith('\ufeff') ? text[1..] : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
