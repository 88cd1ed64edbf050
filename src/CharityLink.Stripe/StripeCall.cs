using System.Text.Json.Serialization.Metadata;

namespace CharityLink.Stripe;

/// <summary>
/// One call as a value: what would be sent, and the shape of its answer. It can be written down (verb, path, form) before it
/// is sent and made again from what was written, so that a repeat after a crash, even by a newer program, sends the same bytes
/// under the same key.
/// </summary>
public sealed record StripeCall<T>(HttpMethod Method, string Path, string Form, JsonTypeInfo<T> Answer)
{
    /// <summary>The connected account in whose name the call is made; null for the platform's own.</summary>
    public string? OnAccount { get; init; }

    /// <summary>True for the calls that change something and so need an idempotency key.</summary>
    public bool NeedsKey => Method == HttpMethod.Post;
}
