using System.Text.Json;

namespace CharityLink.Projects;

/// <summary>A platform on which charities may raise money online.</summary>
public sealed record DesignatedPlatform(string Code, string NameZh, string NameEn);

/// <summary>The platforms the Ministry designated, from a data file the operator keeps up to date (CN-PLAN-20).</summary>
public sealed class DesignatedPlatforms
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    private DesignatedPlatforms(PlatformFile file) => (All, ToBeChecked) = (file.Platforms, file.ToBeChecked);

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<DesignatedPlatform> All { get; }

    /// <summary>What an operator still has to check; null when the file says nothing.</summary>
    public string? ToBeChecked { get; }

    /// <summary>The list that comes with the program, or the file the configuration names.</summary>
    public static DesignatedPlatforms Load(string? path)
    {
        var text = string.IsNullOrEmpty(path) ? EmbeddedText.Beside(typeof(DesignatedPlatforms), "Planning.Data.designated-platforms.json") : File.ReadAllText(path);
        var file = JsonSerializer.Deserialize<PlatformFile>(text, _json) ?? throw new JsonException("The list of platforms is empty.");
        return file.Platforms.Count == file.Platforms.Select(one => one.Code).Distinct(StringComparer.Ordinal).Count() && file.Platforms.All(one => one is { Code.Length: > 0, NameZh.Length: > 0, NameEn.Length: > 0 })
            ? new(file) : throw new JsonException("A platform of the list has no code or name, or stands in it twice.");
    }

    /// <summary>The platform of a code, or null.</summary>
    public DesignatedPlatform? Find(string code) => All.FirstOrDefault(one => one.Code == code);

    private sealed record PlatformFile(string? ToBeChecked, IReadOnlyList<DesignatedPlatform> Platforms);
}
