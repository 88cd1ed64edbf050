using CharityLink.Stripe;
using CharityLink.Web.Hosting;
using Microsoft.Extensions.Options;

namespace CharityLink.Web.Giving.Payments;

/// <summary>Where a giving form may lead: browsers hold the redirect after a form to the page's policy, too.</summary>
internal sealed class PaymentOrigins(PaymentSettings settings, IServiceProvider services)
{
    private const string StripePages = "https://checkout.stripe.com";

    /// <summary>Lets the forms of the page that is being shown lead to the providers' payment pages.</summary>
    public void Allow(HttpContext http)
    {
        var origins = Origins();
        if (origins.Count > 0)
        {
            http.Response.Headers.ContentSecurityPolicy = SecurityHeaders.ContentPolicy.Replace("form-action 'self'", $"form-action 'self' {string.Join(' ', origins)}", StringComparison.Ordinal);
        }
    }

    private List<string> Origins()
    {
        if (services.GetService<IOptionsMonitor<StripeOptions>>() is not { } stripe || services.GetService<StripeLine>() is null)
        {
            return [];
        }

        // A stand-in for Stripe has its pages where it answers.
        var own = stripe.CurrentValue.Address == StripeApi.Address ? StripePages : stripe.CurrentValue.Address.GetLeftPart(UriPartial.Authority);
        return [own, .. settings.PageOrigins];
    }
}
