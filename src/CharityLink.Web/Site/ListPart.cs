using System.Globalization;

namespace CharityLink.Web.Site;

/// <summary>A part of a long list, the newest first, and where the next part begins.</summary>
/// <param name="Older">What the link to older rows carries; null where there are none.</param>
internal sealed record ListPart<TRow>(IReadOnlyList<TRow> Rows, long? Older);

/// <summary>Long lists of the console, shown a part at a time.</summary>
internal static class ListPart
{
    /// <summary>So many rows are shown.</summary>
    public const int Size = 50;

    /// <summary>So many are asked for: one more tells whether there are older ones.</summary>
    public const int Asked = Size + 1;

    /// <summary>The row before which the part begins that the address asks for; null for the newest.</summary>
    public static long? Before(IQueryCollection query) => long.TryParse(query["before"], NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : null;

    /// <summary>One of the known words the address asks for; null for none of them.</summary>
    public static string? OneOf(IQueryCollection query, string name, IReadOnlyCollection<string> known) => known.FirstOrDefault(word => query[name] == word);

    /// <summary>What was asked for, as a part.</summary>
    /// <param name="place">A row's place in the list, as the address carries it.</param>
    public static ListPart<TRow> Of<TRow>(IReadOnlyList<TRow> asked, Func<TRow, long> place) =>
        asked.Count > Size ? new([.. asked.Take(Size)], place(asked[Size - 1])) : new(asked, null);
}
