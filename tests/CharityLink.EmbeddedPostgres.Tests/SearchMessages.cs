using CharityLink.Testing;

namespace CharityLink.EmbeddedPostgres.Tests;

public sealed class SearchMessages : IDisposable
{
    private readonly TestHome _home = TestHome.Create();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_folder_without_PostgreSQL_is_named()
    {
        var empty = Directory.CreateDirectory(Path.Combine(_home.Path, "empty")).FullName;

        var told = await Assert.ThrowsAsync<PostgresUnavailableException>(() => Start(empty));

        Assert.Equal(
            $"CHARITYLINK_PG_BIN is {empty}, but PostgreSQL's programs postgres, initdb and pg_ctl are not there: "
            + "set it to PostgreSQL's bin folder, or unset it.",
            told.Message);
    }

    [Fact]
    public async Task A_PostgreSQL_that_is_too_old_is_refused_with_both_versions()
    {
        var old = await Pretend("14.12");

        var told = await Assert.ThrowsAsync<PostgresUnavailableException>(() => Start(old));

        Assert.Equal(
            $"CHARITYLINK_PG_BIN is {old}, which holds PostgreSQL 14, but 15 or newer is needed: set it to a newer one, or unset it.",
            told.Message);
    }

    [Fact]
    public async Task Data_of_another_version_is_left_alone_and_the_right_version_asked_for()
    {
        int major;
        await using (await Start(binFolder: null))
        {
            major = int.Parse(await File.ReadAllTextAsync(Path.Combine(_home.Path, "cluster", "data", "PG_VERSION"), Ct), null);
        }

        var other = await Pretend("99.1");
        var told = await Assert.ThrowsAsync<PostgresUnavailableException>(() => Start(other));

        Assert.StartsWith(
            $"The data in {_home.Path}/cluster/data is PostgreSQL {major}'s, but the one found in {other} is 99: install PostgreSQL {major}",
            told.Message,
            StringComparison.Ordinal);
        await using var again = await Start(binFolder: null);
        Assert.NotNull(again.Pid);
    }

    [Fact]
    public async Task A_home_that_is_a_file_is_refused_in_words()
    {
        var file = Path.Combine(_home.Path, "file");
        await File.WriteAllTextAsync(file, "", Ct);

        var told = await Assert.ThrowsAsync<PostgresUnavailableException>(
            () => PostgresCluster.Start(new PostgresOptions { Home = file }, Ct));

        Assert.EndsWith("set CHARITYLINK_HOME to a folder you may write to.", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_start_says_why()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["shared_buffers"] = "900TB" };

        var told = await Assert.ThrowsAsync<PostgresUnavailableException>(
            () => PostgresCluster.Start(new PostgresOptions { Home = _home.Path, Durable = false, Settings = settings }, Ct));

        Assert.StartsWith("PostgreSQL did not start: ", told.Message, StringComparison.Ordinal);
        Assert.Contains("FATAL", told.Message, StringComparison.Ordinal);
        Assert.Contains("postgres.log", told.Message, StringComparison.Ordinal);
    }

    private Task<PostgresCluster> Start(string? binFolder) =>
        PostgresCluster.Start(new PostgresOptions { Home = _home.Path, Durable = false, BinFolder = binFolder }, Ct);

    private async Task<string> Pretend(string version)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_home.Path, "postgres-" + version)).FullName;
        foreach (var program in new[] { "postgres", "initdb", "pg_ctl" })
        {
            var path = Path.Combine(folder, program);
            await File.WriteAllTextAsync(path, $"#!/bin/sh\necho '{program} (PostgreSQL) {version}'\n", Ct);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }
        }

        return folder;
    }
}
