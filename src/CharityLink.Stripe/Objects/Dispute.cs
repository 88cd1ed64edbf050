using System.Text.Json.Serialization;

namespace CharityLink.Stripe;

/// <summary>A giver's bank asks money back.</summary>
public sealed record Dispute : IStripeObject
{
    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <summary>needs_response, under_review, won, lost and others; statuses that begin with warning_ move no money.</summary>
    public required string Status { get; init; }

    /// <summary>What is disputed, in minor units; may be a part of the charge.</summary>
    public required long Amount { get; init; }

    /// <summary>Lower case.</summary>
    public required string Currency { get; init; }

    /// <summary>The bank's reason.</summary>
    public required string Reason { get; init; }

    /// <summary>The charge that is disputed.</summary>
    [JsonConverter(typeof(ReferenceReader<Charge>))]
    public Reference<Charge>? Charge { get; init; }

    /// <summary>The payment it belongs to.</summary>
    [JsonConverter(typeof(ReferenceReader<PaymentIntent>))]
    public Reference<PaymentIntent>? PaymentIntent { get; init; }

    /// <summary>What moved: none for a warning, the withdrawal, and the return when won.</summary>
    public IReadOnlyList<BalanceTransaction> BalanceTransactions { get; init; } = [];

    /// <summary>Until when evidence is taken.</summary>
    public EvidenceDetails? EvidenceDetails { get; init; }

    /// <summary>True when giving the money back by oneself would still end it.</summary>
    public bool IsChargeRefundable { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>Whether real money moves.</summary>
    public bool Livemode { get; init; }
}

/// <summary>Where the evidence stands.</summary>
public sealed record EvidenceDetails
{
    /// <summary>The last moment to hand it in; null when none is asked for.</summary>
    public DateTimeOffset? DueBy { get; init; }

    /// <summary>True once any was handed in.</summary>
    public bool HasEvidence { get; init; }

    /// <summary>How often it was submitted; more than once is rarely possible.</summary>
    public int SubmissionCount { get; init; }
}
