using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CharityLink.Web.Site;

/// <summary>A language pages are written in: the first part of every address.</summary>
/// <param name="Tag">As in the address and in <c>lang</c>: <c>zh-CN</c>, <c>en</c>.</param>
/// <param name="OwnName">What its readers call it, for the switch.</param>
public sealed record Language(string Tag, string OwnName)
{
    /// <summary>Simplified Chinese: what a visitor gets who asks for nothing we have.</summary>
    public static Language Chinese { get; } = new("zh-CN", "中文");

    /// <summary>English.</summary>
    public static Language English { get; } = new("en", "English");

    /// <summary>Every language, the default first.</summary>
    public static IReadOnlyList<Language> All { get; } = [Chinese, English];

    /// <summary>How numbers and dates are written.</summary>
    public CultureInfo Culture { get; } = CultureInfo.GetCultureInfo(Tag);

    /// <summary>Chinese names and sentences come first.</summary>
    public bool IsChinese => this == Chinese;

    /// <summary>The one the switch leads to.</summary>
    public Language Other => IsChinese ? English : Chinese;

    /// <summary>Finds a language by the first part of an address.</summary>
    public static bool TryParse([NotNullWhen(true)] string? tag, [NotNullWhen(true)] out Language? language)
    {
        language = All.FirstOrDefault(l => string.Equals(l.Tag, tag, StringComparison.OrdinalIgnoreCase));
        return language is not null;
    }

    /// <summary>The best language for an <c>Accept-Language</c> header, by its weights; Chinese when it names none of ours.</summary>
    public static Language Preferred(string? acceptLanguage) =>
        (from part in (acceptLanguage ?? "").Split(',', StringSplitOptions.TrimEntries)
         let pieces = part.Split(';', StringSplitOptions.TrimEntries)
         let language = All.FirstOrDefault(l => pieces[0].StartsWith(l.Tag[..2], StringComparison.OrdinalIgnoreCase))
         let weight = Weight(pieces)
         where language is not null && weight > 0
         orderby weight descending
         select language).FirstOrDefault() ?? Chinese;

    private static double Weight(string[] pieces) =>
        pieces.Length < 2 || !pieces[1].StartsWith("q=", StringComparison.Ordinal) ? 1
        : double.TryParse(pieces[1].AsSpan(2), CultureInfo.InvariantCulture, out var weight) ? weight : 0;
}
