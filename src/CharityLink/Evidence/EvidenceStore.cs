using System.Globalization;
using CharityLink.Kernel;
using Microsoft.Extensions.Logging;

namespace CharityLink.Evidence;

/// <summary>What became of a file that was handed in: kept, or not and why.</summary>
public sealed record Kept(EvidenceFile? File, Refusal? Why);

/// <summary>A kept file, opened for sending.</summary>
/// <param name="MediaType">Told from the content itself.</param>
public sealed record OpenedFile(Stream Content, string MediaType, long Bytes);

/// <summary>Takes files in: only what can be shown safely is kept, cleaned of everything that cannot be seen on it. One at a time, so that photographs never fill the memory.</summary>
public sealed partial class EvidenceStore : IDisposable
{
    private const long FreeBytesMin = 256L * EvidenceLimits.Megabyte;

    private readonly FileFolder files;
    private readonly ILogger<EvidenceStore> log;
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>A store in a folder that is made when the first file comes.</summary>
    public EvidenceStore(string folder, TimeProvider clock, ILogger<EvidenceStore> log, long freeBytesMin = FreeBytesMin) =>
        (files, this.log) = (new FileFolder(folder, freeBytesMin, clock), log);

    /// <summary>Looks at a file, cleans and keeps it. The same file again is the same evidence.</summary>
    public async Task<Kept> Keep(Stream content, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(content);
        await turn.WaitAsync(ct);
        try
        {
            return await Read(content, ct) is { } bytes ? await Keep(bytes, ct) : TooLarge(EvidenceLimits.PdfBytesMax);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Opens what was kept, or null: an unknown hash, a text that is none, no small picture of a document.</summary>
    public OpenedFile? Open(string? hash, bool thumbnail)
    {
        if (!FileFolder.IsHash(hash) || files.Open(hash!, thumbnail) is not { } content) // A hash is a text.
        {
            return null;
        }

        Span<byte> head = stackalloc byte[FileKinds.HeadBytes];
        var kind = FileKinds.Of(head[..content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)]);
        content.Position = 0;
        return kind is null ? throw new InvalidDataException($"The file {hash} is none that was kept.") : new OpenedFile(content, kind.Value.MediaType(), content.Length);
    }

    /// <summary>Whether a file that was handed in before is still there; from here on it counts as handed in just now.</summary>
    public bool Holds(EvidenceFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return FileFolder.IsHash(file.Hash) && files.Touch(file.Hash);
    }

    /// <summary>Removes what was left half-written, and files that nobody handed in again since then and nothing names.</summary>
    /// <param name="named">Which of some hashes are named.</param>
    /// <returns>How many files are gone.</returns>
    internal async Task<int> Sweep(DateTimeOffset before, Func<IReadOnlyList<string>, CancellationToken, Task<IReadOnlySet<string>>> named, CancellationToken ct)
    {
        var old = files.OlderThan(before);
        var kept = old.Count == 0 ? null : await named(old, ct);
        await turn.WaitAsync(ct);
        try
        {
            var gone = old.Where(hash => kept?.Contains(hash) == false).Count(hash => files.Remove(hash, before));
            files.RemoveRemains(before);
            return gone;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private async Task<Kept> Keep(byte[] bytes, CancellationToken ct)
    {
        try
        {
            var source = FileFolder.Hash(bytes);
            return files.KeptFor(source) is { } before ? new Kept(before, null) : await KeepNew(bytes, source, ct);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            NotWritten(log, fault);
            return new Kept(null, new Refusal("file_storage_unavailable"));
        }
    }

    private async Task<Kept> KeepNew(byte[] bytes, string source, CancellationToken ct)
    {
        if (FileKinds.Of(bytes) is not { } kind)
        {
            return new Kept(null, new Refusal("file_type_not_allowed"));
        }

        if (kind != FileKind.Pdf && bytes.Length > EvidenceLimits.ImageBytesMax)
        {
            return TooLarge(EvidenceLimits.ImageBytesMax);
        }

        var (content, thumbnail, why) = await Clean(bytes, kind, ct);
        if (content is null)
        {
            return new Kept(null, why);
        }

        var kept = new EvidenceFile(files.Put(content, thumbnail), kind.MediaType(), content.Length);
        files.Remember(source, kept);
        return new Kept(kept, null);
    }

    private static async Task<(byte[]? Content, byte[]? Thumbnail, Refusal? Why)> Clean(byte[] bytes, FileKind kind, CancellationToken ct)
    {
        if (kind == FileKind.Pdf)
        {
            var (document, refused) = await CleanPdf.Of(bytes, ct);
            return (document, null, refused);
        }

        var (picture, why) = Picture.Draw(bytes, kind);
        return (picture?.Display, picture?.Thumbnail, why);
    }

    private static Kept TooLarge(int bytesMax) => new(null, new Refusal("file_too_large", null, (bytesMax / EvidenceLimits.Megabyte).ToString(CultureInfo.InvariantCulture)));

    // Null when it is longer than anything that is kept.
    private static async Task<byte[]?> Read(Stream content, CancellationToken ct)
    {
        using var all = new MemoryStream();
        var part = new byte[64 * 1024];
        for (int read; (read = await content.ReadAsync(part, ct)) > 0;)
        {
            if (all.Length + read > EvidenceLimits.PdfBytesMax)
            {
                return null;
            }

            all.Write(part, 0, read);
        }

        return all.ToArray();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A file could not be kept")]
    private static partial void NotWritten(ILogger log, Exception fault);
}
