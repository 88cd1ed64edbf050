using System.Diagnostics;
using System.Globalization;
using CharityLink.Testing;
using Npgsql;

namespace CharityLink.EmbeddedPostgres.Tests;

public sealed class CrashLeftovers : IDisposable
{
    private readonly TestHome _home = TestHome.Create();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(_home.Path, "cluster", "data");

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task What_was_committed_survives_the_killing_of_the_server()
    {
        await using var cluster = await Start(durable: true);
        var address = cluster.ConnectionString("postgres");
        await Sql.Run(address, "create table gift (fen bigint)");
        await Sql.Run(address, "insert into gift values (100)");

        cluster.Kill();
        Assert.Null(cluster.Pid);
        Assert.Empty(ServerProcesses.Of(Data));

        await cluster.Restart(Ct);
        Assert.Equal(100L, await Sql.Run(address, "select fen from gift"));
    }

    [Fact]
    public async Task A_server_whose_program_was_killed_is_replaced_and_nothing_is_lost()
    {
        await MakeTable();
        // The server alone, with nobody holding the home: what is left when the program is ended by kill -9.
        var folder = await ClusterFolder.Prepare(_home.Path, static _ => { }, Ct);
        var binaries = await PostgresSearch.Find(new PostgresOptions { Home = _home.Path }.BinFolder, folder.Fetched, folder.DataMajor, Ct);
        await new PostgresServer(folder, binaries!, await folder.SocketFolder(Ct), static _ => { }).Start(Ct);
        var orphan = ServerProcesses.Postmaster(Data);
        Assert.NotNull(orphan);

        await using var cluster = await Start();

        Assert.NotEqual(orphan, cluster.Pid);
        Assert.Equal(1L, await Sql.Run(cluster.ConnectionString("postgres"), "select count(*) from kept"));
    }

    [Fact]
    public async Task Server_processes_that_outlived_their_postmaster_are_ended()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "finds the processes through /proc");
        await using var cluster = await Start();
        var busy = Sql.Run(cluster.ConnectionString("postgres"), "do $$ begin loop null; end loop; end $$");
        while (!Equals(1L, await Sql.Run(cluster.ConnectionString("postgres"), "select count(*) from pg_stat_activity where query like 'do %'")))
        {
            await Task.Delay(20, Ct);
        }

        using (var postmaster = Process.GetProcessById(cluster.Pid!.Value))
        {
            postmaster.Kill();
            await postmaster.WaitForExitAsync(Ct);
        }

        Assert.NotEmpty(ServerProcesses.Of(Data));
        await cluster.Restart(Ct);

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => busy);
        Assert.Equal(1, await Sql.Run(cluster.ConnectionString("postgres"), "select 1"));
    }

    [Fact]
    public async Task A_pid_file_that_names_another_living_program_is_no_obstacle()
    {
        await MakeTable();
        await LeavePidFile(Environment.ProcessId);

        await using var cluster = await Start();

        Assert.Equal(1L, await Sql.Run(cluster.ConnectionString("postgres"), "select count(*) from kept"));
    }

    [Fact]
    public async Task A_pid_file_that_names_nobody_is_no_obstacle()
    {
        await MakeTable();
        // Above the kernel's limit for process ids: nobody has it.
        await LeavePidFile(4_194_305);

        await using var cluster = await Start();

        Assert.Equal(1L, await Sql.Run(cluster.ConnectionString("postgres"), "select count(*) from kept"));
    }

    [Fact]
    public async Task An_interrupted_creation_is_begun_again()
    {
        var halfMade = Directory.CreateDirectory(Path.Combine(_home.Path, "cluster", "data.new")).FullName;
        await File.WriteAllTextAsync(Path.Combine(halfMade, "PG_VERSION"), "15\n", Ct);
        await File.WriteAllTextAsync(Path.Combine(_home.Path, "cluster", "password"), "of the interrupted one", Ct);

        await using var cluster = await Start();

        Assert.Equal(1, await Sql.Run(cluster.ConnectionString("postgres"), "select 1"));
        Assert.False(Directory.Exists(halfMade));
    }

    [Fact]
    public async Task A_creation_that_is_called_off_can_be_repeated()
    {
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var options = new PostgresOptions { Home = _home.Path, Progress = _ => impatient.CancelAfter(TimeSpan.FromMilliseconds(200)) };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PostgresCluster.Start(options, impatient.Token));

        await using var cluster = await Start();

        Assert.Equal(1, await Sql.Run(cluster.ConnectionString("postgres"), "select 1"));
    }

    private async Task MakeTable()
    {
        await using var cluster = await Start();
        await Sql.Run(cluster.ConnectionString("postgres"), "create table kept as select 1 as one");
    }

    private Task LeavePidFile(int pid) => File.WriteAllLinesAsync(
        Path.Combine(Data, "postmaster.pid"),
        [pid.ToString(CultureInfo.InvariantCulture), Data, "1700000000", "5432", Path.Combine(_home.Path, "cluster", "run"), "", "  1234567         1", "ready   "],
        Ct);

    private Task<PostgresCluster> Start(bool durable = false) =>
        PostgresCluster.Start(new PostgresOptions { Home = _home.Path, Durable = durable }, Ct);
}
