namespace CharityLink.Stripe;

/// <summary>Reads what went to the bank.</summary>
public static class Payouts
{
    /// <summary>Reads one.</summary>
    public static StripeCall<Payout> Get(string id, params IReadOnlyList<string> expand) => Call.Get($"/v1/payouts/{Call.Id(id)}", StripeJson.Default.Payout, expand);
}
