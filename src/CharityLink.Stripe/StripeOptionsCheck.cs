using Microsoft.Extensions.Options;

namespace CharityLink.Stripe;

/// <summary>Refuses settings that would lose money or take forged events, before the first call is sent.</summary>
public sealed class StripeOptionsCheck : IValidateOptions<StripeOptions>
{
    /// <summary>The sentences an operator reads; no secret is repeated in them.</summary>
    public ValidateOptionsResult Validate(string? name, StripeOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(StripeOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.SecretKey))
        {
            yield return "SecretKey is missing: copy it from the developers' page of the Stripe dashboard.";
        }
        else if (options.SecretKey.Any(char.IsWhiteSpace))
        {
            yield return "SecretKey contains a space or a line break: copy it again.";
        }
        else if (Mode(options.SecretKey) is { } live && live != options.Livemode)
        {
            yield return live
                ? "SecretKey is a live key but Livemode is false: real money would move in a trial."
                : "SecretKey is a test key but Livemode is true: no gift would be charged.";
        }

        if (options.Livemode && options.Address != StripeApi.Address)
        {
            yield return "Address must be Stripe's own when Livemode is true.";
        }

        if (!options.Address.IsAbsoluteUri || (options.Address.Scheme != Uri.UriSchemeHttps && !options.Address.IsLoopback))
        {
            yield return "Address must begin with https://, or be on this machine.";
        }

        // An empty secret would accept whatever is signed with an empty secret: anybody's.
        if (options.WebhookSecrets.Any(s => string.IsNullOrWhiteSpace(s.Secret)))
        {
            yield return "A webhook secret is blank: remove it or copy it from the endpoint's page.";
        }

        if (options.Timeout < TimeSpan.FromSeconds(1) || options.Timeout > TimeSpan.FromMinutes(10))
        {
            yield return "Timeout must be between one second and ten minutes.";
        }

        if (options.RetriesMax is < 0 or > 10)
        {
            yield return "RetriesMax must be between 0 and 10.";
        }
    }

    // Keys of other kinds (an organisation's) do not tell their mode.
    private static bool? Mode(string key) =>
        key.StartsWith("sk_live_", StringComparison.Ordinal) || key.StartsWith("rk_live_", StringComparison.Ordinal) ? true
        : key.StartsWith("sk_test_", StringComparison.Ordinal) || key.StartsWith("rk_test_", StringComparison.Ordinal) ? false
        : null;
}
