using System.Text;
using System.Text.RegularExpressions;

namespace CharityLink.Giving;

/// <summary>The number of a promise, short enough to be said on the telephone and written on an envelope: how money that comes by hand is put to it.</summary>
public static partial class PromiseNumber
{
    private const int Length = 12;
    private const int TextMax = 500;
    private const int FoundMax = 8;

    /// <summary>As people read it: <c>3F2A-9C01-77BE</c>.</summary>
    public static string Of(Guid pledge)
    {
        var tail = pledge.ToString("N")[^Length..].ToUpperInvariant();
        return $"{tail[..4]}-{tail[4..8]}-{tail[8..]}";
    }

    /// <summary>As the list of promises is asked for it, however it was typed: full-width, small letters, spaces, dashes, or the whole id. Null when it can be none.</summary>
    public static string? Key(string? typed)
    {
        var tidy = string.Concat((typed ?? "").Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c) && !char.IsPunctuation(c))).ToLowerInvariant();
        return tidy.Length is Length or 32 && tidy.All(char.IsAsciiHexDigitLower) ? tidy[^Length..] : null;
    }

    /// <summary>
    /// What may be such a number in what a bank prints beside a transfer. It has no check digit: most of what looks like one is the number of something else, so that it
    /// says something only where there is such a promise.
    /// </summary>
    public static IReadOnlyList<string> In(string? remark) => remark is null or { Length: > TextMax } || remark.EnumerateRunes().Contains(Rune.ReplacementChar) // Half a character cannot be normalised.
        ? []
        : [.. Inside.Matches(remark.Normalize(NormalizationForm.FormKC)).Select(match => Key(match.Groups["number"].Value)).OfType<string>().Distinct(StringComparer.Ordinal).Take(FoundMax)];

    // Looked for from every sign on: digits that stand before it may look like its first group.
    [GeneratedRegex("(?<![0-9A-Za-z])(?=(?<number>[0-9A-Fa-f]{4}[-–—_. ]?[0-9A-Fa-f]{4}[-–—_. ]?[0-9A-Fa-f]{4})(?![0-9A-Za-z]))", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Inside { get; }
}
