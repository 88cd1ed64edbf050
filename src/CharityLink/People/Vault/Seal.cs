using System.Security.Cryptography;

namespace CharityLink.People;

/// <summary>AES-256-GCM in one piece: nonce, tag, text. Bound to the person, so that rows cannot be swapped.</summary>
internal static class Seal
{
    private const int Nonce = 12;
    private const int Tag = 16;

    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(32);

    public static byte[] Close(byte[] key, ReadOnlySpan<byte> text, Guid person)
    {
        var box = new byte[Nonce + Tag + text.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, Nonce));
        using var aes = new AesGcm(key, Tag);
        aes.Encrypt(box.AsSpan(0, Nonce), text, box.AsSpan(Nonce + Tag), box.AsSpan(Nonce, Tag), person.ToByteArray());
        return box;
    }

    /// <summary>Throws <see cref="CryptographicException"/> when a byte of it was changed, or it is another person's.</summary>
    public static byte[] Open(byte[] key, ReadOnlySpan<byte> box, Guid person)
    {
        var text = new byte[box.Length - Nonce - Tag];
        using var aes = new AesGcm(key, Tag);
        aes.Decrypt(box[..Nonce], box[(Nonce + Tag)..], box.Slice(Nonce, Tag), text, person.ToByteArray());
        return text;
    }
}
