using System.Globalization;
using System.Text.RegularExpressions;
using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>Reads an amount of yuan as people type it: ¥60, ６０, 1,234.50, 1 234 元. What could be meant two ways is refused, not guessed.</summary>
public static partial class GiftAmount
{
    // More than any gift has; keeps decimal arithmetic far from its limits.
    private const int LengthMax = 24;

    // Longer text is not even looked at: a hostile one would keep the patterns below busy.
    private const int TextMax = 200;
    private const string Field = "amount";

    /// <summary>The amount, or the one reason why the text is none.</summary>
    public static bool TryParse(string? text, out Money amount, out Refusal? why)
    {
        (amount, why) = (default, null);
        if (text?.Length > TextMax)
        {
            why = new Refusal("amount_too_long", Field);
            return false;
        }

        var plain = Plain(text ?? "");
        why = plain switch
        {
            "" => new Refusal("amount_missing", Field),
            _ when Exponent.IsMatch(plain) => new Refusal("amount_exponent", Field),
            _ when !Number.IsMatch(plain) => new Refusal("amount_not_a_number", Field),
            _ when plain.Length > LengthMax => new Refusal("amount_too_long", Field),
            _ => null,
        };
        if (why is not null)
        {
            return false;
        }

        var value = decimal.Parse(plain.Replace(",", "").Replace(" ", ""), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        why = value switch
        {
            0 => new Refusal("amount_zero", Field),
            < 0 => new Refusal("amount_negative", Field),
            _ when Money.From(value, Currency.Cny) is null => new Refusal(decimal.Truncate(value * 100) == value * 100 ? "amount_too_long" : "amount_too_precise", Field),
            _ => null,
        };
        amount = why is null ? Money.From(value, Currency.Cny)!.Value : default;
        return why is null;
    }

    // Full-width forms (Ｕ+FF01 … FF5E) are what a Chinese keyboard types; each stands 0xFEE0 after its ASCII twin.
    private static string Plain(string text)
    {
        var ascii = string.Concat(text.Select(c => c switch
        {
            >= '\uff01' and <= '\uff5e' => (char)(c - 0xfee0),
            '\u3000' or '\u00a0' or '\u2009' or '\u202f' or '\t' => ' ',
            '\u2212' or '\u2013' => '-',
            '\uffe5' => '¥',
            _ => c,
        })).Trim();
        return Dress.Replace(ascii, "${sign}${digits}");
    }

    // The currency may stand before or after; nothing else may.
    [GeneratedRegex(@"^(?<sign>-?)\s*(¥|CNY|RMB)?\s*(?<digits>.*?)\s*(元|CNY|RMB)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Dress { get; }

    // Separators only where thousands are: 12,5 is not 125.
    [GeneratedRegex(@"^-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+|[0-9]{1,3}( [0-9]{3})+)(\.[0-9]+)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number { get; }

    [GeneratedRegex(@"^-?[0-9.]+[eE][+-]?[0-9]+$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Exponent { get; }
}
