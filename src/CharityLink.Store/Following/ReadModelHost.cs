#pragma warning disable CS9113
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CharityLink.Store;

/// <summary>Keeps read models and reactions following the log: one node at a time each, checkpoint and rows in one transaction.</summary>
public sealed class ReadModelHost(EventStore store, NpgsqlDataSource database, IEnumerable<IReadModel> models, IEnumerable<IReaction> reactions, ILogger<ReadModelHost> log) : BackgroundService
{
    /// <summary>Waits until a read model has carried in everything up to a position. False when it has not by then.</summary>
    public Task<bool> WaitFor(string name, long position, TimeSpan atMost, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>Where everything stands, for health pages and the console.</summary>
    public Task<IReadOnlyList<FollowerStatus>> Status(CancellationToken ct) => throw new NotSupportedException();

    /// <summary>Makes a read model again from the first event beside the old, and swaps it in.</summary>
    public Task Rebuild(string name, CancellationToken ct) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => throw new NotSupportedException();
}
