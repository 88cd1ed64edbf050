using System.Reflection;
using CharityLink.Audit;
using CharityLink.Evidence;
using CharityLink.Disclosure;
using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Matching;
using CharityLink.Law;
using CharityLink.Network;
using CharityLink.People;
using CharityLink.Programs;
using CharityLink.Projects;
using CharityLink.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace CharityLink;

/// <summary>The whole domain, ready to be hosted: pipeline, store, capabilities, read models.</summary>
public static class CharityLinkServices
{
    private static readonly Assembly Domain = typeof(CharityLinkServices).Assembly;

    /// <summary>Needs an <see cref="NpgsqlDataSource"/>, configuration and logging beside it.</summary>
    public static IServiceCollection AddCharityLink(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddKernel().AddEventStore(AddFacts);
        services.AddNetwork();
        services.AddPrograms();
        services.AddLaw();
        services.AddProjects();
        services.AddDisclosure();
        services.AddMatching();
        services.AddGiving();
        services.AddPeople();
        services.AddAppointments();
        services.AddAudit();
        services.AddEvidence();
        return services;
    }

    /// <summary>Makes every schema and table that is not a read model's, where missing.</summary>
    public static async Task CreateSchemas(this IServiceProvider services, CancellationToken ct)
    {
        var database = services.GetRequiredService<NpgsqlDataSource>();
        await services.GetRequiredService<EventStore>().CreateSchema(ct);
        await PeopleSchema.Create(database, ct);
        await SchemaFiles.Apply(database, Domain, "CharityLink.Audit.", ct);
        await SchemaFiles.Apply(database, Domain, "CharityLink.Giving.Pledges.", ct);
        await SchemaFiles.Apply(database, Domain, "CharityLink.Giving.Receipts.Statements.", ct);
        await SchemaFiles.Apply(database, Domain, "CharityLink.Giving.Payments.", ct);
        await SchemaFiles.Apply(database, Domain, "CharityLink.Giving.Settlement.", ct);
    }

    // Every fact is a record of this assembly that carries its capability's event interface.
    private static void AddFacts(EventTypes types)
    {
        foreach (var type in Domain.GetTypes().Where(t => !t.IsAbstract && t.GetInterfaces().Any(IsFact)))
        {
            types.Add(type);
        }
    }

    private static bool IsFact(Type contract) => contract.Assembly == Domain && contract.Name.EndsWith("Event", StringComparison.Ordinal);
}
