using CharityLink.Kernel;
using CharityLink.Store;
using CharityLink.Workers;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Giving;

/// <summary>Brings regular gifts into the program.</summary>
public static class RegularServices
{
    /// <summary>Their list, their clock, and what follows their gifts.</summary>
    public static IServiceCollection AddRegularGifts(this IServiceCollection services) => services
        .AddReadModel<RegularList>().AddScoped<RegularGifts>().AddSingleton<IReaction, RegularKeeper>().AddSingleton<ICardOwner, RegularCards>()
        .AddWork<RegularClock>();
}
