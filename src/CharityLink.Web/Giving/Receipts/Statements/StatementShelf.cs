using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace CharityLink.Web.Giving;

/// <summary>The statements of one order on disk: packed lines of JSON that only grow, so that a crash costs what came after the last mark and nothing else.</summary>
internal sealed class StatementShelf(string folder)
{
    /// <summary>One statement as it lies in the file.</summary>
    internal sealed record Line(string Name, string Html);

    /// <summary>Opens the file of an order to go on behind a mark; null when less than that is there: another node's disk, or a file that was taken away.</summary>
    public FileStream? GoOn(Guid job, long bytes)
    {
        Directory.CreateDirectory(folder);
        var file = Open(job);
        if (file.Length < bytes)
        {
            file.Dispose();
            return null;
        }

        file.SetLength(bytes);
        file.Seek(0, SeekOrigin.End);
        return file;
    }

    /// <summary>Writes some statements as a piece of their own, and onto the disk.</summary>
    public static async Task Add(FileStream file, IReadOnlyList<Line> lines, CancellationToken ct)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (var line in lines)
            {
                JsonSerializer.Serialize(gzip, line);
                gzip.WriteByte((byte)'\n');
            }
        }

        packed.Position = 0;
        await packed.CopyToAsync(file, ct);
        file.Flush(flushToDisk: true);
    }

    /// <summary>The statements of an order that is done, one after the other.</summary>
    public async IAsyncEnumerable<Line> Read(Guid job, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var file = new FileStream(PathOf(job), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        await using var gzip = new GZipStream(file, CompressionMode.Decompress);
        using var text = new StreamReader(gzip);
        while (await text.ReadLineAsync(ct) is { } line)
        {
            yield return JsonSerializer.Deserialize<Line>(line) ?? throw new JsonException("A statement is the JSON null.");
        }
    }

    /// <summary>The file of an order that is done is here.</summary>
    public bool Has(Guid job) => File.Exists(PathOf(job));

    /// <summary>Takes the file of an order away, if there is one.</summary>
    public void Remove(Guid job)
    {
        if (Has(job))
        {
            File.Delete(PathOf(job));
        }
    }

    // A node that was taken for dead may still hold it for a moment.
    private FileStream Open(Guid job)
    {
        try
        {
            return new FileStream(PathOf(job), FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        }
        catch (IOException held) when (Has(job))
        {
            throw new TimeoutException("Another node still writes the statements.", held);
        }
    }

    private string PathOf(Guid job) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{job:N}.ndjson.gz"));
}
