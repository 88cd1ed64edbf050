using CharityLink.Testing;

namespace CharityLink.EmbeddedPostgres.Tests;

public sealed class TestLeftovers
{
    // Above the kernel's limit for process ids: nobody has it.
    private const int Nobody = 4_194_305;

    [Fact]
    public async Task Programs_that_clear_at_once_do_not_hinder_each_other()
    {
        var left = Enumerable.Range(0, 20).Select(_ => Leave()).ToList();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(TestHome.RemoveLeftovers)));

        // Two that met at one folder may both have left it; a third may be at it still.
        var since = TimeProvider.System.GetTimestamp();
        while (left.Any(Directory.Exists))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromMinutes(1), "What nobody owns was left.");
            TestHome.RemoveLeftovers();
        }
    }

    [Fact]
    public void What_a_living_program_owns_stays()
    {
        using var home = TestHome.Create();
        TestHome.RemoveLeftovers();
        Assert.True(Directory.Exists(home.Path));
    }

    private static string Leave()
    {
        var made = Directory.CreateTempSubdirectory("leftover-").FullName;
        // Enough that they do not go all in one moment.
        foreach (var file in Enumerable.Range(0, 200).Select(file => $"{file}").Prepend("lock"))
        {
            File.WriteAllText(Path.Combine(made, file), "");
        }

        // From now on whoever looks may clear it.
        var left = Path.Combine(Path.GetTempPath(), $"charitylink-test-{Nobody}-{Guid.CreateVersion7():N}");
        Directory.Move(made, left);
        return left;
    }
}
