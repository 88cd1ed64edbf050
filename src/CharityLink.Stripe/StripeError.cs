namespace CharityLink.Stripe;

/// <summary>Why Stripe said no.</summary>
public sealed record StripeError
{
    /// <summary>The kind of error: card_error, invalid_request_error, idempotency_error, api_error.</summary>
    public string Type { get; init; } = "";

    /// <summary>The stable code a program decides by; null where Stripe has none.</summary>
    public string? Code { get; init; }

    /// <summary>The card issuer's reason; null unless a card was declined.</summary>
    public string? DeclineCode { get; init; }

    /// <summary>Stripe's English sentence: for the operator, not for donors.</summary>
    public string? Message { get; init; }

    /// <summary>The parameter that is wrong; null where it is not about one.</summary>
    public string? Param { get; init; }

    /// <summary>The payment as the refusal left it, to be kept for the next try.</summary>
    public PaymentIntent? PaymentIntent { get; init; }

    /// <summary>The card set-up as the refusal left it.</summary>
    public SetupIntent? SetupIntent { get; init; }

    /// <summary>True when the key was used before for something else: a bug of ours, never to be healed by a new key.</summary>
    public bool IsKeyReused => Type == "idempotency_error";

    /// <summary>What is worth trying after this refusal of an off-session charge.</summary>
    public NextStep Next => Decline.Next(this);
}

internal sealed record StripeErrorBody
{
    public StripeError? Error { get; init; }
}
