using Npgsql;

namespace CharityLink.EmbeddedPostgres;

/// <summary>A private PostgreSQL that lives as long as the program that started it and keeps its data in one folder.</summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    private readonly ClusterFolder _folder;
    private readonly PostgresServer _server;
    private readonly string _socketFolder;
    private readonly string _password;
    private readonly HomeLock _lock;

    private PostgresCluster(ClusterFolder folder, PostgresServer server, string socketFolder, string password, HomeLock held)
    {
        _folder = folder;
        _server = server;
        _socketFolder = socketFolder;
        _password = password;
        _lock = held;
    }

    /// <summary>The postmaster's process id; null while the server is down.</summary>
    public int? Pid => ServerProcesses.Postmaster(_folder.Data);

    /// <summary>The server's log, for people who look for a cause.</summary>
    public string LogFile => _folder.Log;

    /// <summary>Finds or fetches PostgreSQL, makes the cluster if there is none, mends what a crash left, and waits until it answers.</summary>
    /// <exception cref="PostgresUnavailableException">With a sentence that says what to do.</exception>
    public static async Task<PostgresCluster> Start(PostgresOptions options, CancellationToken ct)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PostgresUnavailableException("On Windows CharityLink brings no PostgreSQL of its own: set CHARITYLINK_DATABASE to one.");
        }

        var home = Path.GetFullPath(options.Home);
        var held = Claim(home);
        try
        {
            var folder = await ClusterFolder.Prepare(home, options.Progress, ct);
            var binaries = await Binaries(folder, options, ct);
            var password = await DataFolder.Ensure(folder, binaries, options, ct);
            var socketFolder = await folder.SocketFolder(ct);
            await ServerSettings.Write(folder, options, socketFolder, ct);
            var server = new PostgresServer(folder, binaries, socketFolder, options.Progress);
            await server.Start(ct);
            return new PostgresCluster(folder, server, socketFolder, password, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Ends what still runs in a home and deletes it, data included; false when a living program holds it.</summary>
    public static bool Discard(string home)
    {
        if (!Directory.Exists(home))
        {
            return true;
        }

        using var held = HomeLock.TryTake(home);
        if (held is null)
        {
            return false;
        }

        foreach (var root in ClusterFolder.Candidates(home).Where(Directory.Exists))
        {
            ServerProcesses.KillAll(Path.Combine(root, "data"));
            Directory.Delete(root, recursive: true);
        }

        Directory.Delete(home, recursive: true);
        return true;
    }

    /// <summary>How to reach one database; stays valid over <see cref="Restart"/>.</summary>
    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = _socketFolder,
        Database = database,
        Username = DataFolder.Owner,
        Password = _password,
        // Nobody can listen in on a socket in the file system, and asking a frozen server whether to encrypt costs a time-out each.
        GssEncryptionMode = GssEncryptionMode.Disable,
        SslMode = SslMode.Disable,
    }.ConnectionString;

    /// <summary>Makes the database unless it is there.</summary>
    public async Task EnsureDatabase(string name, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString("postgres"));
        await using var find = source.CreateCommand("select 1 from pg_database where datname = $1");
        find.Parameters.Add(new NpgsqlParameter { Value = name });
        if (await find.ExecuteScalarAsync(ct) is null)
        {
            await using var create = source.CreateCommand($"create database \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
            await create.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>Stops in order and starts again, also after <see cref="Kill"/>.</summary>
    public async Task Restart(CancellationToken ct)
    {
        await Stop(ct);
        await _server.Start(ct);
    }

    /// <summary>Breaks off open transactions, keeps everything committed, and waits until the server is gone.</summary>
    public Task Stop(CancellationToken ct) => _server.Stop(ct);

    /// <summary>Ends every process of the server at once, as a power cut would: for tests of what survives.</summary>
    public void Kill() => ServerProcesses.KillAll(_folder.Data);

    /// <summary>Stops the server and lets another program have the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await Stop(CancellationToken.None);
        if (!_socketFolder.StartsWith(_folder.Root, StringComparison.Ordinal) && Directory.Exists(_socketFolder))
        {
            Directory.Delete(_socketFolder, recursive: true);
        }

        _lock.Dispose();
    }

    private static HomeLock Claim(string home)
    {
        try
        {
            Directory.CreateDirectory(home);
            return HomeLock.Take(home);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PostgresUnavailableException($"The folder {home} cannot be used ({e.Message}): set CHARITYLINK_HOME to a folder you may write to.", e);
        }
    }

    private static async Task<PostgresBinaries> Binaries(ClusterFolder folder, PostgresOptions options, CancellationToken ct)
    {
        var found = await PostgresSearch.Find(options.BinFolder, folder.Fetched, folder.DataMajor, ct)
            ?? await PostgresInstaller.Install(folder.Fetched, options.Progress, ct);
        return folder.DataMajor is null || folder.DataMajor == found.Major ? found : throw new PostgresUnavailableException(
            $"The data in {folder.Data} is PostgreSQL {folder.DataMajor}'s, but the one found in {found.Folder} is {found.Major}: "
            + $"install PostgreSQL {folder.DataMajor}, or set CHARITYLINK_HOME to a new folder.");
    }
}
