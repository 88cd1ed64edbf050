namespace CharityLink.Stripe;

/// <summary>Calls about money passed on to charities.</summary>
public static class Transfers
{
    /// <summary>Passes money on.</summary>
    public static StripeCall<Transfer> Create(TransferCreate request) =>
        Call.Post("/v1/transfers", request, StripeJson.Default.TransferCreate, StripeJson.Default.Transfer);

    /// <summary>Reads one.</summary>
    public static StripeCall<Transfer> Get(string id, params IReadOnlyList<string> expand) =>
        Call.Get($"/v1/transfers/{Call.Id(id)}", StripeJson.Default.Transfer, expand);

    /// <summary>Takes money back from the charity's balance, as far as it covers it.</summary>
    public static StripeCall<TransferReversal> Reverse(string id, TransferReversalCreate request) =>
        Call.Post($"/v1/transfers/{Call.Id(id)}/reversals", request, StripeJson.Default.TransferReversalCreate, StripeJson.Default.TransferReversal);

    /// <summary>What was taken back of one.</summary>
    public static StripeCall<StripeList<TransferReversal>> Reversals(string id, ListRequest request) =>
        Call.List($"/v1/transfers/{Call.Id(id)}/reversals", request, StripeJson.Default.ListRequest, StripeJson.Default.StripeListTransferReversal);

    /// <summary>Finds them again, by group.</summary>
    public static StripeCall<StripeList<Transfer>> List(ListRequest request) =>
        Call.List("/v1/transfers", request, StripeJson.Default.ListRequest, StripeJson.Default.StripeListTransfer);
}

/// <summary>Money to pass on.</summary>
public sealed record TransferCreate
{
    /// <summary>In minor units.</summary>
    public required long Amount { get; init; }

    /// <summary>Lower case.</summary>
    public required string Currency { get; init; }

    /// <summary>The charity's account.</summary>
    public required string Destination { get; init; }

    /// <summary>The charge it comes from, so that it waits until that money is there.</summary>
    public string? SourceTransaction { get; init; }

    /// <summary>Ties it to the payments it passes on.</summary>
    public string? TransferGroup { get; init; }

    /// <summary>What the charity sees beside it.</summary>
    public string? Description { get; init; }

    /// <summary>Our labels on it.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}

/// <summary>Money to take back.</summary>
public sealed record TransferReversalCreate
{
    /// <summary>In minor units; all that is left when not said.</summary>
    public long? Amount { get; init; }

    /// <summary>Our labels on it.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}
