using System.Collections.Frozen;
using System.Text.Json;

namespace CharityLink.Law;

/// <summary>Where a rule stands written: a source and the articles of it.</summary>
/// <param name="Articles">As the source counts them, <c>26, 111(iv)</c> or <c>29-30</c>; empty for the source as a whole.</param>
public sealed record Citation(Source Source, string Articles)
{
    /// <summary>Reads <c>CL 22, 113; PFM 3</c>.</summary>
    internal static IReadOnlyList<Citation> Read(string text) =>
        [.. text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(One)];

    private static Citation One(string text)
    {
        var words = text.Split(' ', 2);
        return new(Source.ByKey.GetValueOrDefault(words[0]) ?? throw new JsonException($"The source '{words[0]}' is not in sources.json."), words.Length > 1 ? words[1] : "");
    }
}

/// <summary>A law or another text that rules stand in.</summary>
/// <param name="Zh">Its full title; the short one is for citing.</param>
public sealed record Source(string Zh, string ShortZh, string En, string ShortEn)
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    /// <summary>Every source, by the key the catalogue cites it under.</summary>
    internal static FrozenDictionary<string, Source> ByKey { get; } =
        (JsonSerializer.Deserialize<Dictionary<string, Source>>(EmbeddedText.Beside(typeof(Source), "Data.sources.json"), _json) ?? []).ToFrozenDictionary(StringComparer.Ordinal);
}
