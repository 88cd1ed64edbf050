using System.Globalization;
using System.Text;

namespace CharityLink.Kernel;

/// <summary>What may stand in a name, a reason or a summary. One rule for every field that people type into.</summary>
public static class PlainText
{
    /// <summary>Longest name of a thing.</summary>
    public const int NameMax = 100;

    /// <summary>Longest reason, evidence or summary.</summary>
    public const int NoteMax = 500;

    /// <summary>Null when the text is there, short enough and made of visible characters; else why not.</summary>
    /// <param name="lines">Several lines are allowed.</param>
    public static Refusal? Check(string? text, string field, int max, bool lines = false) =>
        string.IsNullOrWhiteSpace(text) ? new Refusal("text_missing", field)
        : text.Length > max ? new Refusal("text_too_long", field, max.ToString(CultureInfo.InvariantCulture))
        : text.EnumerateRunes().All(rune => IsVisible(rune, lines)) ? null
        : new Refusal("text_forbidden_character", field);

    /// <summary>The same for a field that may stay empty.</summary>
    public static Refusal? CheckOptional(string? text, string field, int max, bool lines = false) =>
        string.IsNullOrEmpty(text) ? null : Check(text, field, max, lines);

    // The replacement character stands where the bytes were no text. Format characters are invisible, turn lines round or make two names look alike.
    private static bool IsVisible(Rune rune, bool lines) => rune.Value is '\n' or '\r' ? lines : rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
