using CharityLink.Testing;
using Npgsql;

namespace CharityLink.EmbeddedPostgres.Tests;

public sealed class ClusterLife : IDisposable
{
    private readonly TestHome _home = TestHome.Create();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_second_start_keeps_the_data()
    {
        await using (var first = await Start())
        {
            await first.EnsureDatabase("city", Ct);
            await Sql.Run(first.ConnectionString("city"), "create table kept as select 1936 as year");
        }

        await using var second = await Start();
        await second.EnsureDatabase("city", Ct);

        Assert.Equal(1936, await Sql.Run(second.ConnectionString("city"), "select year from kept"));
    }

    [Fact]
    public async Task A_stopped_cluster_is_gone_and_a_restarted_one_has_the_same_address()
    {
        await using var cluster = await Start();
        var address = cluster.ConnectionString("postgres");

        await cluster.Stop(Ct);
        Assert.Null(cluster.Pid);
        Assert.Empty(ServerProcesses.Of(Path.Combine(_home.Path, "cluster", "data")));
        await Assert.ThrowsAsync<NpgsqlException>(() => Sql.Run(address, "select 1"));

        await cluster.Restart(Ct);
        Assert.Equal(1, await Sql.Run(address, "select 1"));
    }

    [Fact]
    public async Task The_server_does_not_run_as_root()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc");
        await using var cluster = await Start();

        var status = await File.ReadAllTextAsync($"/proc/{cluster.Pid}/status", Ct);

        Assert.Contains("\nUid:\t", status, StringComparison.Ordinal);
        Assert.DoesNotContain("\nUid:\t0\t", status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_server_keeps_memory_between_statements_and_after_a_restart()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc");
        await using var cluster = await Start();
        await cluster.Restart(Ct);

        var environment = await File.ReadAllTextAsync($"/proc/{cluster.Pid}/environ", Ct);

        Assert.Contains("MALLOC_TRIM_THRESHOLD_=33554432\0", environment, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_gets_in_without_the_password_and_only_the_owner_reads_it()
    {
        await using var cluster = await Start();
        var guessed = new NpgsqlConnectionStringBuilder(cluster.ConnectionString("postgres")) { Password = "postgres" };

        var refused = await Assert.ThrowsAsync<PostgresException>(() => Sql.Run(guessed.ConnectionString, "select 1"));

        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
        Assert.Equal<UnixFileMode>(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            new FileInfo(Path.Combine(_home.Path, "cluster", "password")).UnixFileMode);
    }

    [Fact]
    public async Task The_text_is_utf8_and_the_safe_settings_hold()
    {
        await using var cluster = await PostgresCluster.Start(
            new PostgresOptions { Home = _home.Path, Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["work_mem"] = "5MB" } }, Ct);
        var address = cluster.ConnectionString("postgres");

        Assert.Equal("UTF8", await Sql.Run(address, "show server_encoding"));
        Assert.Equal("on", await Sql.Run(address, "show fsync"));
        Assert.Equal("on", await Sql.Run(address, "show synchronous_commit"));
        Assert.Equal("", await Sql.Run(address, "show listen_addresses"));
        Assert.Equal("5MB", await Sql.Run(address, "show work_mem"));
    }

    [Fact]
    public async Task A_home_with_a_path_too_long_for_a_socket_works()
    {
        var deep = Path.Combine(_home.Path, new string('a', 60), new string('b', 60));
        await using var cluster = await PostgresCluster.Start(new PostgresOptions { Home = deep, Durable = false }, Ct);

        Assert.Equal(1, await Sql.Run(cluster.ConnectionString("postgres"), "select 1"));
        await cluster.DisposeAsync();
        PostgresCluster.Discard(deep);
    }

    [Fact]
    public async Task A_second_program_on_the_same_home_is_told_so_and_harms_nothing()
    {
        await using var first = await Start();

        var told = await Assert.ThrowsAsync<PostgresUnavailableException>(Start);

        Assert.Equal(
            $"Another CharityLink is running with its files in {_home.Path}: stop that one, or set CHARITYLINK_HOME to another folder.",
            told.Message);
        Assert.False(PostgresCluster.Discard(_home.Path));
        Assert.Equal(1, await Sql.Run(first.ConnectionString("postgres"), "select 1"));
    }

    private Task<PostgresCluster> Start() =>
        PostgresCluster.Start(new PostgresOptions { Home = _home.Path, Durable = false }, Ct);
}
