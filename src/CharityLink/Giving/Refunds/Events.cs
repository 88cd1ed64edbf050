using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>A fact about money of a paid gift that goes back, or is taken back, or was settled. On the gift's own stream. The names are stored: they never change.</summary>
public interface IMoneyBackEvent : IDonationEvent;

/// <summary>What readers of the log must know of the gift behind a movement, so that they look nothing up.</summary>
/// <param name="Amount">The whole gift, as it was paid.</param>
/// <param name="Method">How it was paid, where the provider has several ways.</param>
/// <param name="PledgeId">The promise that it was to keep, or null.</param>
public sealed record PaidGift(GiftCause Cause, Money Amount, PersonId? DonorId, PersonId? GiverId, string Provider, string? Method = null, Guid? PledgeId = null);

/// <summary>Somebody asks for money of a gift to be given back. It holds the amount: nobody else can ask for it.</summary>
/// <param name="Cause">A code of the list of lawful causes.</param>
/// <param name="Reason">What the officer wrote; null when the giver asked.</param>
/// <param name="From"><c>giver</c>, <c>officer</c>, <c>platform</c>, or <c>provider</c> for one that was made in the provider's own console.</param>
/// <param name="By">The account that asked; null for all others.</param>
public sealed record RefundRequested(Guid DonationId, Guid RefundId, Money Amount, string Cause, string? Reason, string From, Guid? By) : IMoneyBackEvent;

/// <summary>The first of two people agreed.</summary>
public sealed record RefundAgreed(Guid DonationId, Guid RefundId, Guid By) : IMoneyBackEvent;

/// <summary>The last person needed agreed: the money goes back this way.</summary>
/// <param name="Route"><c>provider</c>: the way it came; <c>bank_transfer</c>: by hand.</param>
/// <param name="By">Null for the platform itself.</param>
public sealed record RefundApproved(Guid DonationId, Guid RefundId, string Route, Guid? By) : IMoneyBackEvent;

/// <summary>It was refused: the amount is free again.</summary>
public sealed record RefundRejected(Guid DonationId, Guid RefundId, string Reason, Guid? By) : IMoneyBackEvent;

/// <summary>The receipt is void, so the money may go: from here it is owed to the giver. Whoever carries it out needs no more than this.</summary>
/// <param name="PaymentId">The provider's id of the payment, where it has one.</param>
/// <param name="Cause">A code of the list of lawful causes; null where it was not noted.</param>
public sealed record RefundStarted(Guid DonationId, Guid RefundId, PaidGift Gift, Money Amount, string Route, string? PaymentId, string? Cause = null) : IMoneyBackEvent;

/// <summary>The provider took the order; the money is on its way.</summary>
/// <param name="Waits">What it waits for, as the provider's code; null where nothing was said.</param>
public sealed record RefundPending(Guid DonationId, Guid RefundId, string ProviderRefundId, string? Waits = null) : IMoneyBackEvent;

/// <summary>Somebody entered the bank transfer that carries it out; a second person confirms.</summary>
/// <param name="Reference">The bank's reference of the transfer.</param>
public sealed record RefundTransferEntered(Guid DonationId, Guid RefundId, DateOnly PaidOn, string Reference, Guid? By) : IMoneyBackEvent;

/// <summary>The entered transfer was not found: it is to be entered again.</summary>
public sealed record RefundTransferDenied(Guid DonationId, Guid RefundId, string Reason, Guid? By) : IMoneyBackEvent;

/// <summary>The money left: totals fall by it.</summary>
/// <param name="By">Who confirmed a bank transfer; null where the provider said so.</param>
public sealed record RefundCompleted(Guid DonationId, Guid RefundId, PaidGift Gift, Money Amount, string Route, string? ProviderRefundId, Guid? By) : IMoneyBackEvent;

/// <summary>It did not arrive: the money is back, and somebody has to find another way.</summary>
/// <param name="AfterCompletion">The provider had reported it as done: totals rise again.</param>
public sealed record RefundFailed(
    Guid DonationId, Guid RefundId, PaidGift Gift, Money Amount, string Route, string Reason, bool AfterCompletion) : IMoneyBackEvent;

