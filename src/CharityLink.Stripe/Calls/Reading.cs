namespace CharityLink.Stripe;

/// <summary>Reads tries to move money.</summary>
public static class Charges
{
    /// <summary>Reads one.</summary>
    public static StripeCall<Charge> Get(string id, params IReadOnlyList<string> expand) =>
        Call.Get($"/v1/charges/{Call.Id(id)}", StripeJson.Default.Charge, expand);

    /// <summary>Finds them by payment, customer, group or time.</summary>
    public static StripeCall<StripeList<Charge>> List(ListRequest request) =>
        Call.List("/v1/charges", request, StripeJson.Default.ListRequest, StripeJson.Default.StripeListCharge);
}

/// <summary>Reads Stripe's own books.</summary>
public static class BalanceTransactions
{
    /// <summary>Reads one line.</summary>
    public static StripeCall<BalanceTransaction> Get(string id, params IReadOnlyList<string> expand) =>
        Call.Get($"/v1/balance_transactions/{Call.Id(id)}", StripeJson.Default.BalanceTransaction, expand);

    /// <summary>Reads lines by time, payout, kind or source.</summary>
    public static StripeCall<StripeList<BalanceTransaction>> List(ListRequest request) =>
        Call.List("/v1/balance_transactions", request, StripeJson.Default.ListRequest, StripeJson.Default.StripeListBalanceTransaction);
}

/// <summary>Reads what stands in the account.</summary>
public static class Balances
{
    /// <summary>Of the platform's own account, or of the one a call is made for.</summary>
    public static StripeCall<Balance> Get() => Call.Get("/v1/balance", StripeJson.Default.Balance);
}

/// <summary>Reads what happened: the net below webhooks that were lost. Stripe keeps thirty days.</summary>
public static class Events
{
    /// <summary>Reads one.</summary>
    public static StripeCall<StripeEvent> Get(string id) => Call.Get($"/v1/events/{Call.Id(id)}", StripeJson.Default.StripeEvent);

    /// <summary>Reads them by time, kind or delivery.</summary>
    public static StripeCall<StripeList<StripeEvent>> List(ListRequest request) =>
        Call.List("/v1/events", request, StripeJson.Default.ListRequest, StripeJson.Default.StripeListStripeEvent);
}
