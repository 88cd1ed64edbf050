using CharityLink.Store;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts the store into a program.</summary>
public static class StoreServices
{
    /// <summary>
    /// The key of a data source for followers alone, where a program brings one. Each follower keeps a connection for good and
    /// may work long on it, which suits no pool that readers of pages are waiting for.
    /// </summary>
    public const string Followers = "followers";

    /// <summary>
    /// Registers the event store, its event types and the host of read models and reactions, which starts with the program.
    /// The program brings an <see cref="NpgsqlDataSource"/>, if it likes a second one under <see cref="Followers"/>, and its <see cref="IReadModel"/>s and <see cref="IReaction"/>s.
    /// </summary>
    public static IServiceCollection AddEventStore(this IServiceCollection services, Action<EventTypes> types, EventStoreOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(types);
        var known = new EventTypes();
        types(known);
        services.AddSingleton(known);
        services.AddSingleton(provider => new EventStore(
            provider.GetRequiredService<NpgsqlDataSource>(),
            known,
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            options,
            provider.GetRequiredService<ILogger<EventStore>>()));
        services.AddSingleton(provider => new ReadModelHost(
            provider.GetRequiredService<EventStore>(),
            provider.GetKeyedService<NpgsqlDataSource>(Followers) ?? provider.GetRequiredService<NpgsqlDataSource>(),
            provider.GetServices<IReadModel>(),
            provider.GetServices<IReaction>(),
            provider.GetRequiredService<ILogger<ReadModelHost>>()));
        services.AddHostedService(provider => provider.GetRequiredService<ReadModelHost>());
        return services;
    }
}
