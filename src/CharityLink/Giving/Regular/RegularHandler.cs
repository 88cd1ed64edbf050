using CharityLink.Kernel;
using CharityLink.Store;
using MediatR;

namespace CharityLink.Giving;

/// <summary>Carries the commands out. A period and its gift are written together, in one append: neither is ever there without the other.</summary>
internal sealed class RegularHandler(Aggregates aggregates, CauseBook causes, GiftLimits limits)
    : IRequestHandler<AskRegularGift, Outcome>, IRequestHandler<BeginDueGift, Outcome>, IRequestHandler<RecordRegularPaid, Outcome>,
        IRequestHandler<RecordRegularDecline, Outcome>, IRequestHandler<RecordRegularUnpaid, Outcome>, IRequestHandler<AskRegularCard, Outcome>, IRequestHandler<LeaveRegularCard, Outcome>,
        IRequestHandler<KeepRegularCard, Outcome>, IRequestHandler<LoseRegularCard, Outcome>, IRequestHandler<RenewRegularCard, Outcome>, IRequestHandler<MendRegularGift, Outcome>,
        IRequestHandler<CatchUpPeriod, Outcome>, IRequestHandler<ChangeRegularAmount, Outcome>, IRequestHandler<SkipRegularPeriod, Outcome>,
        IRequestHandler<PauseRegularGift, Outcome>, IRequestHandler<ResumeRegularGift, Outcome>, IRequestHandler<StopRegularGift, Outcome>, IRequestHandler<EndRegularGift, Outcome>
{
    public async Task<Outcome> Handle(AskRegularGift ask, CancellationToken ct)
    {
        var (gift, version, position) = await aggregates.Load<RegularGift, IRegularGiftEvent>(ask.RegularGiftId, ct);
        var offer = await causes.Find(ask.Choice, ct);
        return await Carry(ask.RegularGiftId, gift, version, position, RegularGift.Decide(gift, ask, offer.Standing), offer.Standing, ask.At, ct);
    }

    public Task<Outcome> Handle(BeginDueGift ask, CancellationToken ct) =>
        Begin(ask.RegularGiftId, ask.At, (gift, standing) => RegularGift.Decide(gift, ask, standing, limits), ct);

    public Task<Outcome> Handle(MendRegularGift ask, CancellationToken ct) => Begin(ask.RegularGiftId, ask.At, (gift, standing) => RegularGift.Decide(gift, ask, standing), ct);

    public Task<Outcome> Handle(CatchUpPeriod ask, CancellationToken ct) => Begin(ask.RegularGiftId, ask.At, (gift, standing) => RegularGift.Decide(gift, ask, standing), ct);

    public Task<Outcome> Handle(RecordRegularPaid ask, CancellationToken ct) => Change(ask.RegularGiftId, gift => RegularGift.Decide(gift, ask), ct);

    public Task<Outcome> Handle(RecordRegularUnpaid ask, CancellationToken ct) => Change(ask.RegularGiftId, gift => RegularGift.Decide(gift, ask), ct);

    public Task<Outcome> Handle(RecordRegularDecline ask, CancellationToken ct) => Change(ask.RegularGiftId, gift => RegularGift.Decide(gift, ask), ct);

    public Task<Outcome> Handle(AskRegularCard ask, CancellationToken ct) => Change(ask.RegularGiftId, gift => RegularGift.Decide(gift, ask), ct);

    public Task<Outcome> Handle(LeaveRegularCard ask, CancellationToken ct) => Change(ask.RegularGiftId, gift => RegularGift.Decide(gift, ask), ct);

    public Task<Outcome> Handle(KeepRegularCard ask, CancellationToken ct) => Change(ask.RegularGiftId, gift => RegularGift.Decide(gift, ask), ct);

    public Task<Outcome> Handle(LoseRegularCard ask, CancellationToken ct) => Change(ask.RegularGiftId, gift => RegularGift.Decide(gift, ask), ct);

    public Task<Outcome> Handle(RenewRegularCard ask, CancellationToken ct) => Change(ask.RegularGiftId, gift => RegularGift.Decide(gift, ask), ct);

    public Task<Outcome> Handle(ChangeRegularAmount ask, CancellationToken ct) => Change(ask.RegularGiftId, gift => RegularGift.Decide(gift, ask, limits), ct);

    public Task<Outcome> Handle(SkipRegularPeriod ask, CancellationToken ct) => Change(ask.RegularGiftId, gift => RegularGift.Decide(gift, ask), ct);

    public Task<Outcome> Handle(PauseRegularGift ask, CancellationToken ct) => Change(ask.RegularGiftId, gift => RegularGift.Decide(gift, ask), ct);

    public Task<Outcome> Handle(ResumeRegularGift ask, CancellationToken ct) => Change(ask.RegularGiftId, gift => RegularGift.Decide(gift, ask, limits), ct);

    public Task<Outcome> Handle(StopRegularGift ask, CancellationToken ct) => Change(ask.RegularGiftId, gift => RegularGift.Decide(gift, ask), ct);

    public Task<Outcome> Handle(EndRegularGift ask, CancellationToken ct) => Change(ask.RegularGiftId, gift => RegularGift.Decide(gift, ask), ct);

    private Task<Outcome> Change(Guid id, Func<RegularGift?, Decision<IRegularGiftEvent>> decide, CancellationToken ct) =>
        aggregates.Change<RegularGift, IRegularGiftEvent>(id, decide, ct);

    private async Task<Outcome> Begin(Guid id, DateTimeOffset at, Func<RegularGift?, Standing, Decision<IRegularGiftEvent>> decide, CancellationToken ct)
    {
        var (gift, version, position) = await aggregates.Load<RegularGift, IRegularGiftEvent>(id, ct);
        var standing = gift is null ? new Standing(null, []) : (await causes.Find(gift.Asked.Cause, ct)).Standing;
        return await Carry(id, gift, version, position, decide(gift, standing), standing, at, ct);
    }

    private async Task<Outcome> Carry(
        Guid id, RegularGift? gift, long version, long position, Decision<IRegularGiftEvent> decision, Standing standing, DateTimeOffset at, CancellationToken ct)
    {
        if (decision.NewFacts.OfType<RegularChargeBegun>().SingleOrDefault() is not { } charge)
        {
            return await aggregates.Carry<RegularGift, IRegularGiftEvent>(id, version, position, decision, [], ct);
        }

        var after = decision.NewFacts.Aggregate(gift, RegularGift.Evolve)!; // There are facts.
        var begun = Donation.Start(null, after.Begin(charge, at), standing, limits);
        return begun.Refusals.Count > 0
            ? Outcome.Refused(begun.Refusals)
            : await aggregates.Carry<RegularGift, IRegularGiftEvent>(
                id, version, position, decision, [new StreamChange(charge.DonationId, EventTypes.SnakeCase(nameof(Donation)), 0, begun.NewFacts)], ct);
    }
}
