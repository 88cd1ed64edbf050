using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CharityLink.Kernel;

/// <summary>Stands for a person in facts. Who it is stands only in the vault, and can be forgotten there.</summary>
[JsonConverter(typeof(PersonIdJson))]
public readonly record struct PersonId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Unified social credit code of a legal person (GB 32100): registering department, kind, six digits of region, nine of organisation, check character.</summary>
public readonly record struct Uscc
{
    // Letters that look like digits are left out: I O S V Z.
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private const string Departments = "123456789ANY";
    private const int Length = 18;

    // 10 stands for bodies of the central departments, the others for provinces (GB/T 2260).
    private static readonly HashSet<string> _provinces =
        [.. "10 11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82".Split(' ')];

    private Uscc(string value) => Value = value;

    /// <summary>Eighteen characters, upper case; empty for the default value.</summary>
    public string Value { get => field ?? ""; }

    /// <summary>Reads what people type: small letters, spaces, hyphens and full-width characters are understood.</summary>
    /// <returns>Null and the code, or why it is none.</returns>
    public static Refusal? Read(string? text, string field, out Uscc code)
    {
        code = default;
        var tidy = Tidy(text ?? "");
        if (tidy.Length != Length || !tidy.All(Alphabet.Contains))
        {
            return new Refusal("uscc_malformed", field, Length.ToString(CultureInfo.InvariantCulture));
        }

        if (!Departments.Contains(tidy[0], StringComparison.Ordinal) || tidy[1] == '0' || !tidy[2..8].All(char.IsAsciiDigit) || !_provinces.Contains(tidy[2..4]))
        {
            return new Refusal("uscc_unknown_register", field);
        }

        if (tidy[^1] != CheckCharacter(tidy))
        {
            return new Refusal("uscc_wrong_check_character", field);
        }

        code = new Uscc(tidy);
        return null;
    }

    /// <summary>The last character that the first seventeen ask for: weights are powers of three modulo 31.</summary>
    public static char CheckCharacter(string firstSeventeen)
    {
        var (sum, weight) = (0, 1);
        foreach (var character in firstSeventeen.AsSpan(0, Length - 1))
        {
            sum += Alphabet.IndexOf(character, StringComparison.Ordinal) * weight;
            weight = weight * 3 % 31;
        }

        return Alphabet[(31 - (sum % 31)) % 31];
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    // Half a character of a pair cannot be normalised; it is no letter of a code either.
    private static string Tidy(string text) => text.EnumerateRunes().Contains(Rune.ReplacementChar)
        ? text
        : string.Concat(text.Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c) && c != '-')).ToUpperInvariant();
}

/// <summary>A person is the bare id in JSON.</summary>
internal sealed class PersonIdJson : JsonConverter<PersonId>
{
    public override PersonId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, PersonId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
