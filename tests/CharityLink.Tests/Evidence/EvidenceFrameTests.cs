using CharityLink.Evidence;
using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Tests.Projects;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Tests.Evidence;

/// <summary>A picture that was taken down or replaced is public no more, unless something else shows it.</summary>
public sealed class EvidenceFrameTests(World world) : IClassFixture<World>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private EvidenceUses Uses => world.Services.GetRequiredService<EvidenceUses>();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_frame_shows_one_file_at_a_time_however_the_log_is_cut(bool atOnce)
    {
        var (project, first, second) = (Guid.CreateVersion7(), File(), File());
        await Write(project, atOnce, Chosen(project, first), Chosen(project, second));
        Assert.Equal((false, true), (await IsPublic(first), await IsPublic(second)));
        await Write(project, atOnce, Chosen(project, first), Chosen(project, null));
        Assert.Equal((false, false), (await IsPublic(first), await IsPublic(second)));
        // Staff of its place still find it.
        Assert.Equal(Subject.Project(project), Assert.Single(await Uses.Of(first.Hash, Ct)).Of);
        await Write(project, atOnce, Chosen(project, null), Chosen(project, first));
        Assert.True(await IsPublic(first));
    }

    [Fact]
    public async Task What_another_project_or_another_fact_of_the_same_one_shows_stays_public()
    {
        var (one, other, file, told) = (Guid.CreateVersion7(), Guid.CreateVersion7(), File(), File());
        await Write(one, true, Chosen(one, file), Accepted(one, told), Chosen(one, told));
        await Write(other, true, Chosen(other, file));
        await Write(one, true, Chosen(one, null));
        Assert.Equal((true, true), (await IsPublic(file), await IsPublic(told)));
    }

    private static EvidenceFile File() => new(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Guid.CreateVersion7().ToByteArray())), Example.Paper.MediaType, Example.Paper.Bytes);

    private static CoverChosen Chosen(Guid project, EvidenceFile? file) => new(project, file, "图", "Picture", null);

    // Public when it was accepted, whatever hangs in the frame.
    private static ProofAccepted Accepted(Guid project, EvidenceFile file) => new(project, Guid.CreateVersion7(), Guid.CreateVersion7(), [file], null);

    private async Task<bool> IsPublic(EvidenceFile file) => (await Uses.Of(file.Hash, Ct)).Any(use => use.IsPublic);

    // In one append, which is read as one batch, or each on its own.
    private async Task Write(Guid project, bool atOnce, params IReadOnlyList<object> facts)
    {
        if ((await world.Store.ReadStream(project, 0, Ct)).Version == 0)
        {
            Assert.IsType<AppendResult.Appended>(await world.Store.Append([new StreamChange(project, "project", 0, [Example.Drafted with { ProjectId = project }])], EventMetadata.None, Ct));
        }

        foreach (var some in atOnce ? [facts] : facts.Select(fact => (IReadOnlyList<object>)[fact]))
        {
            var changes = some.GroupBy(fact => fact is CoverChosen).Select(kind => new StreamChange(kind.Key ? project : Guid.CreateVersion7(), "test", -1, [.. kind]));
            var done = Assert.IsType<AppendResult.Appended>(await world.Store.Append([.. await Task.WhenAll(changes.Select(At))], EventMetadata.None, Ct));
            Assert.True(await world.Services.GetRequiredService<ReadModelHost>().WaitFor("evidence", done.Position, TimeSpan.FromSeconds(20), Ct));
        }

        async Task<StreamChange> At(StreamChange change) => change with { ExpectedVersion = (await world.Store.ReadStream(change.StreamId, 0, Ct)).Version };
    }
}
