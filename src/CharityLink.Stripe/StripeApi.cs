namespace CharityLink.Stripe;

/// <summary>The one place that names the version of Stripe's interface this program speaks.</summary>
public static class StripeApi
{
    /// <summary>Sent with every call, and given to a webhook endpoint when it is made, so that answers and events have one shape.</summary>
    public const string Version = "2026-10-28.endive";

    /// <summary>How many characters Stripe takes as an idempotency key.</summary>
    public const int KeyLengthMax = 255;

    /// <summary>How long Stripe surely remembers an idempotency key; later the same key may make a second charge.</summary>
    public static readonly TimeSpan KeyLifetime = TimeSpan.FromHours(24);

    /// <summary>Stripe itself.</summary>
    public static readonly Uri Address = new("https://api.stripe.com/");
}
