using CharityLink.Giving;
using CharityLink.Stripe;
using CharityLink.Web.Giving.Payments.Console;

namespace CharityLink.Web.Giving.Payments;

/// <summary>Brings the payment providers into the site: Stripe where it is configured, the sandbox where nothing else is or where it is wanted.</summary>
internal static class PaymentPages
{
    /// <summary>The providers, from the section <c>Payments</c>.</summary>
    public static IServiceCollection AddPaymentProviders(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection("Payments");
        var settings = section.Get<PaymentSettings>() ?? new();
        services.AddScoped<PaymentDesk>().AddSingleton<ProviderStates>().AddSingleton(settings).AddSingleton<MethodTable>().AddSingleton<StripeMerchants>().AddSingleton<PaymentOrigins>();
        var stripe = section.GetSection("Stripe");
        if (stripe.Exists())
        {
            services.AddStripe(stripe);
            services.AddSingleton<StripeLine>().AddSingleton<IPaymentProvider, StripeProvider>()
                .AddSingleton<IStripePurpose, GiftSession>().AddSingleton<IStripeEvents, GiftEvents>()
                .AddSingleton<StripeRefunds>().AddSingleton<RefundCall>()
                .AddSingleton<IStripePurpose>(provider => provider.GetRequiredService<RefundCall>()).AddSingleton<IStripePurpose, HeldCall>().AddSingleton<IStripePurpose, RecallCall>().AddSingleton<IStripePurpose, PassOnCall>().AddSingleton<IStripeEvents, RefundEvents>()
                .AddSingleton<StripeDisputes>().AddSingleton<IStripePurpose, DisputeCall>().AddSingleton<IStripeEvents, DisputeEvents>()
                .AddSingleton<StripeBookings>().AddSingleton<StripePayouts>().AddSingleton<IStripeEvents, BalanceEvents>().AddSingleton<IStripeEvents, PayoutEvents>().AddSingleton<IStripeEvents, AccountEvents>().AddSingleton<IStripeEvents, FraudEvents>()
                .AddSingleton<IStripePurpose, ChargeIntent>().AddSingleton<IStripePurpose, ChargeEnd>().AddSingleton<IStripeEvents, ChargeEvents>()
                .AddSingleton<IStripePurpose, CardPage>().AddSingleton<IStripePurpose, CardOff>().AddSingleton<IStripeEvents, CardEvents>().AddSingleton<IStripeEvents, KeptCardEvents>();
        }

        if (!stripe.Exists() || settings.Sandbox)
        {
            services.AddSingleton<IPaymentProvider, SandboxProvider>();
        }

        return services;
    }
}
