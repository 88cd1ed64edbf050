using CharityLink.Kernel;
using CharityLink.Store;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Matching;

/// <summary>Matching pools, ready to be hosted.</summary>
internal static class MatchingServices
{
    public static IServiceCollection AddMatching(this IServiceCollection services) => services
        .AddScoped<ILocator, PoolLocator>()
        .AddReadModel<Matches>()
        .AddSingleton(provider => new Lazy<ReadModelHost>(provider.GetRequiredService<ReadModelHost>))
        .AddSingleton<IReaction, MatchSettler>();
}
