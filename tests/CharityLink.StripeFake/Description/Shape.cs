using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace CharityLink.StripeFake.Description;

/// <summary>Fills in the members that an answer always has though they are empty, as the description lists them.</summary>
internal static class Shape
{
    private static readonly ConcurrentDictionary<string, string[]> AlwaysThere = new(StringComparer.Ordinal);

    /// <summary>An object of a kind with the given members, and null for every other that is always there.</summary>
    public static JsonObject Of(string schema, JsonObject members)
    {
        foreach (var name in AlwaysThere.GetOrAdd(schema, Names))
        {
            if (!members.ContainsKey(name))
            {
                members[name] = null;
            }
        }

        return members;
    }

    private static string[] Names(string schema) =>
        [.. (ApiDescription.Pinned.Schema(schema)["x-presentNullable"] as JsonArray ?? []).Select(n => (string)n!)];
}
