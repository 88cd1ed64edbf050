using CharityLink.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.People;

/// <summary>Puts appointments into the program.</summary>
public static class AppointmentServices
{
    /// <summary>Appointments: who holds which role where.</summary>
    public static IServiceCollection AddAppointments(this IServiceCollection services) =>
        services.AddReadModel<AppointmentList>().AddSingleton<ILocator, AppointmentLocator>();
}
