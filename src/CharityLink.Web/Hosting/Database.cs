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

    /// <summary>
    /// The pool of pages and forms, which prepares what is asked often. Nobody looks at an empty page for long: a database that
    /// is alive but does not answer (frozen, cut off) is given up within five seconds, and the reader is told.
    /// </summary>
    public static NpgsqlDataSource Open(string connectionString, ILoggerFactory logs) => Build(connectionString, logs, "charitylink", settings =>
    {
        // More connections than this would only queue inside PostgreSQL.
        (settings.MaxPoolSize, settings.MaxAutoPrepare, settings.AutoPrepareMinUsages) = (30, 100, 2);
        (settings.Timeout, settings.CommandTimeout, settings.CancellationTimeout) = (4, 4, 500);
    });

    /// <summary>The pool of the followers: one connection each for good, and time for a page of thousands of events.</summary>
    public static NpgsqlDataSource OpenForFollowers(string connectionString, ILoggerFactory logs) => Build(connectionString, logs, "charitylink followers", settings =>
        (settings.MaxPoolSize, settings.Timeout, settings.CommandTimeout, settings.MaxAutoPrepare) = (60, 5, 30, 100));

    private static NpgsqlDataSource Build(string connectionString, ILoggerFactory logs, string name, Action<NpgsqlConnectionStringBuilder> suit)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "CharityLink", SearchPath = "read,public", KeepAlive = 30 };
        suit(settings);
        return new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = name }.UseLoggerFactory(logs).Build();
    }
}
