using System.Text;
using CharityLink.Evidence;
using CharityLink.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using SkiaSharp;

namespace CharityLink.Tests.Evidence;

/// <summary>What is handed in is kept clean or not at all.</summary>
public sealed class EvidenceStoreTests : IDisposable
{
    private static readonly string[] _traces = ["Exif", "GPS", "Li Ming", "LiMing"];

    private readonly TestHome home = TestHome.Create();
    private readonly EvidenceStore store;

    public EvidenceStoreTests() => store = Store();

    private string Folder => Path.Combine(home.Path, "files");

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg, "image/jpeg")]
    [InlineData(SKEncodedImageFormat.Png, "image/png")]
    [InlineData(SKEncodedImageFormat.Webp, "image/webp")]
    public async Task Pictures_are_kept_under_the_hash_of_what_is_kept_with_a_small_one_beside(SKEncodedImageFormat format, string type)
    {
        var file = await Kept(Samples.Picture(format));
        var bytes = Read(file.Hash);
        Assert.Equal((type, bytes.Length, FileFolder.Hash(bytes)), (file.MediaType, (int)file.Bytes, file.Hash));
        Assert.True(File.Exists(Path.Combine(Folder, file.Hash[..2], file.Hash[2..])));
        using var small = store.Open(file.Hash, thumbnail: true)?.Content;
        using var picture = SKBitmap.Decode(small);
        Assert.Equal((64, 32), (picture.Width, picture.Height));
        Assert.True(picture.GetPixel(5, 16).Red > 200 && picture.GetPixel(60, 16).Blue > 200);
    }

    [Fact]
    public async Task Large_photographs_become_as_large_as_a_page_shows()
    {
        var file = await Kept(Samples.Picture(SKEncodedImageFormat.Jpeg, 4000, 3000));
        using var whole = SKBitmap.Decode(Read(file.Hash));
        using var small = SKBitmap.Decode(Read(file.Hash, thumbnail: true));
        Assert.Equal((1600, 1200, 480, 360), (whole.Width, whole.Height, small.Width, small.Height));
    }

    [Fact]
    public async Task Nothing_is_left_of_where_when_and_by_whom_a_photograph_was_taken()
    {
        var source = Samples.Photograph();
        Assert.Contains("GPSLatitude", Encoding.Latin1.GetString(source), StringComparison.Ordinal);
        var file = await Kept(source);
        Assert.All(new[] { Read(file.Hash), Read(file.Hash, thumbnail: true) }, bytes =>
            Assert.All(_traces, word => Assert.DoesNotContain(word, Encoding.Latin1.GetString(bytes), StringComparison.Ordinal)));
        Assert.DoesNotContain("Li Ming", Encoding.Latin1.GetString(Read((await Kept(Samples.PngWithText("Li Ming"))).Hash)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 64, 32, 5, 16)]
    [InlineData(2, 64, 32, 59, 16)]
    [InlineData(3, 64, 32, 59, 16)]
    [InlineData(4, 64, 32, 5, 16)]
    [InlineData(5, 32, 64, 16, 5)]
    [InlineData(6, 32, 64, 16, 5)]
    [InlineData(7, 32, 64, 16, 59)]
    [InlineData(8, 32, 64, 16, 59)]
    public async Task A_photograph_stands_upright_although_that_stood_in_what_was_taken_away(ushort orientation, int width, int height, int redX, int redY)
    {
        using var picture = SKBitmap.Decode(Read((await Kept(Samples.Photograph(orientation))).Hash));
        Assert.Equal((width, height), (picture.Width, picture.Height));
        Assert.True(picture.GetPixel(redX, redY).Red > 200, "The red half is elsewhere.");
    }

    [Theory]
    [InlineData("MZ\u0090\0\u0003 a program called photo.jpg")]
    [InlineData("<html><script>alert(1)</script></html>")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")]
    [InlineData("GIF89a")]
    [InlineData("PK\u0003\u0004 an archive")]
    [InlineData("")]
    public async Task What_is_no_photograph_and_no_document_is_refused_whatever_it_calls_itself(string content) =>
        await Refused(Encoding.Latin1.GetBytes(content), "file_type_not_allowed");

    [Fact]
    public async Task A_picture_that_is_a_page_or_an_archive_too_is_a_picture_only()
    {
        byte[] polyglot = [.. Samples.Picture(SKEncodedImageFormat.Jpeg), .. "<script>alert(1)</script>PK\u0003\u0004"u8];
        var text = Encoding.Latin1.GetString(Read((await Kept(polyglot)).Hash));
        Assert.DoesNotContain("script", text, StringComparison.Ordinal);
        Assert.DoesNotContain("PK\u0003\u0004", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_few_bytes_that_unpack_into_a_giant_picture_are_refused_before_they_are_unpacked()
    {
        await Refused(Samples.Bomb(50_000, 50_000), "file_too_many_pixels", "20");
        await Refused(Samples.Bomb(5_000, 4_001), "file_too_many_pixels", "20");
        await Refused(Samples.Bomb(5_000, 4_000), "file_not_readable");
    }

    [Fact]
    public async Task A_picture_that_breaks_off_is_refused()
    {
        var whole = Samples.Picture(SKEncodedImageFormat.Jpeg, 400, 400);
        await Refused(whole[..(whole.Length / 2)], "file_not_readable");
        await Refused([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0], "file_not_readable");
    }

    [Fact]
    public async Task Sizes_are_refused_from_the_first_byte_beyond_the_limit()
    {
        byte[] Long(byte[] start, int length) => [.. start, .. new byte[length - start.Length]];
        var picture = Samples.Picture(SKEncodedImageFormat.Jpeg);
        Assert.NotNull(await Kept(Long(picture, EvidenceLimits.ImageBytesMax)));
        await Refused(Long(picture, EvidenceLimits.ImageBytesMax + 1), "file_too_large", "15");
        await Refused(Long("%PDF-1.4"u8.ToArray(), EvidenceLimits.PdfBytesMax + 1), "file_too_large", "20");
        await Refused(Long("%PDF-1.4"u8.ToArray(), EvidenceLimits.PdfBytesMax), "file_not_readable");
    }

    [Fact]
    public async Task The_same_file_again_is_the_same_evidence()
    {
        foreach (var source in new[] { Samples.Photograph(), Samples.Pdf() })
        {
            var first = await Kept(source);
            var written = File.GetLastWriteTimeUtc(Path.Combine(Folder, first.Hash[..2], first.Hash[2..]));
            using var later = Store();
            Assert.Equal(first, (await later.Keep(new MemoryStream(source), TestContext.Current.CancellationToken)).File);
            Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(Folder, first.Hash[..2], first.Hash[2..])));
        }
    }

    [Theory]
    [InlineData("../../../etc/passwd")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789")]
    [InlineData("/bcdef0123456789abcdef0123456789abcdef0123456789abcdef01234567890")]
    [InlineData("abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789")]
    public void Only_a_hash_that_was_kept_opens_anything(string? hash) => Assert.Null(store.Open(hash, thumbnail: false));

    [Fact]
    public async Task A_power_cut_before_the_last_step_leaves_nothing_half_and_the_rest_is_cleared_away()
    {
        var unfinished = Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, "unfinished")).FullName, "half");
        await File.WriteAllBytesAsync(unfinished, [1, 2, 3], TestContext.Current.CancellationToken);
        using (Store())
        {
            Assert.True(File.Exists(unfinished), "It may be another node's, being written just now.");
        }

        File.SetLastWriteTimeUtc(unfinished, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-2));
        using var restarted = Store();
        Assert.False(File.Exists(unfinished));
        Assert.NotNull((await restarted.Keep(new MemoryStream(Samples.Photograph()), TestContext.Current.CancellationToken)).File);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Folder, "unfinished")));
    }

    [Fact]
    public async Task A_full_disk_or_a_folder_that_takes_nothing_is_said_and_nothing_is_half_done()
    {
        using var full = new EvidenceStore(Folder, TimeProvider.System, NullLogger<EvidenceStore>.Instance, freeBytesMin: long.MaxValue);
        Assert.Equal("file_storage_unavailable", (await full.Keep(new MemoryStream(Samples.Photograph()), TestContext.Current.CancellationToken)).Why?.Code);
        Assert.Empty(Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories));

        var blocked = Path.Combine(home.Path, "blocked");
        await File.WriteAllTextAsync(blocked, "a file where the folder should be", TestContext.Current.CancellationToken);
        using var unwritable = new EvidenceStore(blocked, TimeProvider.System, NullLogger<EvidenceStore>.Instance);
        Assert.Equal("file_storage_unavailable", (await unwritable.Keep(new MemoryStream(Samples.Photograph()), TestContext.Current.CancellationToken)).Why?.Code);
    }

    public void Dispose()
    {
        store.Dispose();
        home.Dispose();
    }

    private EvidenceStore Store() => new(Folder, TimeProvider.System, NullLogger<EvidenceStore>.Instance);

    private async Task<EvidenceFile> Kept(byte[] content)
    {
        var kept = await store.Keep(new MemoryStream(content), TestContext.Current.CancellationToken);
        return kept.File ?? throw new InvalidOperationException($"Refused: {kept.Why?.Code}.");
    }

    private async Task Refused(byte[] content, string code, params string[] values)
    {
        var kept = await store.Keep(new MemoryStream(content), TestContext.Current.CancellationToken);
        Assert.Equal((null, code), (kept.File, kept.Why?.Code));
        Assert.Equal(values, kept.Why?.Values ?? [], StringComparer.Ordinal);
    }

    private byte[] Read(string hash, bool thumbnail = false)
    {
        using var opened = store.Open(hash, thumbnail)?.Content ?? throw new InvalidOperationException("Not kept.");
        using var bytes = new MemoryStream();
        opened.CopyTo(bytes);
        return bytes.ToArray();
    }
}
