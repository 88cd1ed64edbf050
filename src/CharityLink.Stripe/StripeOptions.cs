namespace CharityLink.Stripe;

/// <summary>What an operator configures: whose account, in which mode, and the secrets.</summary>
public sealed class StripeOptions
{
    /// <summary>The secret or restricted key; its prefix must agree with <see cref="Livemode"/>.</summary>
    public string SecretKey { get; set; } = "";

    /// <summary>True where real money moves. Objects and events of the other mode are never taken for ours.</summary>
    public bool Livemode { get; set; }

    /// <summary>The platform's own account, for telling its events from those of others; null when not configured.</summary>
    public string? AccountId { get; set; }

    /// <summary>Where Stripe is: changed only for a stand-in, and never with a live key.</summary>
    public Uri Address { get; set; } = StripeApi.Address;

    /// <summary>Every secret that a webhook may be signed with now; two while a secret is being rolled.</summary>
    public IList<WebhookSecret> WebhookSecrets { get; } = [];

    /// <summary>How long one try may take. Stripe's own clients wait 80 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(80);

    /// <summary>How often a call is repeated after its first try.</summary>
    public int RetriesMax { get; set; } = 2;
}

/// <summary>One secret of a webhook endpoint.</summary>
public sealed class WebhookSecret
{
    /// <summary>The whole secret, prefix included.</summary>
    public string Secret { get; set; } = "";

    /// <summary>From when on it is not taken any more; null while it is the current one.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }
}
