using CharityLink.Store;
using CharityLink.Web.Tests.Giving;
using CharityLink.Web.Tests.Support;
using Dapper;
using Npgsql;

namespace CharityLink.Web.Tests.Projects.Pages;

/// <summary>Waits in tests for what pages read.</summary>
internal static class Followers
{
    /// <summary>Everything that is in the log now is shown.</summary>
    public static async Task CaughtUp(this SiteHost site, string readModel)
    {
        await using var connection = new NpgsqlConnection(site.ConnectionString);
        var head = await connection.ExecuteScalarAsync<long>("select max(seq_id) from events.mt_events");
        Assert.True(await site.Service<ReadModelHost>().WaitFor(readModel, head, TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
    }
}
