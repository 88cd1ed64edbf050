using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace CharityLink.Store;

/// <summary>How facts become JSON: names as declared, enums by name, instants as ISO 8601, Chinese as itself.</summary>
internal static class EventJson
{
    /// <summary>A fact is small; one larger than this is a mistake (a file belongs beside the log, under its hash).</summary>
    public const int MaxChars = 1024 * 1024;

    public static JsonSerializerOptions Options { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { InOrderOfKeeping } },
    };

    /// <summary>The JSON of a fact, checked for what jsonb refuses, so that one bad fact never reaches the database.</summary>
    public static string Encode(object fact)
    {
        var json = JsonSerializer.Serialize(fact, fact.GetType(), Options);
        if (json.Length > MaxChars)
        {
            throw new ArgumentException($"A {fact.GetType().Name} of {json.Length} characters is too large to store.", nameof(fact));
        }

        if (HasNul(json))
        {
            throw new ArgumentException($"A {fact.GetType().Name} holds the character U+0000, which cannot be stored.", nameof(fact));
        }

        return json;
    }

    // jsonb keeps names by length, then by letter: what comes so need not be sorted while others wait for their turn to write.
    private static void InOrderOfKeeping(JsonTypeInfo type)
    {
        var rank = 0;
        foreach (var property in type.Properties.OrderBy(property => property.Name.Length).ThenBy(property => property.Name, StringComparer.Ordinal))
        {
            property.Order = rank++;
        }
    }

    // The serializer writes U+0000 as an escape; the same six characters after an escaped backslash are only text.
    private static bool HasNul(string json)
    {
        for (var at = json.IndexOf("\\u0000", StringComparison.Ordinal); at >= 0; at = json.IndexOf("\\u0000", at + 1, StringComparison.Ordinal))
        {
            var backslashes = 1;
            while (at - backslashes >= 0 && json[at - backslashes] == '\\')
            {
                backslashes++;
            }

            if (backslashes % 2 == 1)
            {
                return true;
            }
        }

        return false;
    }
}
