using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Law;

/// <summary>The law, ready to be asked.</summary>
internal static class LawServices
{
    public static IServiceCollection AddLaw(this IServiceCollection services) => services.AddScoped<Jurisdictions>();
}
