using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CharityLink.Stripe.Wire;

/// <summary>
/// Writes a request as Stripe's own clients do: <c>a[b][0][c]=v</c>, brackets as they are, a space as %20. Equal bytes for
/// equal requests matter, because Stripe compares a repeat with what it kept for the key.
/// </summary>
public static class FormBody
{
    /// <summary>The form of a typed request; members that are null are left out, an empty text clears what Stripe has.</summary>
    public static string Of<T>(T request, JsonTypeInfo<T> type) => Encode(JsonSerializer.SerializeToElement(request, type));

    /// <summary>The form of any JSON object.</summary>
    public static string Encode(JsonElement request)
    {
        var form = new StringBuilder();
        foreach (var member in request.EnumerateObject())
        {
            Write(form, member.Name, member.Value);
        }

        return form.ToString();
    }

    private static void Write(StringBuilder form, string key, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    Write(form, $"{key}[{member.Name}]", member.Value);
                }

                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in value.EnumerateArray())
                {
                    Write(form, $"{key}[{index++}]", item);
                }

                break;
            default:
                form.Append(form.Length == 0 ? "" : "&").Append(Escape(key)).Append('=').Append(Escape(Text(value)));
                break;
        }
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => value.GetString()!, // a string element always has its text
        _ => value.GetRawText(),
    };

    private static string Escape(string text) => Uri.EscapeDataString(text)
        .Replace("%5B", "[", StringComparison.Ordinal)
        .Replace("%5D", "]", StringComparison.Ordinal);
}
