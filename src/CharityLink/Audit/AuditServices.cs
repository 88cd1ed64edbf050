using CharityLink.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Audit;

/// <summary>Puts the audit trail into the program.</summary>
public static class AuditServices
{
    /// <summary>The trail of facts and the record of refused attempts.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services) =>
        services.AddReadModel<AuditTrail>().AddSingleton<IRefusedAttempts, RefusedAttempts>();
}
