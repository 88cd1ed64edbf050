using System.Text.Json.Nodes;

namespace CharityLink.Stripe.Tests;

/// <summary>Reads the cases of a vector file.</summary>
internal static class Vectors
{
    public static IReadOnlyList<JsonObject> Of(string file)
    {
        using var stream = typeof(Vectors).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"{file} is not in the test program.");
        return [.. JsonNode.Parse(stream)!["cases"]!.AsArray().Select(c => c!.AsObject())];
    }

    public static IEnumerable<TheoryDataRow<string>> Ids(string file) =>
        Of(file).Select(c => new TheoryDataRow<string>((string)c["id"]!));

    public static JsonObject Case(string file, string id) => Of(file).Single(c => (string)c["id"]! == id);
}