/// <summary>The provider booked a movement in its own currency, and what it kept of it.</summary>
/// <param name="TransactionId">The provider's id of the booking: each is booked once.</param>
/// <param name="Kind"><c>charge</c>, <c>refund</c>, <c>refund_failure</c> for one that came back, or <c>passed</c> for what went to the charity's own account there (positive: it came back).</param>
/// <param name="Moved">What the gift's own facts say that moved, in the gift's currency; negative for money that left.</param>
/// <param name="Gross">What the provider says that moved, in the currency it settles in.</param>
/// <param name="Net">Gross less fee, as the provider says it.</param>
public sealed record PaymentSettled(
    Guid DonationId, string TransactionId, string Kind, PaidGift Gift, Money Moved, Money Gross, Money Cost, Money Net) : IMoneyBackEvent;

/// <summary>The giver's bank questions the payment. No money has moved by this alone.</summary>
/// <param name="IsInquiry">Only asked: nothing is withdrawn unless it becomes a dispute.</param>
/// <param name="EvidenceBy">Until when it can be answered; null where it cannot.</param>
/// <param name="HeldPaymentId">The provider's id of a payment that is held and not the gift; null for the gift's own.</param>
public sealed record DisputeOpened(
    Guid DonationId, string DisputeId, Money Amount, string Reason, bool IsInquiry, DateTimeOffset? EvidenceBy, string? HeldPaymentId = null) : IMoneyBackEvent;

/// <summary>The provider took the questioned money, and its fee.</summary>
/// <param name="Moved">What of the gift was taken, in the gift's currency.</param>
/// <param name="Amount">The same in the currency the provider settles in.</param>
/// <param name="PassedBy">The provider's id of what had passed the gift on to the charity's own account; null where it was not passed on.</param>
public sealed record DisputeFundsWithdrawn(
    Guid DonationId, string DisputeId, string TransactionId, PaidGift Gift, Money Moved, Money Amount, Money Cost, string? PassedBy = null) : IMoneyBackEvent;

/// <summary>The provider gave it back.</summary>
/// <param name="Moved">What of the gift came back, in the gift's currency.</param>
/// <param name="Amount">The same in the currency the provider settles in.</param>
/// <param name="Cost">What of its fee it gave back, too.</param>
/// <param name="PassedBy">As in <see cref="DisputeFundsWithdrawn"/>.</param>
public sealed record DisputeFundsReinstated(
    Guid DonationId, string DisputeId, string TransactionId, PaidGift Gift, Money Moved, Money Amount, Money Cost, string? PassedBy = null) : IMoneyBackEvent;

/// <summary>Somebody answered the bank. It can be answered once.</summary>
/// <param name="Gift">Whoever hands it in needs no more than this; null where it was handed in elsewhere.</param>
/// <param name="Evidence">What was said; null where it was said elsewhere.</param>
/// <param name="Attempt">From 1: after an answer that the provider did not take another may follow.</param>
public sealed record DisputeAnswered(
    Guid DonationId, string DisputeId, Guid? By, PaidGift? Gift = null, DisputeEvidence? Evidence = null, int Attempt = 1) : IMoneyBackEvent;

/// <summary>The provider did not take the answer: it is to be given again.</summary>
public sealed record DisputeAnswerRefused(Guid DonationId, string DisputeId, int Attempt, string Reason) : IMoneyBackEvent;

/// <summary>The bank decided.</summary>
/// <param name="Outcome"><c>won</c>, <c>lost</c>, <c>warning_closed</c> or <c>prevented</c>.</param>
/// <param name="Lost">What of the gift is gone, in the gift's currency; zero unless it was lost.</param>
public sealed record DisputeClosed(Guid DonationId, string DisputeId, PaidGift Gift, string Outcome, Money Lost) : IMoneyBackEvent;
