using CharityLink.EmbeddedPostgres;
using Npgsql;

namespace CharityLink.Web.Hosting;

/// <summary>Finds the database, waits for one that is still starting, and opens it with settings that suit a web server.</summary>
internal static class Database
{
    private const int TriesMax = 30;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>The operator's database, else the private cluster. One that does not answer yet is waited for, a minute at most.</summary>
    public static async Task<DatabaseLocation> Locate(IConfiguration settings, Action<string> progress, CancellationToken ct)
    {
        var (named, home) = (settings["CHARITYLINK_DATABASE"], Installation.Folder(settings));
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await DatabaseLocation.Resolve(named, home, progress, ct);
            }
            // Only a failed connection passes by waiting; a wrong spelling or an old version does not.
            catch (PostgresUnavailableException e) when (e.InnerException is NpgsqlException && tries < TriesMax)
            {
                progress($"{e.Message} Trying again ({tries} of {TriesMax}) …");
                await Task.Delay(Pause, ct);
            }
        }
    }

    /// <summary>A pool that prepares what is asked often. More connections than this would only queue inside PostgreSQL.</summary>
    public static NpgsqlDataSource Open(string connectionString, ILoggerFactory logs)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "CharityLink",
            SearchPath = "read,public",
            MaxPoolSize = 40,
            Timeout = 5,
            CommandTimeout = 10,
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
            KeepAlive = 30,
        };
        return new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = "charitylink" }.UseLoggerFactory(logs).Build();
    }
}
