namespace CharityLink.Stripe;

/// <summary>Calls about cards kept for later.</summary>
public static class SetupIntents
{
    /// <summary>Starts keeping a card.</summary>
    public static StripeCall<SetupIntent> Create(SetupIntentCreate request) =>
        Call.Post("/v1/setup_intents", request, StripeJson.Default.SetupIntentCreate, StripeJson.Default.SetupIntent);

    /// <summary>Reads one.</summary>
    public static StripeCall<SetupIntent> Get(string id, params IReadOnlyList<string> expand) =>
        Call.Get($"/v1/setup_intents/{Call.Id(id)}", StripeJson.Default.SetupIntent, expand);

    /// <summary>Ends one that is not finished.</summary>
    public static StripeCall<SetupIntent> Cancel(string id, CancelReason request) =>
        Call.Post($"/v1/setup_intents/{Call.Id(id)}/cancel", request, StripeJson.Default.CancelReason, StripeJson.Default.SetupIntent);

    /// <summary>Finds them again, by customer.</summary>
    public static StripeCall<StripeList<SetupIntent>> List(ListRequest request) =>
        Call.List("/v1/setup_intents", request, StripeJson.Default.ListRequest, StripeJson.Default.StripeListSetupIntent);
}

/// <summary>A card to keep.</summary>
public sealed record SetupIntentCreate
{
    /// <summary>Whose.</summary>
    public string? Customer { get; init; }

    /// <summary>The card, when it is known already.</summary>
    public string? PaymentMethod { get; init; }

    /// <summary>Which ways to pay may be kept.</summary>
    public IReadOnlyList<string>? AllowedPaymentMethodTypes { get; init; }

    /// <summary>What single ways to pay need.</summary>
    public PaymentMethodOptions? PaymentMethodOptions { get; init; }

    /// <summary>off_session: it may be charged without the giver.</summary>
    public string? Usage { get; init; }

    /// <summary>Finishes at once.</summary>
    public bool? Confirm { get; init; }

    /// <summary>Where the giver comes back to from the bank.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>The charity that will charge it.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary>What the charity sees beside it.</summary>
    public string? Description { get; init; }

    /// <summary>Our labels on it.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>Members to write out whole in the answer.</summary>
    public IReadOnlyList<string>? Expand { get; init; }
}
