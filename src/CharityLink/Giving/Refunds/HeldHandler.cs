using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Store;
using MediatR;

namespace CharityLink.Giving;

internal sealed class HeldHandler(Aggregates aggregates, EventStore store, CauseBook causes, RefundWays ways, CommandContext context, TimeProvider clock)
    : IRequestHandler<ReturnHeld, Outcome>, IRequestHandler<CountHeld, Outcome>, IRequestHandler<RecordHeldResult, Outcome>,
        IRequestHandler<EnterHeldTransfer, Outcome>, IRequestHandler<ConfirmHeldTransfer, Outcome>
{
    public Task<Outcome> Handle(ReturnHeld ask, CancellationToken ct) =>
        Change(ask.DonationId, (donation, by) => HeldRules.Return(donation, ask, by, WayOf(donation, ask.PaymentId)), ct);

    public Task<Outcome> Handle(EnterHeldTransfer ask, CancellationToken ct) => Change(
        ask.DonationId, (donation, by) => HeldRules.Enter(donation, ask, WorkingDays.China.DayOf(clock.GetUtcNow()), by, WayOf(donation, ask.PaymentId)), ct);

    public Task<Outcome> Handle(ConfirmHeldTransfer ask, CancellationToken ct) => Change(ask.DonationId, (donation, by) => HeldRules.Confirm(donation, ask, by), ct);

    public async Task<Outcome> Handle(CountHeld ask, CancellationToken ct)
    {
        var (donation, version, position) = await aggregates.Load<Donation, IDonationEvent>(ask.DonationId, ct);
        // As for every payment: judged by the cause as it stands now (decisions 0010, 0017 and 0028).
        var gate = new CauseGate(store, causes);
        var closed = donation is { IsPaid: false } ? await gate.Closed(donation.Cause, ct) : null;
        return await aggregates.Carry<Donation, IDonationEvent>(ask.DonationId, version, position, HeldRules.Count(donation, ask, await By(donation, ct), closed), gate.Held, ct);
    }

    public Task<Outcome> Handle(RecordHeldResult ask, CancellationToken ct) =>
        aggregates.Change<Donation, IDonationEvent>(ask.DonationId, donation => HeldRules.Record(donation, ask), ct);

    private RefundWay WayOf(Donation? donation, string paymentId) => donation is null ? new(false, null) : ways.Of(donation.Provider, donation.Method, paymentId);

    private async Task<Outcome> Change(Guid id, Func<Donation?, Decider, Decision<IDonationEvent>> decide, CancellationToken ct)
    {
        var (donation, version, position) = await aggregates.Load<Donation, IDonationEvent>(id, ct);
        return await aggregates.Carry<Donation, IDonationEvent>(id, version, position, decide(donation, await By(donation, ct)), [], ct);
    }

    // While the receiver is suspended, its federation may decide in its place.
    private async ValueTask<Decider> By(Donation? donation, CancellationToken ct)
    {
        var by = RefundRules.DeciderOf(context.Caller, donation);
        return donation is { Cause: var cause } && !by.IsOfHolder && HeldRules.MayStandIn(context.Caller, cause.Division, cause.HolderId) && await causes.Suspended(cause, ct) is not null
            ? by with { IsOfHolder = true } : by;
    }
}

/// <summary>Which ways back there are for money that came by a provider.</summary>
internal sealed class RefundWays(RefundLimits limits, PaymentProviders providers)
{
    // What came by hand goes back by hand; what came through a provider goes back through it, where it is still there and the payment has a name.
    public RefundWay Of(string provider, string? method, string? paymentId) => new(
        provider == StartDonation.Sandbox || (paymentId is not null && providers.Find(provider) is { NeedsCalls: true }), limits.WindowOf(method ?? provider));
}
