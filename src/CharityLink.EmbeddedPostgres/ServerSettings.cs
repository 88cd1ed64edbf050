using System.Text;

namespace CharityLink.EmbeddedPostgres;

/// <summary>What the private server is told beyond PostgreSQL's defaults, written anew at each start.</summary>
internal static class ServerSettings
{
    private const string FileName = "charitylink.conf";

    internal static async Task Write(ClusterFolder folder, PostgresOptions options, string socketFolder, CancellationToken ct)
    {
        var settings = Common(socketFolder);
        foreach (var (name, value) in (options.Durable ? [] : Careless()).Concat(options.Settings))
        {
            settings[name] = value;
        }

        var text = new StringBuilder();
        foreach (var (name, value) in settings)
        {
            text.Append(name).Append(" = '").Append(value.Replace("'", "''", StringComparison.Ordinal)).Append("'\n");
        }

        var path = Path.Combine(folder.Data, FileName);
        await File.WriteAllTextAsync(path, text.ToString(), ct);
        await folder.GiveToUser(path, ct);
    }

    /// <summary>Makes a fresh data folder read our file last, so that it wins.</summary>
    internal static Task Include(string data, CancellationToken ct) =>
        File.AppendAllTextAsync(Path.Combine(data, "postgresql.conf"), $"\ninclude_if_exists '{FileName}'\n", ct);

    /// <summary>Sized for a small server of two cores that does other work too.</summary>
    private static Dictionary<string, string> Common(string socketFolder) => new(StringComparer.Ordinal)
    {
        // No port: only who may open the socket's folder can even ask for the password.
        ["listen_addresses"] = "",
        ["unix_socket_directories"] = socketFolder,
        ["port"] = "5432",
        ["max_connections"] = "200",
        ["shared_buffers"] = "256MB",
        ["effective_cache_size"] = "2GB",
        ["work_mem"] = "16MB",
        ["maintenance_work_mem"] = "128MB",
        ["wal_buffers"] = "16MB",
        ["max_wal_size"] = "2GB",
        // Log files are used again rather than removed: making a new one holds up every commit.
        ["min_wal_size"] = "2GB",
        ["checkpoint_timeout"] = "15min",
        ["random_page_cost"] = "1.1",
        // Compiling a query costs more than any of ours takes.
        ["jit"] = "off",
        ["timezone"] = "UTC",
        ["log_timezone"] = "UTC",
    };

    private static Dictionary<string, string> Careless() => new(StringComparer.Ordinal)
    {
        ["fsync"] = "off",
        ["full_page_writes"] = "off",
        ["synchronous_commit"] = "off",
        ["shared_buffers"] = "128MB",
        ["max_connections"] = "300",
    };
}
