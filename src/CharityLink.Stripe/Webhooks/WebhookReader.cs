using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Extensions.Options;

namespace CharityLink.Stripe;

/// <summary>A delivery and what is to be thought of it.</summary>
/// <param name="Event">The event; null unless it is genuine and can be read.</param>
/// <param name="Signature">The verdict on the signature.</param>
public sealed record Delivery(StripeEvent? Event, SignatureVerdict Signature)
{
    /// <summary>True when it is to be stored and answered with 200; else 400, and nothing is kept.</summary>
    public bool IsAccepted => Event is not null;
}

/// <summary>Turns the bytes of a delivery into an event, or refuses them.</summary>
public sealed class WebhookReader(IOptionsMonitor<StripeOptions> options, TimeProvider clock)
{
    /// <summary>Reads a delivery with the secrets that are good now. The monitor sees a rolled secret without a restart.</summary>
    /// <param name="body">The bytes as they came; written anew they would not fit the signature.</param>
    /// <param name="header">The header Stripe-Signature.</param>
    public Delivery Read(ReadOnlyMemory<byte> body, string? header)
    {
        var now = clock.GetUtcNow();
        var secrets = options.CurrentValue.WebhookSecrets
            .Where(s => s.ExpiresAt is null || now < s.ExpiresAt)
            .Select(s => s.Secret)
            .ToList();
        var signature = WebhookSignature.Check(body.Span, header, secrets, now);
        return new Delivery(signature == SignatureVerdict.Genuine ? Snapshot(body) : null, signature);
    }

    // An endpoint may be set to send "thin" events, which carry no object; those belong to another interface.
    private static StripeEvent? Snapshot(ReadOnlyMemory<byte> body)
    {
        try
        {
            return Utf8.IsValid(body.Span)
                && JsonSerializer.Deserialize(body.Span, StripeJson.Default.StripeEvent) is { Kind: "event", Data.About.ValueKind: JsonValueKind.Object } happened
                    ? happened
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
