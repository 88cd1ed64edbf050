using CharityLink.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Programs;

/// <summary>Puts the programs together.</summary>
public static class ProgramServices
{
    /// <summary>Needs the network beside it.</summary>
    public static IServiceCollection AddPrograms(this IServiceCollection services)
    {
        services.AddScoped<ILocator, ProgramLocator>();
        services.AddReadModel<ProgramDirectory>();
        return services;
    }
}
