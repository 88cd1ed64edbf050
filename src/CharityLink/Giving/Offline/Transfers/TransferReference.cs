using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>What a giver types into the bank's app so that the gift is found again: RF, two check digits, eight digits. A creditor reference of ISO 11649, checked by ISO 7064 MOD 97-10.</summary>
public static partial class TransferReference
{
    private const int Length = 12;
    private const int TextMax = 500;

    // R is 27 and F is 15, as the standard counts letters; the two zeros stand for the check digits that are sought.
    private const string Tail = "2715";

    /// <summary>The reference of a gift. Follows from its id; another attempt is another reference, should the first one be taken.</summary>
    public static string Of(Guid donation, int attempt)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"transfer:{donation}:{attempt}")), hash);
        var body = (BinaryPrimitives.ReadUInt64BigEndian(hash) % 100_000_000).ToString("D8", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"RF{98 - Remainder(body + Tail + "00"):D2}{body}");
    }

    /// <summary>In groups of four, as it is read aloud and typed.</summary>
    public static string Show(string reference) => string.Join(' ', reference.Chunk(4).Select(group => new string(group)));

    /// <summary>Reads a reference as people type it: full-width, spaces, dashes, small letters, without its RF.</summary>
    /// <returns>Null and the reference, or why it is none.</returns>
    public static Refusal? Read(string? text, string field, out string reference)
    {
        reference = Tidy(text);
        reference = reference.Length == Length - 2 && reference.All(char.IsAsciiDigit) ? "RF" + reference : reference;
        return !Shape.IsMatch(reference) ? new Refusal("reference_malformed", field)
            : Fits(reference) ? null : new Refusal("reference_wrong_check", field);
    }

    /// <summary>Finds the reference in what a bank prints beside a transfer; null when there is nothing like one. It may still have a wrong check digit.</summary>
    public static string? Find(string? remark)
    {
        var found = Inside.Matches(Tidy(remark)).Select(match => match.Value).ToList();
        return found.Find(Fits) ?? found.FirstOrDefault();
    }

    /// <summary>The check digits are those of the rest.</summary>
    public static bool Fits(string reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return Shape.IsMatch(reference) && Remainder(reference[4..] + Tail + reference[2..4]) == 1;
    }

    private static int Remainder(string digits) => digits.Aggregate(0, (rest, digit) => ((rest * 10) + digit - '0') % 97);

    // Half a character of a pair cannot be normalised; it is part of no reference either.
    private static string Tidy(string? text) => text is null or { Length: > TextMax } || text.EnumerateRunes().Contains(Rune.ReplacementChar)
        ? ""
        : string.Concat(text.Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c) && c is not ('-' or '–' or '—' or '_' or '.'))).ToUpperInvariant();

    [GeneratedRegex("^RF[0-9]{10}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Shape { get; }

    [GeneratedRegex("RF[0-9]{10}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Inside { get; }
}
