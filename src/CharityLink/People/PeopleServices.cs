using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.People;

/// <summary>Brings the vault into the program.</summary>
public static class PeopleServices
{
    /// <summary>The vault and the key that opens it.</summary>
    public static IServiceCollection AddPeople(this IServiceCollection services) => services
        .AddSingleton(provider => MasterKeys.From(provider.GetRequiredService<IConfiguration>()))
        .AddSingleton<Vault>().AddSingleton<GiverPersons>().AddSingleton<UnnamedPersons>().AddSingleton<GiverLink>();
}
