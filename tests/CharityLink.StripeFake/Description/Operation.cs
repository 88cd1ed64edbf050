using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CharityLink.StripeFake.Description;

/// <summary>One call of the interface, as the description has it.</summary>
internal sealed record Operation(string Id, string Method, string Path, Regex Matches, JsonObject Request, JsonNode Response);

/// <summary>A description of the interface in one version.</summary>
internal sealed class ApiDescription
{
    private readonly JsonObject schemas;

    private ApiDescription(string file)
    {
        using var stream = typeof(ApiDescription).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"{file} is not in the program.");
        var root = JsonNode.Parse(stream)!.AsObject();
        schemas = root["components"]!["schemas"]!.AsObject();
        Operations = [.. from path in root["paths"]!.AsObject()
                         from method in path.Value!.AsObject()
                         orderby path.Key.Count(c => c == '{')
                         select Read(path.Key, method.Key, method.Value!)];
    }

    /// <summary>The version this program speaks.</summary>
    public static ApiDescription Pinned { get; } = new("stripe-api-2026-10-28.json");

    /// <summary>An independent, older one: a second opinion.</summary>
    public static ApiDescription Older { get; } = new("stripe-api-2024-04-10.json");

    public IReadOnlyList<Operation> Operations { get; }

    public Operation? Find(string method, string path) =>
        Operations.FirstOrDefault(o => o.Method == method && o.Matches.IsMatch(path));

    public JsonObject Schema(string name) => schemas[name]!.AsObject();

    /// <summary>The schema itself, where it only points to another.</summary>
    public JsonObject Resolve(JsonObject schema) =>
        (string?)schema["$ref"] is { } reference ? Schema(reference[(reference.LastIndexOf('/') + 1)..]) : schema;

    private static Operation Read(string path, string method, JsonNode operation)
    {
        var parts = path.Split('/').Select(p => p.StartsWith('{') ? $"(?<{p.Trim('{', '}')}>[^/]+)" : Regex.Escape(p));
        return new Operation(
            (string)operation["operationId"]!,
            method.ToUpperInvariant(),
            path,
            new Regex($"^{string.Join('/', parts)}$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)),
            Body(operation) ?? Query(operation),
            operation["responses"]!["200"]!["content"]!["application/json"]!["schema"]!);
    }

    private static JsonObject? Body(JsonNode operation) =>
        operation["requestBody"]?["content"]?["application/x-www-form-urlencoded"]?["schema"]?.AsObject();

    private static JsonObject Query(JsonNode operation)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var parameter in (operation["parameters"]?.AsArray() ?? []).Where(p => (string?)p!["in"] == "query"))
        {
            properties[(string)parameter!["name"]!] = parameter["schema"]!.DeepClone();
            if ((bool?)parameter["required"] == true)
            {
                required.Add((string)parameter["name"]!);
            }
        }

        return new JsonObject { ["type"] = "object", ["properties"] = properties, ["required"] = required, ["additionalProperties"] = false };
    }
}
