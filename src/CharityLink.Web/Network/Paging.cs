using System.Globalization;

namespace CharityLink.Web.Network;

/// <summary>Which page of a list an address asks for; whatever is no page number is the first page.</summary>
public static class Paging
{
    /// <summary>Rows on one page.</summary>
    public const int Size = 25;

    private const int Last = 100_000;

    /// <summary>The page number in an address.</summary>
    public static int Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is > 0 and <= Last ? page : 1;

    /// <summary>What people search for, cut where no name is longer.</summary>
    public static string Text(string? text) => (text ?? "").Trim() is { Length: > 100 } longer ? longer[..100] : (text ?? "").Trim();
}
