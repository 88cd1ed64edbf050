using System.Text.Json.Nodes;

namespace CharityLink.StripeFake.Description;

/// <summary>Reads <c>a[b][0]=c</c> back into a tree whose leaves are texts.</summary>
internal static class Form
{
    public static JsonObject Read(string form)
    {
        var root = new JsonObject();
        foreach (var pair in form.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            var keys = Keys(Decode(parts[0]));
            var at = root;
            foreach (var key in keys.SkipLast(1))
            {
                if (at[key] is not JsonObject inside)
                {
                    at[key] = inside = [];
                }

                at = inside;
            }

            at[keys[^1]] = parts.Length > 1 ? Decode(parts[1]) : "";
        }

        return Lists(root).AsObject();
    }

    private static List<string> Keys(string key)
    {
        var open = key.IndexOf('[', StringComparison.Ordinal);
        return open < 0 ? [key] : [key[..open], .. key[(open + 1)..].TrimEnd(']').Split("][")];
    }

    // Stripe's clients number the items of a list; names made of digits alone are that.
    private static JsonNode Lists(JsonObject members)
    {
        foreach (var (name, member) in members.ToList())
        {
            if (member is JsonObject inside)
            {
                members[name] = null;
                members[name] = Lists(inside);
            }
        }

        if (members.Count == 0 || !members.All(m => m.Key.Length > 0 && m.Key.All(char.IsAsciiDigit)))
        {
            return members;
        }

        return new JsonArray([.. members.OrderBy(m => m.Key.Length).ThenBy(m => m.Key, StringComparer.Ordinal).Select(m => m.Value?.DeepClone())]);
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
