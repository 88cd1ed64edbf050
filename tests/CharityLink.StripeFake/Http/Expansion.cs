using System.Text.Json.Nodes;

namespace CharityLink.StripeFake.Http;

/// <summary>Writes objects out where a call asked for more than their ids.</summary>
internal static class Expansion
{
    public static void Apply(World world, JsonNode answer, JsonNode? expand)
    {
        foreach (var path in expand as JsonArray ?? [])
        {
            Expand(world, answer, path!.ToString().Split('.'));
        }
    }

    private static void Expand(World world, JsonNode? at, ReadOnlySpan<string> path)
    {
        if (path.IsEmpty)
        {
            return;
        }

        if (at is JsonArray items)
        {
            foreach (var item in items)
            {
                Expand(world, item, path);
            }

            return;
        }

        if (at is not JsonObject members || !members.TryGetPropertyValue(path[0], out var member))
        {
            throw Problem.Invalid($"This property cannot be expanded ({path[0]}).", "expand[0]");
        }

        if (member is JsonValue value && value.TryGetValue<string>(out var id))
        {
            members[path[0]] = member = world.Find(id)?.DeepClone() ?? throw Problem.Invalid($"This property cannot be expanded ({path[0]}).", "expand[0]");
        }

        if (member is not null)
        {
            Expand(world, member, path[1..]);
        }
    }
}
