using System.Security.Cryptography;
using System.Text;

namespace CharityLink.Giving;

/// <summary>Ids that follow from what they stand for, so that doing something twice makes the same thing twice.</summary>
internal static class StableId
{
    /// <summary>The id of a thing by its name: version 8, from a SHA-256.</summary>
    public static Guid Of(string name) => Of(Encoding.UTF8.GetBytes(name));

    /// <summary>The id of a thing by the bytes that identify it.</summary>
    public static Guid Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(bytes, hash);
        hash[6] = (byte)((hash[6] & 0x0f) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
