namespace CharityLink.Stripe;

/// <summary>Calls about hosted pages.</summary>
public static class CheckoutSessions
{
    /// <summary>Opens a page on which a giver pays or leaves a card.</summary>
    public static StripeCall<CheckoutSession> Create(CheckoutSessionCreate request) =>
        Call.Post("/v1/checkout/sessions", request, StripeJson.Default.CheckoutSessionCreate, StripeJson.Default.CheckoutSession);

    /// <summary>Reads one page.</summary>
    public static StripeCall<CheckoutSession> Get(string id, params IReadOnlyList<string> expand) =>
        Call.Get($"/v1/checkout/sessions/{Call.Id(id)}", StripeJson.Default.CheckoutSession, expand);

    /// <summary>Closes an open page, so that a gift never has two.</summary>
    public static StripeCall<CheckoutSession> Expire(string id) =>
        Call.Post($"/v1/checkout/sessions/{Call.Id(id)}/expire", StripeJson.Default.CheckoutSession);

    /// <summary>Finds pages again, by time or customer.</summary>
    public static StripeCall<StripeList<CheckoutSession>> List(ListRequest request) =>
        Call.List("/v1/checkout/sessions", request, StripeJson.Default.ListRequest, StripeJson.Default.StripeListCheckoutSession);
}
