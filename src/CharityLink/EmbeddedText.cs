using Dapper;

namespace CharityLink;

/// <summary>The .sql and data files that stand beside the code and travel inside the program.</summary>
internal static class EmbeddedText
{
    // Columns are snake_case, properties are not.
    static EmbeddedText() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>The text of a file that stands beside a type; a folder below is named with a point: <c>Data.kinds.json</c>.</summary>
    public static string Beside(Type type, string file)
    {
        using var stream = type.Assembly.GetManifestResourceStream(type, file) ?? throw new InvalidOperationException($"{file} does not stand beside {type}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
