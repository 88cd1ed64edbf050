using CharityLink.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Evidence;

/// <summary>Evidence, ready to be hosted. Where files lie is the host's to say: it brings the <see cref="EvidenceStore"/>.</summary>
internal static class EvidenceServices
{
    public static IServiceCollection AddEvidence(this IServiceCollection services) => services.AddReadModel<EvidenceUses>();
}
