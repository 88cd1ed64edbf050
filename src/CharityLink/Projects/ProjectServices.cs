using CharityLink.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Projects;

/// <summary>Crowdfunded projects, ready to be hosted.</summary>
internal static class ProjectServices
{
    public static IServiceCollection AddProjects(this IServiceCollection services)
    {
        services.AddScoped<ILocator, ProjectLocator>();
        services.AddReadModel<ProjectDirectory>();
        services.AddScoped<ILocator, ProposalLocator>();
        services.AddScoped<Neighbours>();
        services.AddReadModel<DeadlineList>();
        services.AddReadModel<TaskList>();
        services.AddSingleton<DeadlineClock>();
        services.AddHostedService(provider => provider.GetRequiredService<DeadlineClock>());
        return services;
    }
}
