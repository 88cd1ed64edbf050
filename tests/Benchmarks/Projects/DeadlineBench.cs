using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CharityLink.Benchmarks;

/// <summary>A thousand projects with one deadline and two nodes: from the deadline until the last of them has ended, each once.</summary>
public static class DeadlineBench
{
    private const int Projects = 1_000;
    private static readonly TimeSpan _head = TimeSpan.FromSeconds(8);

    private const string EndsSql =
        "select count(*), count(distinct stream_id), max(timestamp) from events.mt_events where type = 'project_ended'";

    /// <summary>The figure deadline.1000.</summary>
    public static async Task<Figure> Run(CancellationToken ct)
    {
        await using var cluster = await SettledCluster.Start(ct);
        await cluster.Server.EnsureDatabase("bench", ct);
        ServiceProvider[] nodes = [Node(cluster), Node(cluster)];
        await nodes[0].CreateSchemas(ct);
        var deadline = TimeProvider.System.GetUtcNow() + _head;
        foreach (var node in nodes)
        {
            await node.GetRequiredService<ReadModelHost>().StartAsync(ct);
        }

        await nodes[0].GetRequiredService<EventStore>().Append([.. Enumerable.Range(0, Projects).Select(_ => Open(Guid.CreateVersion7(), deadline))], EventMetadata.None, ct);
        foreach (var node in nodes)
        {
            await node.GetRequiredService<DeadlineClock>().StartAsync(ct);
        }

        var took = await LastEnd(nodes[0].GetRequiredService<NpgsqlDataSource>(), ct) - deadline;
        foreach (var node in nodes)
        {
            await node.GetRequiredService<DeadlineClock>().StopAsync(ct);
            await node.GetRequiredService<ReadModelHost>().StopAsync(ct);
            await node.DisposeAsync();
        }

        return new Figure("deadline.1000", took.TotalMilliseconds, "ms");
    }

    private static async Task<DateTimeOffset> LastEnd(NpgsqlDataSource database, CancellationToken ct)
    {
        while (true)
        {
            await using var command = database.CreateCommand(EndsSql);
            await using (var row = await command.ExecuteReaderAsync(ct))
            {
                await row.ReadAsync(ct);
                var (ends, ended) = (row.GetInt64(0), row.GetInt64(1));
                if (ends != ended || ended > Projects)
                {
                    throw new InvalidOperationException($"{ended} projects ended {ends} times.");
                }

                if (ended == Projects)
                {
                    return new DateTimeOffset(row.GetDateTime(2), TimeSpan.Zero);
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), ct);
        }
    }

    private static StreamChange Open(Guid id, DateTimeOffset deadline)
    {
        var line = new BudgetLine(Guid.CreateVersion7(), "屋顶", "Roof", Money.Cny(6_000_00), true);
        return new StreamChange(id, "project", 0, [
            new ProjectDrafted(
                id, Guid.CreateVersion7(), null, Guid.CreateVersion7(),
                new Proposal(null, "home_repair", "修缮老屋", "Mend old homes", "屋顶", "Roofs", "漏水", "They leak", DivisionCode.Parse("440703101001")),
                new Funding(FundingModel.AllOrNothing, line.Planned, line.Planned, [], [line]), true),
            new ProjectOpened(id, deadline.AddDays(-30), deadline, null, new DateOnly(2026, 10, 1))]);
    }

    private static ServiceProvider Node(PrivateCluster cluster) => new ServiceCollection()
        .AddLogging()
        .AddSingleton(NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(cluster.Server.ConnectionString("bench")) { SearchPath = "read,public", MaxPoolSize = 40 }.ConnectionString))
        .AddCharityLink().BuildServiceProvider(validateScopes: true);
}
