using CharityLink.Evidence;
using CharityLink.Kernel;
using CharityLink.Testing;
using CharityLink.Web.Evidence;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;
using SkiaSharp;

namespace CharityLink.Web.Tests.Evidence;

/// <summary>What a file field takes in, and whose files a form may name.</summary>
public sealed class UploadTests : IDisposable
{
    private readonly TestHome home = TestHome.Create();
    private readonly EvidenceStore store;
    private readonly EvidenceMarks marks = new(new EphemeralDataProtectionProvider());
    private readonly Caller caller = new(Guid.CreateVersion7(), CallerKind.Account, []);

    public UploadTests() => store = new(Path.Combine(home.Path, "files"), TimeProvider.System, NullLogger<EvidenceStore>.Instance);

    [Fact]
    public async Task Files_taken_before_stay_and_new_ones_come_behind_each_once()
    {
        var first = Assert.Single((await Take([Picture(10)])).Files);
        var both = await Take([Picture(20), Picture(10)], kept: [marks.Write(first, caller)]);
        Assert.Empty(both.Refusals);
        Assert.Equal(2, both.Files.Length);
        Assert.Equal(first, both.Files[0]);
        Assert.Equal([both.Files[1]], (await Take([], kept: [.. both.Files.Select(file => marks.Write(file, caller))], drop: [first.Hash])).Files);
    }

    [Fact]
    public async Task Nobody_names_a_file_that_is_not_theirs()
    {
        var mark = marks.Write(Assert.Single((await Take([Picture(10)])).Files), caller);
        Assert.Null(marks.Read(mark, new Caller(Guid.CreateVersion7(), CallerKind.Account, [])));
        foreach (var wrong in new[] { marks.Write(new EvidenceFile(new string('a', 64), "image/png", 1), new Caller(Guid.CreateVersion7(), CallerKind.Account, [])), "made up", "" })
        {
            var intake = await Take([], kept: [wrong]);
            Assert.Equal(("file_mark_stale", "photos"), Assert.Single(intake.Refusals.Select(refusal => (refusal.Code, refusal.Field))));
            Assert.Empty(intake.Files);
        }
    }

    [Fact]
    public async Task Each_refused_file_is_told_by_its_place_and_the_good_ones_stay()
    {
        var intake = await Take([Picture(10), "<html>"u8.ToArray(), [.. "%PDF-1.4 broken"u8]]);
        Assert.Single(intake.Files);
        Assert.Equal([("file_type_not_allowed", "2"), ("file_not_readable", "3")], intake.Refusals.Select(refusal => (refusal.Code, refusal.Values[0])));
    }

    [Fact]
    public async Task Too_many_files_are_refused_before_any_is_looked_at_and_an_empty_field_brings_none()
    {
        Assert.Equal(2, (await Take([Picture(10), Picture(20)], max: 2)).Files.Length);
        var intake = await Take([Picture(10), Picture(20), Picture(30)], max: 2);
        Assert.Equal("files_too_many", Assert.Single(intake.Refusals).Code);
        Assert.Empty(intake.Files);
        var nothing = await Take([[]], name: "");
        Assert.Empty(nothing.Files);
        Assert.Empty(nothing.Refusals);
    }

    public void Dispose()
    {
        store.Dispose();
        home.Dispose();
    }

    private static byte[] Picture(int side)
    {
        using var bitmap = new SKBitmap(side, side);
        bitmap.Erase(SKColors.Green);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 90);
        return data.ToArray();
    }

    private Task<EvidenceIntake> Take(byte[][] files, string[]? kept = null, string[]? drop = null, int max = EvidenceLimits.FilesMax, string name = "photo.jpg")
    {
        var uploads = new FormFileCollection();
        uploads.AddRange(files.Select(content => new FormFile(new MemoryStream(content), 0, content.Length, "photos", name)));
        var fields = new Dictionary<string, StringValues>(StringComparer.Ordinal) { ["photos_kept"] = kept ?? [], ["photos_drop"] = drop ?? [] };
        var http = new DefaultHttpContext
        {
            RequestServices = new ServiceCollection().AddSingleton(new CommandContext { Caller = caller }).BuildServiceProvider(),
            Request = { Form = new FormCollection(fields, uploads) },
        };
        return new EvidenceUploads(store, marks).Take(http, "photos", max, TestContext.Current.CancellationToken);
    }
}
