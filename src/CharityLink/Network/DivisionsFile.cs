using System.Text;
using CharityLink.Kernel;
using CsvHelper;

namespace CharityLink.Network;

/// <summary>The divisions file cannot be used; the message says where and why.</summary>
public sealed class DivisionsFileException(string message) : Exception(message);

/// <summary>Reads the divisions of a city: <c>code,parent_code,level,name_zh,name_en_pinyin,kind</c>, UTF-8.</summary>
public static class DivisionsFile
{
    private const string Header = "code,parent_code,level,name_zh,name_en_pinyin,kind";
    private const string Statistical = "statistical_area";

    /// <summary>The model city that comes with the program, or the file the configuration names.</summary>
    public static Divisions Load(string? path)
    {
        if (string.IsNullOrEmpty(path))
        {
            using var model = typeof(DivisionsFile).Assembly.GetManifestResourceStream("CharityLink.Network.Data.jiangmen-divisions.csv")
                ?? throw new InvalidOperationException("The divisions of the model city are not in the program.");
            return Read(new StreamReader(model, Encoding.UTF8), "jiangmen-divisions.csv");
        }

        if (!File.Exists(path))
        {
            throw new DivisionsFileException($"There is no divisions file {path}.");
        }

        using var file = new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        return Read(file, path);
    }

    /// <summary>Reads and checks every row; the first broken one ends it with a sentence that names its line.</summary>
    public static Divisions Read(TextReader text, string name)
    {
        try
        {
            var rows = Rows(text, name).ToList();
            Check(rows, name);
            return new Divisions(rows);
        }
        catch (Exception broken) when (broken is DecoderFallbackException or CsvFormatException)
        {
            throw new DivisionsFileException($"{name} is no CSV file in UTF-8: {broken.Message}");
        }
    }

    private static IEnumerable<Division> Rows(TextReader text, string name)
    {
        using var csv = CsvReader.Create(text, new CsvReaderOptions { HasHeader = false, TrackLineNumbers = true }, leaveOpen: true);
        if (!csv.Read() || string.Join(',', Cells(csv)) != Header)
        {
            throw new DivisionsFileException($"{name}: the first line must be {Header}.");
        }

        while (csv.Read())
        {
            yield return Row(Cells(csv), $"{name}, line {csv.LineNumber}");
        }
    }

    private static string[] Cells(CsvReader csv) => [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)];

    private static Division Row(string[] cells, string where)
    {
        if (cells.Length != 6)
        {
            throw new DivisionsFileException($"{where}: {cells.Length} columns instead of 6.");
        }

        if (!DivisionCode.TryParse(cells[0], out var code))
        {
            throw new DivisionsFileException($"{where}: '{cells[0]}' is no code of 6, 9 or 12 digits.");
        }

        if (!cells[2].Equals(code.Level.ToString(), StringComparison.OrdinalIgnoreCase))
        {
            throw new DivisionsFileException($"{where}: {code} has the form of a {code.Level}, not of a {cells[2]}.");
        }

        if ((code.Parent?.Value ?? "") != cells[1])
        {
            throw new DivisionsFileException($"{where}: {code} lies in {code.Parent?.Value ?? "nothing"}, not in '{cells[1]}'.");
        }

        var bad = PlainText.Check(cells[3], "name_zh", PlainText.NameMax) ?? PlainText.Check(cells[4], "name_en_pinyin", PlainText.NameMax) ?? PlainText.Check(cells[5], "kind", PlainText.NameMax);
        return bad is null
            ? new Division(code, cells[3], cells[4], cells[5], cells[5] == Statistical)
            : throw new DivisionsFileException($"{where}: {bad.Field} is empty, too long or holds characters nobody can see.");
    }

    private static void Check(List<Division> rows, string name)
    {
        if (rows.Count(row => row.Code.Level == Level.City) is var cities and not 1)
        {
            throw new DivisionsFileException($"{name}: it must hold exactly one city, not {cities}.");
        }

        var known = new HashSet<DivisionCode>();
        foreach (var row in rows.Where(row => !known.Add(row.Code)))
        {
            throw new DivisionsFileException($"{name}: {row.Code} stands in it twice.");
        }

        foreach (var row in rows.Where(row => row.Code.Parent is { } parent && !known.Contains(parent)))
        {
            throw new DivisionsFileException($"{name}: {row.Code} lies in {row.Code.Parent}, which is missing.");
        }
    }
}
