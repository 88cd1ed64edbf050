using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CharityLink.Stripe.Tests;

/// <summary>Settings that would lose money do not start.</summary>
public sealed class StripeOptionsTests
{
    [Theory]
    [InlineData("sk_test_1", false, true)]
    [InlineData("rk_live_1", true, true)]
    [InlineData("sk_live_1", false, false)]
    [InlineData("rk_test_1", true, false)]
    [InlineData("", false, false)]
    [InlineData(" ", false, false)]
    [InlineData("sk_test_1\n", false, false)]
    public void A_key_must_be_there_and_of_the_configured_mode(string key, bool livemode, bool good) =>
        Assert.Equal(good, Check(new StripeOptions { SecretKey = key, Livemode = livemode }).Succeeded);

    [Theory]
    [InlineData("http://127.0.0.1:5000/", false, true)]
    [InlineData("https://stand-in.example/", false, true)]
    [InlineData("http://stand-in.example/", false, false)]
    [InlineData("http://127.0.0.1:5000/", true, false)]
    public void Real_money_goes_to_Stripe_alone_and_keys_never_over_plain_http(string address, bool livemode, bool good) =>
        Assert.Equal(good, Check(new StripeOptions { SecretKey = "key", Livemode = livemode, Address = new Uri(address) }).Succeeded);

    [Fact]
    public void A_blank_webhook_secret_is_refused()
    {
        var options = new StripeOptions { SecretKey = "sk_test_1" };
        options.WebhookSecrets.Add(new WebhookSecret { Secret = " " });
        Assert.Contains("webhook secret is blank", Check(options).FailureMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 2, false)]
    [InlineData(1, 0, true)]
    [InlineData(600, 10, true)]
    [InlineData(601, 2, false)]
    [InlineData(80, 11, false)]
    [InlineData(80, -1, false)]
    public void Time_and_tries_have_limits(int seconds, int retries, bool good) =>
        Assert.Equal(good, Check(new StripeOptions { SecretKey = "sk_test_1", Timeout = TimeSpan.FromSeconds(seconds), RetriesMax = retries }).Succeeded);

    [Fact]
    public void Secrets_come_from_configuration_several_at_once()
    {
        var section = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["SecretKey"] = "sk_test_1",
            ["WebhookSecrets:0:Secret"] = "whsec_new",
            ["WebhookSecrets:1:Secret"] = "whsec_old",
            ["WebhookSecrets:1:ExpiresAt"] = "2026-11-30T00:00:00Z",
        }).Build();
        using var services = new ServiceCollection().AddLogging().AddStripe(section).BuildServiceProvider();
        var options = services.GetRequiredService<IOptions<StripeOptions>>().Value;
        Assert.Equal("whsec_new whsec_old", string.Join(" ", options.WebhookSecrets.Select(s => s.Secret)));
        Assert.NotNull(options.WebhookSecrets[1].ExpiresAt);
        Assert.NotNull(services.GetRequiredService<StripeClient>());
        Assert.NotNull(services.GetRequiredService<WebhookReader>());
    }

    private static ValidateOptionsResult Check(StripeOptions options) => new StripeOptionsCheck().Validate(null, options);
}
