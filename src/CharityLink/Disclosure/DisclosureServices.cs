using CharityLink.Kernel;
using CharityLink.Store;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Disclosure;

/// <summary>Reports and the calendar of duties, ready to be hosted.</summary>
internal static class DisclosureServices
{
    public static IServiceCollection AddDisclosure(this IServiceCollection services) => services
        .AddReadModel<DutyCalendar>()
        .AddSingleton<IReaction, FinalReporter>();
}
