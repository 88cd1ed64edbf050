using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CharityLink.Benchmarks;

/// <summary>One figure. What does not apply stays null and is left out of the file.</summary>
public sealed record Figure(string Name, double Value, string Unit, double? Reference = null, double? Ratio = null, double? P99Ms = null);

/// <summary>Collects figures, prints them as a table, writes them as JSON.</summary>
public sealed class Report
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
    private readonly List<Figure> _figures = [];

    /// <summary>Adds a figure and tells it at once, since the whole takes minutes.</summary>
    public void Add(Figure figure)
    {
        _figures.Add(figure);
        Console.Error.WriteLine($"  {Line(figure)}");
    }

    /// <summary>The table people read.</summary>
    public void Print(TextWriter to)
    {
        to.WriteLine($"{"name",-22}{"value",14} {"unit",-12}{"reference",12}{"ratio",8}{"p99 ms",10}");
        foreach (var figure in _figures)
        {
            to.WriteLine(Line(figure));
        }
    }

    /// <summary>The list programs read.</summary>
    public async Task Save(string path, CancellationToken ct) =>
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(_figures.Select(Rounded), _json), ct);

    private static Figure Rounded(Figure f) => f with
    {
        Value = Math.Round(f.Value, 2),
        Reference = Round(f.Reference),
        Ratio = Round(f.Ratio),
        P99Ms = Round(f.P99Ms),
    };

    private static double? Round(double? value) => value is { } v ? Math.Round(v, 2) : null;

    private static string Line(Figure f) => string.Create(
        CultureInfo.InvariantCulture,
        $"{f.Name,-22}{f.Value,14:#,0.##} {f.Unit,-12}{f.Reference,12:#,0.##}{f.Ratio,8:0.00}{f.P99Ms,10:0.0}");
}
