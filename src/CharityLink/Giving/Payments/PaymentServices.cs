using CharityLink.Kernel;
using CharityLink.Store;
using CharityLink.Workers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CharityLink.Giving;

/// <summary>Brings the calls to payment providers into the program. The providers themselves are the web's.</summary>
public static class PaymentServices
{
    /// <summary>Operations, inbox, and the workers of both.</summary>
    public static IServiceCollection AddPayments(this IServiceCollection services) => services
        .AddSingleton<PaymentProviders>().AddSingleton<PaymentBell>().AddSingleton<PaymentOperations>().AddSingleton<OperationAnswers>().AddSingleton<PaymentCircuits>()
        .AddSingleton<SystemCommands>().AddSingleton<OperationCarrier>().AddSingleton<IReaction, OperationPlanner>().AddSingleton<PaymentInbox>()
        .AddSingleton<IPaymentPurpose, GiftPayment>().AddSingleton<IPaymentPurpose, RefundPayment>().AddSingleton<IPaymentPurpose, DisputeAnswer>().AddSingleton<IPaymentPurpose, HeldReturn>()
        .AddSingleton<IPaymentPurpose, PassedRecall>().AddSingleton<IPaymentPurpose, PassedAgain>()
        .AddSingleton<IPaymentPurpose, CardCharge>().AddSingleton<IPaymentPurpose, ChargeCancel>()
        .AddSingleton<IPaymentPurpose, CardSetup>().AddSingleton<IPaymentPurpose, CardDetach>().AddReadModel<KeptCards>()
        .AddReadModel<PayeeAccounts>().AddSingleton<IReaction, PayeeAccountWatch>().AddSingleton<GiftWarnings>().AddReadModel<PaymentAlerts>().AddSingleton<PaymentWatch>().AddSingleton<IReaction, PaymentMatterKeeper>().AddScoped<ILocator, PaymentMatterLocator>()
        .AddSingleton(provider => provider.GetService<IConfiguration>()?.GetSection("Payments").Get<PaymentLimits>() ?? new PaymentLimits())
        .AddWork<OperationSender>()
        .AddWork<InboxWorker>()
        .AddWork<EventPoller>().AddWork<OldPayments>();
}
