using System.Security.Cryptography;

namespace CharityLink.Giving;

/// <summary>The code on a receipt that anybody can check it with: 80 bits that nobody guesses, easy to read out and to type.</summary>
/// <remarks>It follows from the receipt's id, so a rebuilt read model has the same codes; the id itself follows from the gift's address, which only the giver knows.</remarks>
public static class VerificationCode
{
    // Crockford's base 32: no I, L, O or U.
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 16;

    /// <summary>The code of a receipt: 16 characters.</summary>
    public static string Of(Guid receiptId)
    {
        Span<byte> bytes = stackalloc byte[16];
        receiptId.TryWriteBytes(bytes, bigEndian: true, out _);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(bytes, hash);
        return string.Create(Length, hash[..10], static (code, bits) =>
        {
            for (var i = 0; i < code.Length; i++)
            {
                var bit = i * 5;
                var window = (bits[bit / 8] << 8) | (bit / 8 + 1 < bits.Length ? bits[bit / 8 + 1] : 0);
                code[i] = Alphabet[(window >> (11 - (bit % 8))) & 31];
            }
        });
    }

    /// <summary>In groups of four, as it is printed.</summary>
    public static string Show(string code) => string.Join('-', code.Chunk(4).Select(group => new string(group)));

    /// <summary>Reads a code as people type it (small letters, spaces, dashes, full-width, O for 0); null when it cannot be one.</summary>
    public static string? Read(string? text)
    {
        if (text is null or { Length: > 80 })
        {
            return null;
        }

        var code = string.Concat(text.Normalize(System.Text.NormalizationForm.FormKC).ToUpperInvariant()
            .Where(c => !char.IsWhiteSpace(c) && c is not ('-' or '–' or '—'))
            .Select(c => c switch { 'O' => '0', 'I' or 'L' => '1', _ => c }));
        return code.Length == Length && code.All(Alphabet.Contains) ? code : null;
    }
}
