using CharityLink.Giving;
using CharityLink.Stripe;
using Microsoft.Extensions.Options;

namespace CharityLink.Web.Giving.Payments.Console;

/// <summary>How it stands with the connection to a provider. No secret is in it.</summary>
/// <param name="IsLive">Real money moves.</param>
/// <param name="Version">The interface that is spoken.</param>
/// <param name="Ahead">Our clock less the provider's; null before its first answer to this node.</param>
/// <param name="IsClockWrong">So far off that genuine notifications are refused.</param>
/// <param name="Secrets">For each secret a notification may be signed with, until when it is taken; null for one without end.</param>
/// <param name="Circuit">How it refuses us; null when it does not.</param>
/// <param name="News">When it was last heard of.</param>
public sealed record ProviderState(
    string Name, bool IsLive, string Version, TimeSpan? Ahead, bool IsClockWrong, IReadOnlyList<DateTimeOffset?> Secrets, OpenCircuit? Circuit, ProviderNews? News);

/// <summary>Gathers the states of all providers that are called.</summary>
internal sealed class ProviderStates(PaymentProviders providers, PaymentCircuits circuits, PaymentWatch watch, IServiceProvider services)
{
    /// <summary>Each provider that is called, in the order they are offered.</summary>
    public async Task<IReadOnlyList<ProviderState>> All(CancellationToken ct)
    {
        var called = providers.All.Where(provider => provider.NeedsCalls).Select(provider => provider.Name).ToList();
        var (open, news) = (await circuits.All(ct), await watch.News(called, ct));
        return called.ConvertAll(name => Of(name, open.FirstOrDefault(one => one.Provider == name), news.FirstOrDefault(one => one.Provider == name)));
    }

    private ProviderState Of(string name, OpenCircuit? circuit, ProviderNews? news)
    {
        // Each adapter has settings of its own; one whose settings are not known here has only its name.
        if (name != StripeProvider.ProviderName)
        {
            return new(name, true, "", null, false, [], circuit, news);
        }

        var (options, ahead) = (services.GetRequiredService<IOptionsMonitor<StripeOptions>>().CurrentValue, services.GetRequiredService<StripeClock>().Ahead);
        return new(
            name, options.Livemode, StripeApi.Version, ahead, ahead is { } off && off.Duration() > WebhookSignature.Tolerance,
            [.. options.WebhookSecrets.Select(secret => secret.ExpiresAt).OrderByDescending(until => until ?? DateTimeOffset.MaxValue)], circuit, news);
    }
}
