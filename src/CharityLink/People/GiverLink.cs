using System.Security.Cryptography;
using System.Text;
using CharityLink.Kernel;

namespace CharityLink.People;

/// <summary>Lets a giver, and nobody else who knows a gift's id (staff, logs), see the giver's own name: a key in the address of the giver's pages.</summary>
public sealed class GiverLink(MasterKeys keys)
{
    private const int Bytes = 10;

    // Derived, so that what is shown to the world tells nothing about the key that wraps the vault.
    private readonly byte[][] derived = [.. keys.All.Select(key => HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: "giver-link"u8.ToArray()))];

    /// <summary>The key to a person's pages: 20 characters that follow from the person and cannot be guessed.</summary>
    public string KeyTo(PersonId person) => Key(derived[0], person);

    /// <summary>Whether a key from an address is the one to this person's pages.</summary>
    public bool Opens(string? key, PersonId person) =>
        key is { Length: 2 * Bytes } && derived.Any(secret => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Key(secret, person)), Encoding.UTF8.GetBytes(key)));

    private static string Key(byte[] secret, PersonId person)
    {
        Span<byte> id = stackalloc byte[16];
        person.Value.TryWriteBytes(id);
        return Convert.ToHexStringLower(HMACSHA256.HashData(secret, id).AsSpan(0, Bytes));
    }
}
