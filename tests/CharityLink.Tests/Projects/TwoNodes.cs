using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CharityLink.Tests.Projects;

/// <summary>Two nodes of the program on one database, with a clock that the test sets.</summary>
public sealed class TwoNodes : IAsyncLifetime
{
    private TestDatabase? database;

    public IReadOnlyList<ServiceProvider> Nodes { get; private set; } = [];

    public SetClock Clock { get; } = new();

    public EventStore Store => Nodes[0].GetRequiredService<EventStore>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.Create();
        Nodes = [Node(database.ConnectionString), Node(database.ConnectionString)];
        await Nodes[0].CreateSchemas(CancellationToken.None);
        foreach (var node in Nodes)
        {
            await node.StartFollowing();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            await node.GetRequiredService<ReadModelHost>().StopAsync(CancellationToken.None);
            await node.DisposeAsync();
        }

        await database!.DisposeAsync(); // Set before the first test runs.
    }

    /// <summary>Projects that take gifts until then; both nodes know of them.</summary>
    public async Task<IReadOnlyList<Guid>> Open(int count, Func<int, DateTimeOffset> deadline, params IReadOnlyList<Func<Guid, IProjectEvent>> more)
    {
        Guid[] ids = [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7())];
        var result = await Store.Append(
            [.. ids.Select((id, n) => new StreamChange(id, "project", 0, [
                Example.Drafted with { ProjectId = id }, new ProjectOpened(id, deadline(n).AddDays(-30), deadline(n), null, new DateOnly(2026, 10, 1)), .. more.Select(fact => fact(id))]))],
            EventMetadata.None, Ct);
        await Known(Assert.IsType<AppendResult.Appended>(result).Position);
        return ids;
    }

    /// <summary>Both nodes have seen the log up to a position.</summary>
    public async Task Known(long position) =>
        Assert.All(await Task.WhenAll(Nodes.Select(node => node.GetRequiredService<ReadModelHost>().WaitFor("project_deadlines", position, TimeSpan.FromSeconds(20), Ct))), Assert.True);

    /// <summary>How often each of these ended.</summary>
    public async Task<IReadOnlyList<ProjectEnded>> EndsOf(IEnumerable<Guid> ids)
    {
        var streams = await Task.WhenAll(ids.Select(id => Store.ReadStream(id, 0, Ct)));
        return [.. streams.SelectMany(stream => stream.Events).Select(one => one.Data).OfType<ProjectEnded>()];
    }

    public DeadlineClock Worker(int node) => Nodes[node].GetRequiredService<DeadlineClock>();

    private ServiceProvider Node(string connectionString) => new ServiceCollection()
        .AddLogging().AddSingleton<TimeProvider>(Clock).AddSingleton(NpgsqlDataSource.Create(connectionString)).AddCharityLink().BuildServiceProvider(validateScopes: true);

    /// <summary>Says what it was told to say.</summary>
    public sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = TimeProvider.System.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
