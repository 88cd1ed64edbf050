using CharityLink.Kernel;
using CharityLink.Law;
using CharityLink.Store;
using MediatR;

namespace CharityLink.Giving;

internal sealed class HeldHandler(Aggregates aggregates, EventStore store, RefundWays ways, CommandContext context, TimeProvider clock)
    : IRequestHandler<ReturnHeld, Outcome>, IRequestHandler<CountHeld, Outcome>, IRequestHandler<RecordHeldResult, Outcome>,
        IRequestHandler<EnterHeldTransfer, Outcome>, IRequestHandler<ConfirmHeldTransfer, Outcome>
{
    public Task<Outcome> Handle(ReturnHeld ask, CancellationToken ct) => aggregates.Change<Donation, IDonationEvent>(
        ask.DonationId, donation => HeldRules.Return(donation, ask, By(donation), WayOf(donation, ask.PaymentId)), ct);

    public Task<Outcome> Handle(EnterHeldTransfer ask, CancellationToken ct) => aggregates.Change<Donation, IDonationEvent>(
        ask.DonationId, donation => HeldRules.Enter(donation, ask, WorkingDays.China.DayOf(clock.GetUtcNow()), By(donation), WayOf(donation, ask.PaymentId)), ct);

    public Task<Outcome> Handle(ConfirmHeldTransfer ask, CancellationToken ct) =>
        aggregates.Change<Donation, IDonationEvent>(ask.DonationId, donation => HeldRules.Confirm(donation, ask, By(donation)), ct);

    public async Task<Outcome> Handle(CountHeld ask, CancellationToken ct)
    {
        var (donation, version, position) = await aggregates.Load<Donation, IDonationEvent>(ask.DonationId, ct);
        // As for every payment: judged by the project itself, held where it stands (decisions 0010 and 0017).
        var (closed, held) = donation is { IsPaid: false, Cause.ProjectId: { } project } ? await ProjectNow.AtPayment(store, project, ct) : (null, []);
        return await aggregates.Carry<Donation, IDonationEvent>(ask.DonationId, version, position, HeldRules.Count(donation, ask, By(donation), closed), held, ct);
    }

    public Task<Outcome> Handle(RecordHeldResult ask, CancellationToken ct) =>
        aggregates.Change<Donation, IDonationEvent>(ask.DonationId, donation => HeldRules.Record(donation, ask), ct);

    private RefundWay WayOf(Donation? donation, string paymentId) => donation is null ? new(false, null) : ways.Of(donation.Provider, donation.Method, paymentId);

    private Decider By(Donation? donation) => RefundRules.DeciderOf(context.Caller, donation);
}

/// <summary>Which ways back there are for money that came by a provider.</summary>
internal sealed class RefundWays(RefundLimits limits, PaymentProviders providers)
{
    // What came by hand goes back by hand; what came through a provider goes back through it, where it is still there and the payment has a name.
    public RefundWay Of(string provider, string? method, string? paymentId) => new(
        provider == StartDonation.Sandbox || (paymentId is not null && providers.Find(provider) is { NeedsCalls: true }), limits.WindowOf(method ?? provider));
}
