using System.Collections.Immutable;
using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>Where a refund stands.</summary>
public enum RefundState
{
    /// <summary>Waits for people to agree.</summary>
    Requested,

    /// <summary>Agreed; the receipt is being made void.</summary>
    Approved,

    /// <summary>The money is owed to the giver and on its way.</summary>
    Started,

    /// <summary>The money left.</summary>
    Completed,

    /// <summary>It did not arrive.</summary>
    Failed,

    /// <summary>Refused.</summary>
    Rejected,
}

/// <summary>One refund of a gift.</summary>
/// <param name="AskedBy">The account that asked; it may not agree.</param>
/// <param name="Approvers">Who agreed so far.</param>
/// <param name="Route">Which way the money goes; null until that is decided.</param>
/// <param name="Transfer">The bank transfer that waits for a second person; null without one.</param>
public sealed record Refund(
    Guid Id, Money Amount, string Cause, string? Reason, string From, Guid? AskedBy, RefundState State, ImmutableList<Guid> Approvers,
    string? Route = null, string? ProviderId = null, RefundTransferEntered? Transfer = null)
{
    /// <summary>The way the money came.</summary>
    public const string ByProvider = "provider";

    /// <summary>By hand, recorded by two people.</summary>
    public const string ByBankTransfer = "bank_transfer";

    /// <summary>Its amount cannot be asked for again.</summary>
    public bool Holds => State is not (RefundState.Failed or RefundState.Rejected);
}

/// <summary>One dispute of a gift's payment.</summary>
/// <param name="Withdrawn">What of the gift the provider took and has not given back, in the gift's currency; null when it never took any.</param>
/// <param name="Transactions">The provider's bookings that are known.</param>
/// <param name="Outcome">How it ended; null while it is open.</param>
/// <param name="Answers">How often it was answered; more than once only where an answer was not taken.</param>
/// <param name="HeldPaymentId">The payment that is held, by the provider's id; null for the gift's own.</param>
public sealed record Dispute(
    string Id, Money Amount, bool IsInquiry, DateTimeOffset? EvidenceBy, Money? Withdrawn, ImmutableHashSet<string> Transactions, string? Outcome, Money? Lost, bool IsAnswered,
    int Answers = 0, string? HeldPaymentId = null)
{
    /// <summary>The bank has not decided, and it is more than a question.</summary>
    public bool Blocks => Outcome is null && !IsInquiry;
}
