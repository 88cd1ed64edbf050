using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace CharityLink.People;

/// <summary>The key that wraps every person's key. It lives outside the database: who has only one of the two reads nothing.</summary>
public sealed class MasterKeys
{
    private const int Bytes = 32;
    private readonly Dictionary<string, byte[]> keys = new(StringComparer.Ordinal);

    /// <summary>A current key to seal with, and earlier ones that can still open.</summary>
    public MasterKeys(byte[] current, params IEnumerable<byte[]> earlier)
    {
        CurrentId = Id(current);
        foreach (var key in earlier.Prepend(current))
        {
            keys.TryAdd(Id(key), key.Length == Bytes ? key : throw new ArgumentException($"A master key has {Bytes} bytes, not {key.Length}.", nameof(current)));
        }
    }

    /// <summary>Names the current key without telling it.</summary>
    public string CurrentId { get; }

    /// <summary>Every key there is, the current one first.</summary>
    internal IEnumerable<byte[]> All => keys.Values.OrderByDescending(key => key == Current);

    /// <summary>The key to seal with.</summary>
    internal byte[] Current => keys[CurrentId];

    /// <summary>From <c>People:MasterKey</c> (base64; a second one under <c>People:EarlierMasterKey</c>), else from the file
    /// <c>people.key</c> in <c>CHARITYLINK_HOME</c>, which is made on first use and must be backed up apart from the database.</summary>
    public static MasterKeys From(IConfiguration configuration) =>
        configuration["People:MasterKey"] is { Length: > 0 } current
            ? new(Convert.FromBase64String(current), configuration["People:EarlierMasterKey"] is { Length: > 0 } earlier ? [Convert.FromBase64String(earlier)] : [])
            : new(FromFile(Path.Combine(configuration["CHARITYLINK_HOME"] ?? ".charitylink", "people.key")));

    /// <summary>The key with an id; throws when the vault was sealed with a key that this program was not given.</summary>
    internal byte[] Find(string id) => keys.TryGetValue(id, out var key)
        ? key
        : throw new InvalidOperationException($"The people vault needs master key {id}: give it as People:MasterKey or put the right people.key into CHARITYLINK_HOME.");

    private static byte[] FromFile(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!); // A full path to a file has a folder.
        if (!File.Exists(path))
        {
            // Written whole and then named, so that nodes that start together agree on the one that was first.
            var draft = $"{path}.{Convert.ToHexString(RandomNumberGenerator.GetBytes(4))}";
            var onlyMine = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                onlyMine.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var file = new FileStream(draft, onlyMine))
            {
                file.Write(RandomNumberGenerator.GetBytes(Bytes));
                file.Flush(flushToDisk: true);
            }

            try
            {
                File.Move(draft, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(draft);
            }
        }

        return File.ReadAllBytes(path);
    }

    private static string Id(byte[] key) => Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, 6));
}
