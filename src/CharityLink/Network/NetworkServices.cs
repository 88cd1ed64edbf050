using CharityLink.Kernel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Network;

/// <summary>Puts the network of divisions and organisations together.</summary>
public static class NetworkServices
{
    /// <summary>Divisions come from the file that <c>CHARITYLINK_DIVISIONS</c> names, else from the model city's.</summary>
    public static IServiceCollection AddNetwork(this IServiceCollection services)
    {
        services.AddSingleton(provider => DivisionsFile.Load(provider.GetService<IConfiguration>()?["CHARITYLINK_DIVISIONS"]));
        services.AddScoped<Register>();
        services.AddScoped<ILocator, DivisionLocator>();
        services.AddScoped<ILocator, OrganisationLocator>();
        services.AddReadModel<OrganisationDirectory>();
        services.AddScoped<CredentialFile>();
        services.AddReadModel<CredentialDirectory>();
        return services;
    }
}
