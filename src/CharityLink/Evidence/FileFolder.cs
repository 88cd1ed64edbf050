using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CharityLink.Evidence;

/// <summary>Files on disk under the hash of their content: <c>ab/cdef…</c>. A file stands there whole or not at all, whenever the power fails.</summary>
internal sealed partial class FileFolder
{
    private const string Unfinished = "unfinished";
    private const string Sources = "sources";
    private const string ThumbnailEnding = ".webp";
    private static readonly TimeSpan _leftOverAfter = TimeSpan.FromHours(1);

    private readonly string folder;
    private readonly long freeBytesMin;
    private readonly TimeProvider clock;

    /// <param name="freeBytesMin">The disk is not filled further than this: the log may live on it too.</param>
    public FileFolder(string folder, long freeBytesMin, TimeProvider clock)
    {
        (this.folder, this.freeBytesMin, this.clock) = (folder, freeBytesMin, clock);
        RemoveUnfinished(clock.GetUtcNow() - _leftOverAfter);
    }

    /// <summary>SHA-256 in lower-case hex.</summary>
    public static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>64 characters of lower-case hex: everything else names no file, least of all a path.</summary>
    public static bool IsHash(string? text) => text is { Length: 64 } && text.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'));

    /// <summary>Opens a file for reading, or null.</summary>
    public FileStream? Open(string hash, bool thumbnail)
    {
        var path = PathOf(hash) + (thumbnail ? ThumbnailEnding : "");
        return File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 16 * 1024, FileOptions.Asynchronous | FileOptions.SequentialScan) : null;
    }

    /// <summary>Keeps a content; one that is there already is not written again.</summary>
    /// <param name="thumbnail">Written first, so that a file that is there has its small picture.</param>
    public string Put(byte[] content, byte[]? thumbnail)
    {
        var hash = Hash(content);
        if (Touch(hash))
        {
            return hash;
        }

        ThrowIfFull();
        if (thumbnail is not null)
        {
            Write(PathOf(hash) + ThumbnailEnding, thumbnail);
        }

        Write(PathOf(hash), content);
        return hash;
    }

    /// <summary>What a file that was handed in before was kept as, or null: the same file again is the same evidence, at no work.</summary>
    public EvidenceFile? KeptFor(string sourceHash)
    {
        var path = PathOf(sourceHash, Sources);
        return File.Exists(path) && File.ReadAllText(path).Split(' ') is [var hash, var type, var size] && IsHash(hash) && long.TryParse(size, CultureInfo.InvariantCulture, out var bytes) && Touch(hash)
            ? new EvidenceFile(hash, type, bytes) : null;
    }

    /// <summary>Remembers what a file was kept as.</summary>
    public void Remember(string sourceHash, EvidenceFile kept) =>
        Write(PathOf(sourceHash, Sources), Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{kept.Hash} {kept.MediaType} {kept.Bytes}")));

    private string PathOf(string hash, string below = "") => Path.Combine(folder, below, hash[..2], hash[2..]);

    private void ThrowIfFull()
    {
        Directory.CreateDirectory(folder);
        if (new DriveInfo(folder).AvailableFreeSpace < freeBytesMin)
        {
            throw new IOException($"Less than {freeBytesMin / EvidenceLimits.Megabyte} MB are free for files.");
        }
    }

    // Flushed, then moved into place in one step: nobody ever sees a part of it.
    private void Write(string path, byte[] content)
    {
        var unfinished = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, Unfinished)).FullName, Path.GetRandomFileName());
        try
        {
            using (var file = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!); // It has a folder: see PathOf.
            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }
}
