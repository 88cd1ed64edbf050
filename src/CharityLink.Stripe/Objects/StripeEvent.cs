using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace CharityLink.Stripe;

/// <summary>Stripe's word that something happened. A hint: the object is read again before anything is decided.</summary>
public sealed record StripeEvent : IStripeObject
{
    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <summary>What kind of object it is: "event". A thin event, which carries no object, calls itself something else.</summary>
    [JsonPropertyName("object")]
    public string? Kind { get; init; }

    /// <summary>What happened, such as payment_intent.succeeded; types unknown to us are kept and do nothing.</summary>
    public required string Type { get; init; }

    /// <summary>The shape its object has; an endpoint of another version sends another shape.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>The connected account it happened on; null for the platform's own.</summary>
    public string? Account { get; init; }

    /// <summary>The object as it was then.</summary>
    public required EventData Data { get; init; }

    /// <summary>The call that caused it; null when none did.</summary>
    public EventRequest? Request { get; init; }

    /// <summary>How many endpoints have not taken it yet.</summary>
    public int PendingWebhooks { get; init; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>Whether real money is meant.</summary>
    public bool Livemode { get; init; }

    /// <summary>The id of the object; null for the few that have none, such as a balance.</summary>
    public string? ObjectId =>
        Data.About.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;

    /// <summary>The object, read as what its type says it is.</summary>
    public T? About<T>(JsonTypeInfo<T> type) => Data.About.Deserialize(type);
}

/// <summary>The object an event is about.</summary>
public sealed record EventData
{
    /// <summary>The object as it was when the event happened.</summary>
    [JsonPropertyName("object")]
    public JsonElement About { get; init; }

    /// <summary>What changed, as it was before; null where nothing did.</summary>
    public JsonElement? PreviousAttributes { get; init; }
}

/// <summary>The call that caused an event.</summary>
public sealed record EventRequest
{
    /// <summary>Stripe's number of the request.</summary>
    public string? Id { get; init; }

    /// <summary>The key it was sent with.</summary>
    public string? IdempotencyKey { get; init; }
}
