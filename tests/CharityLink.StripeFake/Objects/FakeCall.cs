using System.Globalization;
using System.Text.Json.Nodes;

namespace CharityLink.StripeFake.Objects;

/// <summary>One call that is to be carried out: what it is about, and its parameters as texts.</summary>
internal sealed record FakeCall(World World, string Id, JsonObject Form)
{
    public string? Text(string name) => Form[name] is JsonValue value ? value.ToString() : null;

    public long? Number(string name) => Text(name) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    public bool Flag(string name) => Text(name) == "true";

    public JsonObject? Part(string name) => Form[name] as JsonObject;

    public JsonArray? List(string name) => Form[name] is JsonArray list ? list.DeepClone().AsArray() : null;

    public JsonObject Metadata() => Form["metadata"] is JsonObject labels ? labels.DeepClone().AsObject() : [];

    public string Need(string name) => Text(name) is { Length: > 0 } text
        ? text
        : throw Problem.Invalid($"Missing required param: {name}.", name, "parameter_missing");

    /// <summary>Takes new labels over into old ones; an empty text removes a label.</summary>
    public void Relabel(JsonObject target)
    {
        var labels = (target["metadata"] as JsonObject)?.DeepClone().AsObject() ?? [];
        foreach (var (name, value) in Part("metadata") ?? [])
        {
            if (value?.ToString() is { Length: > 0 } text)
            {
                labels[name] = text;
            }
            else
            {
                labels.Remove(name);
            }
        }

        target["metadata"] = labels;
    }

    /// <summary>Copies the named parameters that are given; what is given empty becomes null.</summary>
    public void Copy(JsonObject target, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Text(name) is { } text)
            {
                target[name] = text.Length == 0 ? null : text;
            }
        }
    }
}
