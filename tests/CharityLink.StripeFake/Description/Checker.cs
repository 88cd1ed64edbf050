using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CharityLink.StripeFake.Description;

/// <summary>
/// Checks a value against a schema. In a request every value is text and every name must be known; in an answer types are
/// exact, new names are fine, and values that Stripe may add to are not held against it.
/// </summary>
internal sealed class Checker(ApiDescription api, bool isRequest, bool enumsAreOpen)
{
    /// <summary>What is wrong, each with the path of the member.</summary>
    public List<Fault> Check(JsonNode? value, JsonNode schema)
    {
        var faults = new List<Fault>();
        Check(value, schema.AsObject(), "", faults);
        return faults;
    }

    private void Check(JsonNode? value, JsonObject pointer, string path, List<Fault> faults)
    {
        var schema = api.Resolve(pointer);
        if (value is null)
        {
            if ((bool?)schema["nullable"] != true && (bool?)pointer["nullable"] != true && !isRequest)
            {
                faults.Add(new(path, "is null"));
            }
        }
        else if (schema["anyOf"] is JsonArray choices)
        {
            CheckAny(value, choices, path, faults);
        }
        else
        {
            CheckType(value, schema, path, faults);
        }
    }

    // The choice that fits best says what is wrong.
    private void CheckAny(JsonNode value, JsonArray choices, string path, List<Fault> faults)
    {
        List<Fault>? best = null;
        foreach (var choice in choices)
        {
            var tried = new List<Fault>();
            Check(value, choice!.AsObject(), path, tried);
            if (tried.Count == 0)
            {
                return;
            }

            best = best is null || tried.Count < best.Count ? tried : best;
        }

        faults.AddRange(best ?? []);
    }

    private void CheckType(JsonNode value, JsonObject schema, string path, List<Fault> faults)
    {
        switch ((string?)schema["type"])
        {
            case "object":
                CheckObject(value, schema, path, faults);
                break;
            case "array" when value is JsonArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    Check(items[i], schema["items"]!.AsObject(), $"{path}[{i}]", faults);
                }

                break;
            case "string" when Text(value) is { } text:
                CheckText(text, schema, path, faults);
                break;
            case "integer" when IsNumber(value, NumberStyles.AllowLeadingSign):
            case "number" when IsNumber(value, NumberStyles.Float):
            case "boolean" when IsBoolean(value):
            case null:
                break;
            case var type:
                faults.Add(new(path, $"is no {type}"));
                break;
        }
    }

    private void CheckObject(JsonNode value, JsonObject schema, string path, List<Fault> faults)
    {
        if (value is not JsonObject members)
        {
            faults.Add(new(path, "is no object"));
            return;
        }

        var properties = schema["properties"] as JsonObject;
        foreach (var (name, member) in members)
        {
            var inside = path.Length == 0 ? name : $"{path}.{name}";
            if (properties?[name] is JsonObject known)
            {
                Check(member, known, inside, faults);
            }
            else if (schema["additionalProperties"] is JsonObject any)
            {
                Check(member, any, inside, faults);
            }
            else if (isRequest && (properties is not null || IsFalse(schema["additionalProperties"])))
            {
                faults.Add(new(inside, "is not known"));
            }
        }

        Missing(members, schema["required"], path, faults);
        if (!isRequest)
        {
            Missing(members, schema["x-presentNullable"], path, faults);
        }
    }

    private static void Missing(JsonObject members, JsonNode? names, string path, List<Fault> faults) =>
        faults.AddRange(from name in names as JsonArray ?? []
                        where !members.ContainsKey((string)name!)
                        select new Fault(path.Length == 0 ? (string)name! : $"{path}.{name}", "is missing"));

    private void CheckText(string text, JsonObject schema, string path, List<Fault> faults)
    {
        var isOpen = !isRequest && (enumsAreOpen || (bool?)schema["x-openEnum"] == true);
        if (!isOpen && schema["enum"] is JsonArray values && !values.Any(v => (string?)v == text))
        {
            faults.Add(new(path, $"cannot be {text}"));
        }

        if ((int?)schema["maxLength"] is { } longest && text.Length > longest)
        {
            faults.Add(new(path, $"is longer than {longest}"));
        }
    }

    private static bool IsFalse(JsonNode? node) => node?.GetValueKind() == JsonValueKind.False;

    private static string? Text(JsonNode value) => value.GetValueKind() == JsonValueKind.String ? (string?)value : null;

    private bool IsNumber(JsonNode value, NumberStyles style) =>
        value.GetValueKind() == (isRequest ? JsonValueKind.String : JsonValueKind.Number)
        && decimal.TryParse(value.ToString(), style, CultureInfo.InvariantCulture, out _);

    private bool IsBoolean(JsonNode value) => isRequest
        ? Text(value) is "true" or "false"
        : value.GetValueKind() is JsonValueKind.True or JsonValueKind.False;
}
