using System.Text.Json.Serialization;

namespace CharityLink.Stripe;

/// <summary>A way to pay that was given once and may be used again.</summary>
public sealed record PaymentMethod : IStripeObject
{
    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <summary>card, alipay, wechat_pay and others.</summary>
    public required string Type { get; init; }

    /// <summary>Whose it is; null once detached.</summary>
    [JsonConverter(typeof(ReferenceReader<Customer>))]
    public Reference<Customer>? Customer { get; init; }

    /// <summary>What may be shown of the card; null for other ways.</summary>
    public CardFace? Card { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>Whether it is for real money.</summary>
    public bool Livemode { get; init; }
}

/// <summary>What may be shown of a card.</summary>
public sealed record CardFace
{
    /// <summary>visa, mastercard, unionpay and others.</summary>
    public string? Brand { get; init; }

    /// <summary>The last four digits.</summary>
    public string? Last4 { get; init; }

    /// <summary>The last month it is good in.</summary>
    public int ExpMonth { get; init; }

    /// <summary>The year of that month.</summary>
    public int ExpYear { get; init; }

    /// <summary>The issuer's country.</summary>
    public string? Country { get; init; }
}
