using CharityLink.Store;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts the store into a program.</summary>
public static class StoreServices
{
    /// <summary>
    /// Registers the event store, its event types and the host of read models and reactions, which starts with the program.
    /// The program brings an <see cref="NpgsqlDataSource"/>, and its <see cref="IReadModel"/>s and <see cref="IReaction"/>s.
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
        services.AddSingleton<ReadModelHost>();
        services.AddHostedService(provider => provider.GetRequiredService<ReadModelHost>());
        return services;
    }
}
