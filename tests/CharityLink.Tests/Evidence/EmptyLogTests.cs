using CharityLink.Evidence;
using CharityLink.Store;
using CharityLink.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SkiaSharp;

namespace CharityLink.Tests.Evidence;

/// <summary>A database that was lost and not put back yet names no file.</summary>
public sealed class EmptyLogTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task Beside_a_log_without_a_word_nothing_is_cleared_away()
    {
        var ct = TestContext.Current.CancellationToken;
        using var home = TestHome.Create();
        using var files = new EvidenceStore(Path.Combine(home.Path, "files"), TimeProvider.System, NullLogger<EvidenceStore>.Instance);
        using var sweep = new EvidenceSweep(
            files, world.Services.GetRequiredService<EvidenceUses>(), world.Store, world.Services.GetRequiredService<ReadModelHost>(), TimeProvider.System, NullLogger<EvidenceSweep>.Instance);
        var kept = (await files.Keep(new MemoryStream(Samples.Picture(SKEncodedImageFormat.Png)), ct)).File?.Hash ?? "";
        var path = Path.Combine(home.Path, "files", kept[..2], kept[2..]);
        File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-30));
        File.SetLastAccessTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-30));

        Assert.Equal(0, await sweep.Once(ct));

        Assert.True(File.Exists(path));
    }
}
