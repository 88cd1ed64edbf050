using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CharityLink.Kernel;

/// <summary>The four levels of the network, highest first.</summary>
public enum Level
{
    /// <summary>Prefecture-level city.</summary>
    City,

    /// <summary>District or county-level city.</summary>
    County,

    /// <summary>Town or subdistrict.</summary>
    Town,

    /// <summary>Village or urban community.</summary>
    Village,
}

/// <summary>Code of an administrative division (GB/T 2260 and its extension): 6 digits to the county, 9 to the town, 12 to the village.
/// Each code begins with that of the division it lies in. The default value lies nowhere.</summary>
[JsonConverter(typeof(DivisionCodeJson))]
public readonly record struct DivisionCode
{
    private DivisionCode(string value) => Value = value;

    /// <summary>The digits; empty for the default value.</summary>
    public string Value { get => field ?? ""; }

    /// <summary>City, county, town or village, from the code's form.</summary>
    public Level Level => Value.Length switch
    {
        6 when Value.EndsWith("00", StringComparison.Ordinal) => Level.City,
        6 => Level.County,
        9 => Level.Town,
        12 => Level.Village,
        _ => throw new InvalidOperationException("The default division has no level."),
    };

    /// <summary>The division above, or null for a city.</summary>
    public DivisionCode? Parent => Value.Length switch
    {
        12 => new(Value[..9]),
        9 => new(Value[..6]),
        6 when Level == Level.County => new(Value[..4] + "00"),
        _ => null,
    };

    /// <summary>What every code inside begins with.</summary>
    public string Prefix => Value.Length == 6 && Level == Level.City ? Value[..4] : Value;

    /// <summary>Itself and all above it, from the city down.</summary>
    public IEnumerable<DivisionCode> PathFromCity => Value.Length == 0 ? [] : Parent is { } parent ? parent.PathFromCity.Append(this) : [this];

    /// <summary>Reads a code; false for anything that has not the form of one. Whether it exists is the data's question.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out DivisionCode code)
    {
        var shaped = text is { Length: 6 or 9 or 12 } && text.All(char.IsAsciiDigit);
        code = shaped ? new DivisionCode(text!) : default;
        return shaped;
    }

    /// <summary>Reads a code that is known to be well-formed (data, facts).</summary>
    public static DivisionCode Parse(string text) => TryParse(text, out var code) ? code : throw new FormatException($"'{text}' is no division code.");

    /// <summary>The other lies in this one, or is it.</summary>
    public bool Contains(DivisionCode other) => Value.Length > 0 && other.Value.StartsWith(Prefix, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>A code is its digits in JSON.</summary>
internal sealed class DivisionCodeJson : JsonConverter<DivisionCode>
{
    public override DivisionCode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DivisionCode.TryParse(reader.GetString(), out var code) ? code : default;

    public override void Write(Utf8JsonWriter writer, DivisionCode value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
