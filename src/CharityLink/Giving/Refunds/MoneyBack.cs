using System.Collections.Immutable;
using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>What went back of a gift, or may: its refunds, its disputes, and the provider's bookings. Part of the gift's state.</summary>
/// <param name="Settled">The provider's bookings of this gift that are known.</param>
public sealed record MoneyBack(
    ImmutableDictionary<Guid, Refund> Refunds, ImmutableDictionary<string, Dispute> Disputes, ImmutableHashSet<string> Settled)
{
    /// <summary>Nothing yet.</summary>
    public static MoneyBack None { get; } = new(
        ImmutableDictionary<Guid, Refund>.Empty, ImmutableDictionary.Create<string, Dispute>(StringComparer.Ordinal), ImmutableHashSet.Create<string>(StringComparer.Ordinal));

    /// <summary>A bank questions the payment.</summary>
    public bool IsDisputed => Disputes.Values.Any(dispute => dispute is { Blocks: true, HeldPaymentId: null });

    /// <summary>A bank questions a payment that is held.</summary>
    public bool IsHeldDisputed(string paymentId) => Disputes.Values.Any(dispute => dispute.Blocks && dispute.HeldPaymentId == paymentId);

    /// <summary>What has left for good, in minor units of the gift's currency.</summary>
    public long GoneMinor => checked(
        Refunds.Values.Where(refund => refund.State == RefundState.Completed).Sum(refund => refund.Amount.Minor)
        + Disputes.Values.Sum(dispute => dispute.Lost?.Minor ?? 0));

    /// <summary>What can still be asked for of a gift: refunds that are asked for hold their amount, and what a bank took is gone.</summary>
    public long FreeMinor(Money given) => checked(given.Minor - Refunds.Values.Where(refund => refund.Holds).Sum(refund => refund.Amount.Minor)
        - Disputes.Values.Sum(dispute => dispute.Lost?.Minor ?? 0));

    /// <summary>All that was asked for and not turned down.</summary>
    public long AskedMinor => checked(Refunds.Values.Where(refund => refund.Holds).Sum(refund => refund.Amount.Minor));

    /// <summary>What is left of a gift once everything that was agreed to has gone: what its receipt may be over. Never below nothing, whatever a bank took besides.</summary>
    public long KeptMinor(Money given) => Math.Max(0, checked(given.Minor - Refunds.Values.Where(refund => refund.State is RefundState.Approved or RefundState.Started or RefundState.Completed).Sum(refund => refund.Amount.Minor)
        - Disputes.Values.Sum(dispute => dispute.Lost?.Minor ?? 0)));

    /// <summary>What is neither gone nor on its way.</summary>
    public long UnmovedMinor(Money given) => checked(given.Minor - GoneMinor - Refunds.Values.Where(refund => refund.State == RefundState.Started).Sum(refund => refund.Amount.Minor));

    /// <summary>After one more fact. A fact that cannot follow is a bug and throws.</summary>
    public MoneyBack After(IMoneyBackEvent fact) => fact switch
    {
        RefundRequested e when !Refunds.ContainsKey(e.RefundId) => this with
        {
            Refunds = Refunds.Add(e.RefundId, new(e.RefundId, e.Amount, e.Cause, e.Reason, e.From, e.By, RefundState.Requested, [])),
        },
        RefundAgreed e => Change(e.RefundId, refund => refund with { Approvers = refund.Approvers.Add(e.By) }),
        RefundApproved e => Change(e.RefundId, refund => refund with
        {
            State = RefundState.Approved,
            Route = e.Route,
            Approvers = e.By is { } by ? refund.Approvers.Add(by) : refund.Approvers,
        }),
        RefundRejected e => Change(e.RefundId, refund => refund with { State = RefundState.Rejected }),
        RefundStarted e => Change(e.RefundId, refund => refund with { State = RefundState.Started }),
        RefundPending e => Change(e.RefundId, refund => refund with { ProviderId = e.ProviderRefundId }),
        RefundTransferEntered e => Change(e.RefundId, refund => refund with { Transfer = e }),
        RefundTransferDenied e => Change(e.RefundId, refund => refund with { Transfer = null }),
        RefundCompleted e => Change(e.RefundId, refund => refund with { State = RefundState.Completed, ProviderId = e.ProviderRefundId ?? refund.ProviderId }),
        RefundFailed e => Change(e.RefundId, refund => refund with { State = RefundState.Failed }),
        PaymentSettled e => this with { Settled = Settled.Add(e.TransactionId) },
        DisputeOpened e => Disputes.GetValueOrDefault(e.DisputeId) is { } known
            ? With(known with { Amount = e.Amount, IsInquiry = e.IsInquiry, EvidenceBy = e.EvidenceBy })
            : With(new Dispute(e.DisputeId, e.Amount, e.IsInquiry, e.EvidenceBy, null, ImmutableHashSet.Create<string>(StringComparer.Ordinal), null, null, false, HeldPaymentId: e.HeldPaymentId)),
        DisputeFundsWithdrawn e => Change(e.DisputeId, dispute => dispute with
        {
            Withdrawn = dispute.Withdrawn is { } before ? before + e.Moved : e.Moved,
            Transactions = dispute.Transactions.Add(e.TransactionId),
        }),
        DisputeFundsReinstated e => Change(e.DisputeId, dispute => dispute with
        {
            Withdrawn = (dispute.Withdrawn ?? e.Moved with { Minor = 0 }) - e.Moved,
            Transactions = dispute.Transactions.Add(e.TransactionId),
        }),
        DisputeAnswered e => Change(e.DisputeId, dispute => dispute with { IsAnswered = true, Answers = e.Attempt }),
        DisputeAnswerRefused e => Change(e.DisputeId, dispute => dispute with { IsAnswered = false }),
        DisputeClosed e => Change(e.DisputeId, dispute => dispute with { Outcome = e.Outcome, Lost = e.Lost }),
        _ => throw new CorruptStreamException(this, fact),
    };

    /// <summary>After the end of a dispute about held money: of the gift nothing is lost by it.</summary>
    public MoneyBack After(HeldDisputeClosed fact) => Change(fact.DisputeId, dispute => dispute with { Outcome = fact.Outcome });

    private MoneyBack With(Dispute dispute) => this with { Disputes = Disputes.SetItem(dispute.Id, dispute) };

    private MoneyBack Change(string id, Func<Dispute, Dispute> change) => With(change(Disputes[id]));

    private MoneyBack Change(Guid id, Func<Refund, Refund> change) => this with { Refunds = Refunds.SetItem(id, change(Refunds[id])) };
}
