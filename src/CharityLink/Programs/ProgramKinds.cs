using System.Collections.Frozen;
using System.Text.Json;

namespace CharityLink.Programs;

/// <summary>A kind of program: its names and the unit it usually delivers. Data, so that a new kind needs no code.</summary>
/// <param name="UnitZh">One unit with its measure word.</param>
public sealed record ProgramKind(string Code, string NameZh, string NameEn, string UnitZh, string UnitEn, string UnitsEn);

/// <summary>The kinds there are.</summary>
public static class ProgramKinds
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    private static readonly FrozenDictionary<string, ProgramKind> _byCode =
        (JsonSerializer.Deserialize<ProgramKind[]>(EmbeddedText.Beside(typeof(ProgramKinds), "Data.program-kinds.json"), _json) ?? [])
        .ToFrozenDictionary(kind => kind.Code, StringComparer.Ordinal);

    /// <summary>Every kind, by code.</summary>
    public static IReadOnlyList<ProgramKind> All { get; } = [.. _byCode.Values.OrderBy(kind => kind.Code, StringComparer.Ordinal)];

    /// <summary>The kind of a code, or null.</summary>
    public static ProgramKind? Find(string code) => _byCode.GetValueOrDefault(code);
}
