using System.Text;

namespace CharityLink.Giving;

/// <summary>The number of a promise, short enough to be said on the telephone and written on an envelope: how money that comes by hand is put to it.</summary>
public static class PromiseNumber
{
    private const int Length = 12;

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
}
