using CharityLink.Stripe.Wire;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CharityLink.Stripe;

/// <summary>Registers the client and the reader of webhooks.</summary>
public static class StripeServices
{
    // A charge is a few kilobytes and a page of a hundred a few hundred; more is no answer of Stripe's.
    private const int AnswerBytesMax = 16 * 1024 * 1024;

    /// <summary>Adds <see cref="StripeClient"/> and <see cref="WebhookReader"/>, configured by the section and checked at start.</summary>
    public static IServiceCollection AddStripe(this IServiceCollection services, IConfiguration section)
    {
        services.AddSingleton<IValidateOptions<StripeOptions>, StripeOptionsCheck>();
        services.AddOptions<StripeOptions>().Bind(section).ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<WebhookReader>();
        services.AddSingleton<StripeClock>();
        services.AddTransient<ClockWatch>();
        services.AddHttpClient<StripeClient>(Prepare).ConfigurePrimaryHttpMessageHandler(Handler).AddHttpMessageHandler<ClockWatch>();
        return services;
    }

    // The time limit is per try and belongs to the client's retries; redirects would carry the key elsewhere.
    internal static void Prepare(HttpClient http)
    {
        http.Timeout = Timeout.InfiniteTimeSpan;
        http.MaxResponseContentBufferSize = AnswerBytesMax;
    }

    internal static SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };
}
