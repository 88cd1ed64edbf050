using System.Globalization;
using System.Text.Json.Nodes;

namespace CharityLink.StripeFake.Objects;

/// <summary>Pages of lists, newest first, as Stripe cuts them.</summary>
internal static class Listing
{
    private static readonly HashSet<string> Paging =
        new(StringComparer.Ordinal) { "limit", "starting_after", "ending_before", "created", "expand", "types", "delivery_success" };

    /// <summary>A page of a kind, filtered by every parameter that is a member of it.</summary>
    public static JsonObject Of(FakeCall call, string kind, string url, Func<JsonObject, bool>? more = null)
    {
        var fits = call.World.All(kind).AsEnumerable().Reverse().Where(o => Fits(call, o) && more?.Invoke(o) != false).ToList();
        var limit = (int)(call.Number("limit") ?? 10);
        if (limit is < 1 or > 100)
        {
            throw Problem.Invalid("This value must be between 1 and 100.", "limit", "parameter_invalid_integer");
        }

        var (page, hasMore) = Cut(call, fits, limit);
        return new JsonObject
        {
            ["object"] = "list",
            ["url"] = url,
            ["has_more"] = hasMore,
            ["data"] = new JsonArray([.. page.Select(o => (JsonNode)o.DeepClone())]),
        };
    }

    /// <summary>A list inside an object.</summary>
    public static JsonObject Inside(string url, IEnumerable<JsonObject> items) => new()
    {
        ["object"] = "list",
        ["url"] = url,
        ["has_more"] = false,
        ["data"] = new JsonArray([.. items.Select(o => (JsonNode)o.DeepClone())]),
    };

    private static (List<JsonObject> Page, bool HasMore) Cut(FakeCall call, List<JsonObject> fits, int limit)
    {
        if (call.Text("ending_before") is { } before)
        {
            var end = Place(fits, before);
            var newer = fits[..end];
            return (newer[Math.Max(0, newer.Count - limit)..], newer.Count > limit);
        }

        var start = call.Text("starting_after") is { } after ? Place(fits, after) + 1 : 0;
        var older = fits[start..];
        return (older[..Math.Min(limit, older.Count)], older.Count > limit);
    }

    private static int Place(List<JsonObject> fits, string id) =>
        fits.FindIndex(o => (string?)o["id"] == id) is var place and >= 0 ? place : throw Problem.Missing(id);

    private static bool Fits(FakeCall call, JsonObject candidate)
    {
        if (!InTime(call.Form["created"], (long)candidate["created"]!))
        {
            return false;
        }

        return call.Form.Where(p => !Paging.Contains(p.Key)).All(p => candidate[p.Key]?.ToString() == p.Value?.ToString());
    }

    private static bool InTime(JsonNode? range, long at) => range switch
    {
        null => true,
        JsonObject ends => ends.All(end => Holds(end.Key, at, long.Parse(end.Value!.ToString(), CultureInfo.InvariantCulture))),
        _ => at == long.Parse(range.ToString(), CultureInfo.InvariantCulture),
    };

    private static bool Holds(string relation, long at, long end) => relation switch
    {
        "gt" => at > end,
        "gte" => at >= end,
        "lt" => at < end,
        "lte" => at <= end,
        _ => throw Problem.Invalid($"Received unknown parameter: created[{relation}]", "created", "parameter_unknown"),
    };
}
