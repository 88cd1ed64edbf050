namespace CharityLink.Stripe;

/// <summary>Calls about money that goes back.</summary>
public static class Refunds
{
    /// <summary>Sends money back.</summary>
    public static StripeCall<Refund> Create(RefundCreate request) =>
        Call.Post("/v1/refunds", request, StripeJson.Default.RefundCreate, StripeJson.Default.Refund);

    /// <summary>Reads one.</summary>
    public static StripeCall<Refund> Get(string id, params IReadOnlyList<string> expand) =>
        Call.Get($"/v1/refunds/{Call.Id(id)}", StripeJson.Default.Refund, expand);

    /// <summary>Stops one that waits for the giver.</summary>
    public static StripeCall<Refund> Cancel(string id) => Call.Post($"/v1/refunds/{Call.Id(id)}/cancel", StripeJson.Default.Refund);

    /// <summary>Finds them again, by payment.</summary>
    public static StripeCall<StripeList<Refund>> List(ListRequest request) =>
        Call.List("/v1/refunds", request, StripeJson.Default.ListRequest, StripeJson.Default.StripeListRefund);
}

/// <summary>Money to send back.</summary>
public sealed record RefundCreate
{
    /// <summary>The payment; this or the charge.</summary>
    public string? PaymentIntent { get; init; }

    /// <summary>The charge; this or the payment.</summary>
    public string? Charge { get; init; }

    /// <summary>In minor units; all that is left when not said.</summary>
    public long? Amount { get; init; }

    /// <summary>duplicate, fraudulent or requested_by_customer.</summary>
    public string? Reason { get; init; }

    /// <summary>Takes it back from the charity's balance; else the platform bears it.</summary>
    public bool? ReverseTransfer { get; init; }

    /// <summary>Gives the platform's fee back in proportion.</summary>
    public bool? RefundApplicationFee { get; init; }

    /// <summary>Our labels on it.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>Members to write out whole in the answer.</summary>
    public IReadOnlyList<string>? Expand { get; init; }
}
