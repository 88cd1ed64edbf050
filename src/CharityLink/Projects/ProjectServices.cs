using CharityLink.Kernel;
using CharityLink.Store;
using CharityLink.Workers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Projects;

/// <summary>Crowdfunded projects, ready to be hosted.</summary>
internal static class ProjectServices
{
    public static IServiceCollection AddProjects(this IServiceCollection services)
    {
        services.AddScoped<ILocator, ProjectLocator>();
        services.AddReadModel<ProjectDirectory>();
        services.AddSingleton<ProjectBook>();
        services.AddScoped<ILocator, ProposalLocator>();
        services.AddScoped<ILocator, ProjectWorkLocator>();
        services.AddScoped<Neighbours>();
        services.AddReadModel<DeadlineList>();
        services.AddReadModel<TaskList>();
        services.AddReadModel<DeliveryBook>();
        services.AddReadModel<VoiceList>();
        services.AddReadModel<PageList>();
        services.AddWork<DeadlineClock>();
        services.AddScoped<PlanReview>();
        services.AddSingleton(provider => DesignatedPlatforms.Load(provider.GetService<IConfiguration>()?["CHARITYLINK_PLATFORMS"]));
        services.AddSingleton<IReaction, QualificationWatch>();
        return services;
    }
}
