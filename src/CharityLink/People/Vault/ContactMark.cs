using System.Security.Cryptography;
using System.Text;

namespace CharityLink.People;

/// <summary>Recognises an e-mail address without keeping it: a keyed hash, worthless to who has only the database.</summary>
internal sealed class ContactMark(MasterKeys keys)
{
    // The oldest key that is still kept: when the current key changes, givers stay who they are.
    private readonly byte[] key = HKDF.DeriveKey(HashAlgorithmName.SHA256, keys.All.Last(), 32, info: "contact-mark"u8.ToArray());

    /// <summary>The mark of a contact; null where there is none to tell a giver by.</summary>
    public byte[]? Of(PersonFields fields) => Plain(fields.Email) is { } address ? HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(address)) : null;

    // Case, width and a tag after a plus are ways of writing one mailbox.
    private static string? Plain(string? email)
    {
        var text = email?.Trim().Normalize(NormalizationForm.FormKC).ToUpperInvariant() ?? "";
        var at = text.LastIndexOf('@');
        if (at <= 0)
        {
            return null;
        }

        var plus = text.IndexOf('+', StringComparison.Ordinal);
        return plus > 0 && plus < at ? text[..plus] + text[at..] : text;
    }
}
