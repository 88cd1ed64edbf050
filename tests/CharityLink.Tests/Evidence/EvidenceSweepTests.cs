using CharityLink.Evidence;
using CharityLink.Store;
using CharityLink.Testing;
using CharityLink.Tests.Projects;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SkiaSharp;

namespace CharityLink.Tests.Evidence;

/// <summary>What nobody names is cleared away; what anybody names, or may be about to, stays.</summary>
public sealed class EvidenceSweepTests : IClassFixture<World>, IAsyncLifetime
{
    private readonly World world;
    private readonly TestHome home = TestHome.Create();
    private readonly EvidenceStore files;
    private readonly EvidenceSweep sweep;

    public EvidenceSweepTests(World world)
    {
        (this.world, files) = (world, new EvidenceStore(Folder, TimeProvider.System, NullLogger<EvidenceStore>.Instance));
        sweep = new(files, world.Services.GetRequiredService<EvidenceUses>(), world.Store, world.Services.GetRequiredService<ReadModelHost>(), TimeProvider.System, NullLogger<EvidenceSweep>.Instance);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Folder => Path.Combine(home.Path, "files");

    public async ValueTask InitializeAsync()
    {
        var id = Guid.CreateVersion7();
        Assert.IsType<AppendResult.Appended>(await world.Store.Append([new StreamChange(id, "project", 0, [Example.Drafted with { ProjectId = id }])], EventMetadata.None, Ct));
    }

    [Fact]
    public async Task A_file_that_nothing_names_goes_with_its_small_picture_after_eight_days_and_not_before()
    {
        var (young, old) = (await Kept(64), await Kept(65));
        Age(young, EvidenceSweep.WaitsFor - TimeSpan.FromMinutes(5));
        Age(old, EvidenceSweep.WaitsFor + TimeSpan.FromMinutes(5));

        Assert.Equal(1, await sweep.Once(Ct));

        Assert.Equal((true, false), (IsThere(young), IsThere(old)));
        Assert.False(File.Exists(PathOf(old) + ".webp"));
        Assert.Equal(0, await sweep.Once(Ct));
    }

    [Fact]
    public async Task A_file_that_a_fact_names_stays_for_ever()
    {
        var (proof, mentioned) = (await Kept(66), await Kept(67));
        var (named, unknown) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        // The second fact is of a kind that names no files: as those of a later version look to this one.
        Assert.IsType<AppendResult.Appended>(await world.Store.Append(
            [
                new StreamChange(named, "project", 0, [Example.Drafted with { ProjectId = named }, Example.Verified with { ProjectId = named, Files = [proof] }]),
                new StreamChange(unknown, "project", 0, [Example.Drafted with { ProjectId = unknown, Proposal = Example.Words with { NeedEn = $"see {mentioned.Hash}." } }]),
            ], EventMetadata.None, Ct));
        Age(proof, TimeSpan.FromDays(4000));
        Age(mentioned, TimeSpan.FromDays(4000));

        Assert.Equal(0, await sweep.Once(Ct));

        Assert.Equal((true, true), (IsThere(proof), IsThere(mentioned)));
    }

    [Fact]
    public async Task A_file_that_is_handed_in_again_or_sent_with_its_form_is_young_again()
    {
        var (again, held) = (await Kept(68), await Kept(69));
        Age(again, TimeSpan.FromDays(30));
        Age(held, TimeSpan.FromDays(30));
        Assert.Equal(again, await Kept(68));
        Assert.True(files.Holds(held));

        Assert.Equal(0, await sweep.Once(Ct));

        Age(held, TimeSpan.FromDays(30));
        Assert.Equal(1, await sweep.Once(Ct));
        Assert.False(files.Holds(held));
        Assert.Equal(held, await Kept(69));
        Assert.True(IsThere(held));
    }

    [Fact]
    public async Task What_a_crash_left_before_the_last_step_is_served_to_nobody_and_cleared_away()
    {
        var unfinished = Directory.CreateDirectory(Path.Combine(Folder, "unfinished")).FullName;
        var content = Samples.Picture(SKEncodedImageFormat.Png);
        var (half, fresh) = (Path.Combine(unfinished, "half"), Path.Combine(unfinished, FileFolder.Hash(content)));
        await File.WriteAllBytesAsync(half, content, Ct);
        await File.WriteAllBytesAsync(fresh, content, Ct);
        File.SetLastWriteTimeUtc(half, Ago(EvidenceSweep.WaitsFor + TimeSpan.FromMinutes(5)));
        // The small picture was in its place already when the machine stopped, that of another file stands by it.
        var kept = await Kept(72);
        var alone = Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, "ab")).FullName, new string('c', 62) + ".webp");
        await File.WriteAllBytesAsync(alone, content, Ct);
        foreach (var small in new[] { alone, PathOf(kept) + ".webp" })
        {
            File.SetLastWriteTimeUtc(small, Ago(TimeSpan.FromDays(30)));
            File.SetLastAccessTimeUtc(small, Ago(TimeSpan.FromDays(30)));
        }

        Assert.Null(files.Open(FileFolder.Hash(content), thumbnail: false));
        Assert.Equal(0, await sweep.Once(Ct));

        Assert.Equal((false, true), (File.Exists(half), File.Exists(fresh)));
        Assert.Equal((false, true), (File.Exists(alone), File.Exists(PathOf(kept) + ".webp")));
    }

    [Fact]
    public async Task What_is_remembered_of_a_file_that_is_gone_goes_too()
    {
        var (gone, stays) = (await Kept(70), await Kept(71));
        Age(gone, TimeSpan.FromDays(30));
        foreach (var source in Directory.EnumerateFiles(Path.Combine(Folder, "sources"), "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(source, Ago(TimeSpan.FromDays(30)));
            File.SetLastAccessTimeUtc(source, Ago(TimeSpan.FromDays(30)));
        }

        Assert.Equal(1, await sweep.Once(Ct));

        Assert.Contains(stays.Hash, await File.ReadAllTextAsync(Assert.Single(Directory.EnumerateFiles(Path.Combine(Folder, "sources"), "*", SearchOption.AllDirectories)), Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_that_never_took_a_file_has_nothing_to_clear() => Assert.Equal(0, await sweep.Once(Ct));

    public ValueTask DisposeAsync()
    {
        sweep.Dispose();
        files.Dispose();
        home.Dispose();
        return ValueTask.CompletedTask;
    }

    private static DateTime Ago(TimeSpan age) => TimeProvider.System.GetUtcNow().UtcDateTime - age;

    private async Task<EvidenceFile> Kept(int side)
    {
        var kept = await files.Keep(new MemoryStream(Samples.Picture(SKEncodedImageFormat.Png, side, side)), Ct);
        return kept.File ?? throw new InvalidOperationException($"Refused: {kept.Why?.Code}.");
    }

    private void Age(EvidenceFile file, TimeSpan age)
    {
        File.SetLastWriteTimeUtc(PathOf(file), Ago(age));
        File.SetLastAccessTimeUtc(PathOf(file), Ago(age));
    }

    private bool IsThere(EvidenceFile file) => File.Exists(PathOf(file));

    private string PathOf(EvidenceFile file) => Path.Combine(Folder, file.Hash[..2], file.Hash[2..]);
}
