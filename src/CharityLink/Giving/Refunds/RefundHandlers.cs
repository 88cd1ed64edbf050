using CharityLink.Kernel;
using CharityLink.Law;
using MediatR;

namespace CharityLink.Giving;

/// <summary>A gift stands where its cause is; who received the money answers for it.</summary>
internal sealed class DonationLocator(Aggregates aggregates) : ILocator
{
    public const string DonationKind = "donation";

    public string Kind => DonationKind;

    public static Subject Of(Guid donationId) => new(DonationKind, donationId.ToString());

    public async ValueTask<Place?> Locate(string key, CancellationToken ct) =>
        Guid.TryParse(key, out var id) && (await aggregates.Load<Donation, IDonationEvent>(id, ct)).State is { } donation
            ? new Place(donation.Cause.Division, donation.Cause.HolderId) : null;
}

internal sealed class RefundHandler(Aggregates aggregates, RefundLimits limits, RefundWays ways, CommandContext context, TimeProvider clock)
    : IRequestHandler<AskRefund, Outcome>, IRequestHandler<RequestRefund, Outcome>, IRequestHandler<ApproveRefund, Outcome>, IRequestHandler<RejectRefund, Outcome>,
        IRequestHandler<EnterRefundTransfer, Outcome>, IRequestHandler<ConfirmRefundTransfer, Outcome>, IRequestHandler<StartRefund, Outcome>,
        IRequestHandler<RecordRefundResult, Outcome>, IRequestHandler<RecordForeignRefund, Outcome>, IRequestHandler<ReturnGift, Outcome>
{
    public Task<Outcome> Handle(AskRefund ask, CancellationToken ct) =>
        Change(ask.DonationId, donation => RefundRules.Request(donation, ask.RefundId, ask.Amount, ask.Cause, null, "giver", null), ct);

    public Task<Outcome> Handle(RequestRefund ask, CancellationToken ct) =>
        Change(ask.DonationId, donation => RefundRules.Request(donation, ask.RefundId, ask.Amount, ask.Cause, ask.Reason, "officer", context.Caller.AccountId), ct);

    public Task<Outcome> Handle(ApproveRefund ask, CancellationToken ct) =>
        Change(ask.DonationId, donation => RefundRules.Approve(donation, ask, By(donation), WayOf(donation), limits), ct);

    public Task<Outcome> Handle(RejectRefund ask, CancellationToken ct) => Change(ask.DonationId, donation => RefundRules.Reject(donation, ask, By(donation)), ct);

    public Task<Outcome> Handle(EnterRefundTransfer ask, CancellationToken ct) =>
        Change(ask.DonationId, donation => RefundProgress.Enter(donation, ask, WorkingDays.China.DayOf(clock.GetUtcNow()), By(donation)), ct);

    public Task<Outcome> Handle(ConfirmRefundTransfer ask, CancellationToken ct) => Change(ask.DonationId, donation => RefundProgress.Confirm(donation, ask, By(donation)), ct);

    public Task<Outcome> Handle(StartRefund ask, CancellationToken ct) => Change(ask.DonationId, donation => RefundProgress.Start(donation, ask), ct);

    public Task<Outcome> Handle(RecordRefundResult ask, CancellationToken ct) => Change(ask.DonationId, donation => RefundProgress.Record(donation, ask), ct);

    public Task<Outcome> Handle(RecordForeignRefund ask, CancellationToken ct) => Change(ask.DonationId, donation => RefundProgress.Record(donation, ask), ct);

    public Task<Outcome> Handle(ReturnGift ask, CancellationToken ct) => Change(ask.DonationId, donation => RefundRules.Return(donation, ask, WayOf(donation)), ct);

    private Decider By(Donation? donation) => RefundRules.DeciderOf(context.Caller, donation);

    private RefundWay WayOf(Donation? donation) => donation is null ? new(false, null) : ways.Of(donation.Provider, donation.Method, donation.PaymentId);

    private Task<Outcome> Change(Guid id, Func<Donation?, Decision<IDonationEvent>> decide, CancellationToken ct) => aggregates.Change<Donation, IDonationEvent>(id, decide, ct);
}

internal sealed class DisputeHandler(Aggregates aggregates, CommandContext context)
    : IRequestHandler<RecordDispute, Outcome>, IRequestHandler<RecordDisputeFunds, Outcome>, IRequestHandler<AnswerDispute, Outcome>,
        IRequestHandler<RecordAnswerRefused, Outcome>, IRequestHandler<RecordSettlement, Outcome>
{
    public Task<Outcome> Handle(RecordDispute ask, CancellationToken ct) => Change(ask.DonationId, donation => DisputeRules.Decide(donation, ask), ct);

    public Task<Outcome> Handle(RecordDisputeFunds ask, CancellationToken ct) => Change(ask.DonationId, donation => DisputeRules.Decide(donation, ask), ct);

    public Task<Outcome> Handle(AnswerDispute ask, CancellationToken ct) =>
        Change(ask.DonationId, donation => DisputeRules.Decide(donation, ask, RefundRules.DeciderOf(context.Caller, donation)), ct);

    public Task<Outcome> Handle(RecordAnswerRefused ask, CancellationToken ct) => Change(ask.DonationId, donation => DisputeRules.Decide(donation, ask), ct);

    public Task<Outcome> Handle(RecordSettlement ask, CancellationToken ct) => Change(ask.DonationId, donation => DisputeRules.Decide(donation, ask), ct);

    private Task<Outcome> Change(Guid id, Func<Donation?, Decision<IDonationEvent>> decide, CancellationToken ct) => aggregates.Change<Donation, IDonationEvent>(id, decide, ct);
}
