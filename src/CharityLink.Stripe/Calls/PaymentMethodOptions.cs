namespace CharityLink.Stripe;

/// <summary>Something that is on or off.</summary>
public sealed record Switch
{
    /// <summary>On.</summary>
    public required bool Enabled { get; init; }
}

/// <summary>Whose balance gets the money of a payment.</summary>
public sealed record TransferData
{
    /// <summary>The charity's account.</summary>
    public required string Destination { get; init; }

    /// <summary>Only this much of it; all of it when not said.</summary>
    public long? Amount { get; init; }
}

/// <summary>What single ways to pay need to know.</summary>
public sealed record PaymentMethodOptions
{
    /// <summary>For cards.</summary>
    public CardOptions? Card { get; init; }

    /// <summary>For WeChat Pay; hosted pages need it when that is offered.</summary>
    public WechatPayOptions? WechatPay { get; init; }
}

/// <summary>How a card is to be treated.</summary>
public sealed record CardOptions
{
    /// <summary>any asks the bank to have the giver confirm; automatic leaves it to Stripe.</summary>
    public string? RequestThreeDSecure { get; init; }

    /// <summary>At a set-up, what the card is kept for: unscheduled or recurring.</summary>
    public string? SetupCredentialUsage { get; init; }

    /// <summary>At a later charge, what it was kept for: unscheduled or recurring.</summary>
    public string? StoredCredentialUsage { get; init; }
}

/// <summary>How WeChat Pay is to be shown.</summary>
public sealed record WechatPayOptions
{
    /// <summary>web, ios or android.</summary>
    public required string Client { get; init; }
}
