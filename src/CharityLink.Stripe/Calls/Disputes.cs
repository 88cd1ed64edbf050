namespace CharityLink.Stripe;

/// <summary>Calls about money that a giver's bank asks back.</summary>
public static class Disputes
{
    /// <summary>Reads one.</summary>
    public static StripeCall<Dispute> Get(string id, params IReadOnlyList<string> expand) =>
        Call.Get($"/v1/disputes/{Call.Id(id)}", StripeJson.Default.Dispute, expand);

    /// <summary>Keeps evidence, and with Submit hands it in, which is possible once.</summary>
    public static StripeCall<Dispute> Update(string id, DisputeUpdate request) =>
        Call.Post($"/v1/disputes/{Call.Id(id)}", request, StripeJson.Default.DisputeUpdate, StripeJson.Default.Dispute);

    /// <summary>Gives in: the dispute is lost.</summary>
    public static StripeCall<Dispute> Close(string id) => Call.Post($"/v1/disputes/{Call.Id(id)}/close", StripeJson.Default.Dispute);

    /// <summary>Finds them again, by charge, payment or time.</summary>
    public static StripeCall<StripeList<Dispute>> List(ListRequest request) =>
        Call.List("/v1/disputes", request, StripeJson.Default.ListRequest, StripeJson.Default.StripeListDispute);
}

/// <summary>What is said about a dispute.</summary>
public sealed record DisputeUpdate
{
    /// <summary>What speaks for the charity.</summary>
    public DisputeEvidence? Evidence { get; init; }

    /// <summary>Hands it in.</summary>
    public bool? Submit { get; init; }

    /// <summary>Our labels on it.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}

/// <summary>What speaks for the charity.</summary>
public sealed record DisputeEvidence
{
    /// <summary>What the giver gave for.</summary>
    public string? ProductDescription { get; init; }

    /// <summary>The giver's name.</summary>
    public string? CustomerName { get; init; }

    /// <summary>The giver's mail address.</summary>
    public string? CustomerEmailAddress { get; init; }

    /// <summary>The rules on refunds as the giver saw them.</summary>
    public string? RefundPolicyDisclosure { get; init; }

    /// <summary>Why no refund was due.</summary>
    public string? RefundRefusalExplanation { get; init; }

    /// <summary>All else, as text.</summary>
    public string? UncategorizedText { get; init; }
}
