using Microsoft.Extensions.Logging.Abstractions;

namespace CharityLink.Store.Tests;

/// <summary>A node that follows the log, as the program's host would start it.</summary>
public sealed class Following : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private Following(ReadModelHost host) => Host = host;

    public ReadModelHost Host { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<Following> Start(StoreWorld world, EventStore node, IReadModel[] models, params IReaction[] reactions)
    {
        var following = new Following(new ReadModelHost(node, world.SourceOf(node), models, reactions, NullLogger<ReadModelHost>.Instance));
        await following.Host.StartAsync(Ct);
        return following;
    }

    public Task<bool> Reaches(string name, long position) => Host.WaitFor(name, position, Patience, Ct);

    public async Task<FollowerStatus> Status(string name) => (await Host.Status(Ct)).Single(status => status.Name == name);

    public async Task<FollowerStatus> Becomes(string name, Func<FollowerStatus, bool> expected)
    {
        for (var waited = 0; ; waited++)
        {
            var status = await Status(name);
            if (expected(status))
            {
                return status;
            }

            Assert.True(waited < 1000, $"still {status}");
            await Task.Delay(20, Ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Host.StopAsync(CancellationToken.None);
        Host.Dispose();
    }
}
