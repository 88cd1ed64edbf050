using CharityLink.Evidence;
using CharityLink.Web.Hosting;
using CharityLink.Workers;

namespace CharityLink.Web.Evidence;

/// <summary>Brings the files into the site: where they lie, how they come in.</summary>
public static class EvidencePages
{
    /// <summary>Files lie in the installation's folder, beside its database.</summary>
    public static IServiceCollection AddEvidencePages(this IServiceCollection services) => services
        .AddSingleton<EvidenceMarks>().AddScoped<EvidenceUploads>()
        .AddSingleton(provider => new EvidenceStore(
            Path.Combine(Installation.Folder(provider.GetRequiredService<IConfiguration>()), "files"),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<EvidenceStore>>()))
        .AddWork<EvidenceSweep>();
}
