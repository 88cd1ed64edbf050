using System.Security.Cryptography;
using System.Text;

namespace CharityLink;

/// <summary>Ids that follow from what they stand for, so that doing something twice makes the same thing twice.</summary>
public static class StableId
{
    /// <summary>The id of a thing by its name: version 8, from a SHA-256.</summary>
    public static Guid Of(string name) => Of(Encoding.UTF8.GetBytes(name));

    /// <summary>The id of something that belongs to another thing. It begins with the same instant, so that rows made together lie together in an index.</summary>
    public static Guid Beside(Guid other, string name)
    {
        Span<byte> id = stackalloc byte[16];
        Span<byte> time = stackalloc byte[16];
        Of($"{name}:{other}").TryWriteBytes(id, bigEndian: true, out _);
        other.TryWriteBytes(time, bigEndian: true, out _);
        time[..6].CopyTo(id);
        return new Guid(id, bigEndian: true);
    }

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
