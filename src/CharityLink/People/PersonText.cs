using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CharityLink.Kernel;

namespace CharityLink.People;

/// <summary>Reads what people type about themselves: once, at the edge, with the reason at the field.</summary>
public static partial class PersonText
{
    private const int NameMax = 100;
    private const int EmailMax = 254;

    /// <summary>A name: trimmed, at most 100 characters, no control or direction-changing characters, no broken text.</summary>
    /// <returns>Null when it will do, with the name in its kept form; else why not.</returns>
    public static Refusal? Name(string? text, string field, out string name)
    {
        name = (text ?? "").Trim();
        return name switch
        {
            "" => new Refusal("name_missing", field),
            // Counted as people count, so that 𠮷 is one; the second limit stops letters with a thousand accents.
            { Length: > NameMax * 4 } => new Refusal("name_too_long", field, NameMax.ToString(CultureInfo.InvariantCulture)),
            _ when new StringInfo(name).LengthInTextElements > NameMax => new Refusal("name_too_long", field, NameMax.ToString(CultureInfo.InvariantCulture)),
            _ when !name.EnumerateRunes().All(IsFit) => new Refusal("name_has_control_characters", field),
            _ => null,
        };
    }

    /// <summary>An e-mail address, or nothing at all.</summary>
    public static Refusal? Email(string? text, string field, out string? email)
    {
        email = text?.Trim() is { Length: > 0 } typed ? typed : null;
        return email is null || (email.Length <= EmailMax && EmailShape.IsMatch(email)) ? null : new Refusal("email_malformed", field);
    }

    /// <summary>The code of an enterprise or a person for the tax office, or nothing at all: capital letters and digits.</summary>
    public static Refusal? TaxId(string? text, string field, out string? code)
    {
        code = text?.Normalize(NormalizationForm.FormKC).Trim().ToUpperInvariant() is { Length: > 0 } typed ? typed : null;
        return code is null || TaxIdShape.IsMatch(code) ? null : new Refusal("tax_id_malformed", field);
    }

    // U+FFFD is what broken UTF-8 and lone surrogates turn into. Format characters include the overrides that make text run backwards;
    // the two joiners are parts of some scripts and of nothing harmful.
    private static bool IsFit(Rune rune) => rune.Value is 0x200c or 0x200d || (rune.Value != 0xfffd && Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate));

    // Unified social credit codes and identity cards have 18 characters; foreign ones and passports fewer.
    [GeneratedRegex("^[A-Z0-9]{6,20}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TaxIdShape { get; }

    // Shape only: whether it exists, a mail will show.
    [GeneratedRegex(@"^[^@\s\p{C}\ufffd<>()\[\]\\,;:""]{1,64}@([\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}][\p{L}\p{N}-]{1,62}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EmailShape { get; }
}
