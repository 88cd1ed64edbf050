using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Network;
using CharityLink.People;
using CharityLink.Programs;
using CharityLink.Store;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink;

/// <summary>The whole domain, ready to be hosted: pipeline, store, capabilities, read models.</summary>
public static class CharityLinkServices
{
    /// <summary>Needs an <c>NpgsqlDataSource</c>, logging and a <see cref="TimeProvider"/> beside it.</summary>
    public static IServiceCollection AddCharityLink(this IServiceCollection services)
    {
        services.AddKernel();
        services.AddSingleton(EventTypesOf());
        services.AddSingleton<EventStore>(provider => ActivatorUtilities.CreateInstance<EventStore>(provider));
        services.AddSingleton<ReadModelHost>();
        services.AddNetwork();
        services.AddPrograms();
        services.AddGiving();
        services.AddPeople();
        return services;
    }

    // Every fact is a sealed record of this assembly that carries its capability's event interface.
    private static EventTypes EventTypesOf()
    {
        var types = new EventTypes();
        foreach (var type in typeof(CharityLinkServices).Assembly.GetTypes()
            .Where(t => t is { IsAbstract: false, IsInterface: false } && t.GetInterfaces().Any(i => i.Name.EndsWith("Event", StringComparison.Ordinal) && i.Assembly == t.Assembly)))
        {
            types.Add(type);
        }

        return types;
    }
}
