using CharityLink.Projects;
using CharityLink.Testing;
using CharityLink.Web.Tests.Support;
using Dapper;
using Npgsql;

namespace CharityLink.Web.Tests.Demo;

/// <summary>The demonstration's projects go through their lives by the commands that people send.</summary>
public sealed class DemoProjectTests : IAsyncLifetime
{
    private static readonly TimeSpan LoadedWithin = TimeSpan.FromMinutes(3);
    private TestDatabase? database;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => database = await TestDatabase.Create();

    public async ValueTask DisposeAsync() => await database!.DisposeAsync(); // Set before the test runs.

    [Fact]
    public async Task Forty_projects_stand_in_every_state_and_say_that_they_are_invented()
    {
        await using var app = SiteHost.Start(database!.ConnectionString, "on", new Dictionary<string, string>(StringComparer.Ordinal)); // Set before the test runs.
        _ = app.Server;
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(LoadedWithin);
        const string loaded =
            """
            select exists (select from identity.milestone where name = 'demo')
               and not exists (select from read.follower where position < (select max(seq_id) from events.mt_events))
            """;
        while (!await connection.ExecuteScalarAsync<bool>(new CommandDefinition(loaded, cancellationToken: patience.Token)))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), patience.Token);
        }

        var rows = (await connection.QueryAsync<(string State, bool IsInvented)>(new CommandDefinition("select state, is_invented from read.projects", cancellationToken: Ct))).AsList();

        // What is reported as spent stands in the receipts, to the fen.
        var reported = await connection.QueryAsync<(long Spent, long Receipts)>(new CommandDefinition(
            """
            select r.spent_minor, (select coalesce(sum((s -> 'First' -> 'Amount' ->> 'Minor')::bigint), 0) from jsonb_array_elements(d.delivery -> 'Spendings') s)
              from read.report r join read.project_delivery d using (project_id) where r.kind = 'ProjectFinal'
            """, cancellationToken: Ct));
        Assert.Equal(3, reported.AsList().Count);
        Assert.All(reported, report => Assert.Equal(report.Spent, report.Receipts));

        Assert.Equal(40, rows.Count);
        Assert.All(rows, row => Assert.True(row.IsInvented));
        Assert.Empty(Enum.GetNames<ProjectState>().Except(rows.Select(row => row.State), StringComparer.Ordinal));
    }
}
