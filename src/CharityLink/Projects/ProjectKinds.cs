using System.Collections.Frozen;
using System.Text.Json;

namespace CharityLink.Projects;

/// <summary>A kind of project. Data, so that a new kind needs no code.</summary>
/// <param name="Programs">Kinds of standing programs that do the same.</param>
/// <param name="Similar">Kinds of projects whose purpose is close: what is left over may go there (CN-USE-04).</param>
public sealed record ProjectKind(string Code, string NameZh, string NameEn, IReadOnlyList<string> Programs, IReadOnlyList<string> Similar)
{
    /// <summary>What is left over from a project of another kind may serve this one.</summary>
    public bool IsCloseTo(string other) => ProjectKinds.Find(other)?.Similar.Contains(Code, StringComparer.Ordinal) == true;
}

/// <summary>The kinds there are.</summary>
public static class ProjectKinds
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    /// <summary>Every kind, in the order they are offered.</summary>
    public static IReadOnlyList<ProjectKind> All { get; } =
        JsonSerializer.Deserialize<ProjectKind[]>(EmbeddedText.Beside(typeof(ProjectKinds), "Data.project-kinds.json"), _json) ?? [];

    private static readonly FrozenDictionary<string, ProjectKind> _byCode = All.ToFrozenDictionary(kind => kind.Code, StringComparer.Ordinal);

    /// <summary>The kind of a code, or null.</summary>
    public static ProjectKind? Find(string code) => _byCode.GetValueOrDefault(code);
}
