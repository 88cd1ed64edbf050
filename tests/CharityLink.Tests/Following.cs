using CharityLink.Store;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CharityLink.Tests;

/// <summary>Starts what follows the log, and waits until every read model has its tables: a test may ask one before the first fact.</summary>
internal static class Following
{
    private static readonly TimeSpan _atMost = TimeSpan.FromSeconds(60);

    /// <summary>Returns when each read model of these services can be asked.</summary>
    public static async Task StartFollowing(this IServiceProvider services)
    {
        await services.GetRequiredService<ReadModelHost>().StartAsync(CancellationToken.None);
        var names = services.GetServices<IReadModel>().Select(model => model.Name).ToArray();
        await using var command = services.GetRequiredService<NpgsqlDataSource>().CreateCommand("select count(*) from read.follower where name = any($1)");
        command.Parameters.Add(new() { Value = names });
        using var end = new CancellationTokenSource(_atMost);
        while (await command.ExecuteScalarAsync(end.Token) is not long there || there < names.Length)
        {
            await Task.Delay(20, end.Token);
        }
    }
}
