using CharityLink.Kernel;
using CharityLink.Store;
using MediatR;

namespace CharityLink.Giving;

/// <summary>Promises an amount. The form brings the pledge's id, so that pressing twice promises once.</summary>
/// <param name="DonorId">Who promises, already in the vault with a mail address.</param>
/// <param name="Language">In which the giver is written to.</param>
/// <param name="Consent">Where it is collected from a card: what the giver agreed to; the page has checked that the provider can.</param>
/// <param name="GiverId">As the vault knows the giver's mailbox.</param>
[Allow(Public = true)]
public sealed record MakePledge(
    Guid CommandId, Guid PledgeId, CauseChoice Choice, Money Amount, PersonId DonorId, bool IsAnonymous, PledgeSchedule Schedule, bool IsPublicMediaPromise,
    string Language, DateTimeOffset At, CardConsent? Consent = null, PersonId? GiverId = null) : ICommand
{
    /// <summary>Under which id the vault keeps who promises.</summary>
    public static PersonId GiverOf(Guid pledgeId) => new(StableId.Beside(pledgeId, "pledger"));
}

/// <summary>Shows that the mail address is the giver's: sent from the link that was mailed to it.</summary>
[Allow(Public = true)]
public sealed record ConfirmPledge(Guid CommandId, Guid PledgeId, DateTimeOffset At) : ICommand;

/// <summary>Takes back what is still promised: sent from the giver's own link.</summary>
/// <param name="IsErasure">Its giver asked to be forgotten.</param>
[Allow(Public = true)]
public sealed record CancelPledge(Guid CommandId, Guid PledgeId, bool IsErasure = false) : ICommand;

/// <summary>Lets a giver off what is still promised; the reason stays.</summary>
[Allow(Role.FederationOfficer, Role.CharityOfficer)]
public sealed record ReleasePledge(Guid CommandId, Guid PledgeId, string Reason) : ICommand, IActsOn, IValidated
{
    /// <inheritdoc/>
    public Subject Subject => new(PledgeLocator.PledgeKind, PledgeId.ToString());

    /// <inheritdoc/>
    public IEnumerable<Refusal> Validate() => new[] { PlainText.Check(Reason, "reason", PlainText.NoteMax, lines: true) }.OfType<Refusal>();
}

/// <summary>A gift that was begun from the pledge has been paid. Sent by the platform.</summary>
[Allow]
public sealed record FulfilPledge(Guid CommandId, Guid PledgeId, Guid DonationId, Money Amount) : ICommand;

/// <summary>Ends the waiting where its rules say so. Sent by the platform's clock.</summary>
[Allow]
public sealed record LapsePledge(Guid CommandId, Guid PledgeId, DateTimeOffset At) : ICommand;

/// <summary>A pledge stands where its cause is; who receives the money answers for it.</summary>
internal sealed class PledgeLocator(Aggregates aggregates) : ILocator
{
    public const string PledgeKind = "pledge";

    public string Kind => PledgeKind;

    public async ValueTask<Place?> Locate(string key, CancellationToken ct) =>
        Guid.TryParse(key, out var id) && (await aggregates.Load<Pledge, IPledgeEvent>(id, ct)).State is { } pledge
            ? new Place(pledge.Made.Cause.Division, pledge.Made.Cause.HolderId) : null;
}

internal sealed class PledgeHandler(Aggregates aggregates, CauseBook causes, GiftLimits limits, CommandContext context, EventStore store, TimeProvider clock)
    : IRequestHandler<MakePledge, Outcome>, IRequestHandler<ConfirmPledge, Outcome>, IRequestHandler<CancelPledge, Outcome>, IRequestHandler<ReleasePledge, Outcome>,
        IRequestHandler<FulfilPledge, Outcome>, IRequestHandler<LapsePledge, Outcome>, IRequestHandler<RecordPromiseForm, Outcome>
{
    public async Task<Outcome> Handle(MakePledge ask, CancellationToken ct)
    {
        var offer = await causes.Find(ask.Choice, ct);
        return await aggregates.Create<Pledge, IPledgeEvent>(ask.PledgeId, pledge => Pledge.Decide(pledge, ask, offer.Standing, limits), ct);
    }

    public async Task<Outcome> Handle(ConfirmPledge ask, CancellationToken ct)
    {
        var standing = await CauseOf(ask.PledgeId, ct) is { } offer ? offer.Standing : new Standing(null, []);
        return await Change(ask.PledgeId, pledge => Pledge.Decide(pledge, ask, standing), ct);
    }

    public async Task<Outcome> Handle(CancelPledge ask, CancellationToken ct)
    {
        var (pledge, version, position) = await aggregates.Load<Pledge, IPledgeEvent>(ask.PledgeId, ct);
        // Held where the project stands: taken back before the decision about the goal, or not at all.
        var (project, held) = await ProjectOfPledge.Read(store, causes, pledge, ct);
        return await aggregates.Carry<Pledge, IPledgeEvent>(
            ask.PledgeId, version, position, Pledge.Decide(pledge, ask, project?.IsFrozenAt(clock.GetUtcNow()) == true), held, ct);
    }

    public Task<Outcome> Handle(ReleasePledge ask, CancellationToken ct) => Change(ask.PledgeId, pledge => Pledge.Decide(pledge, ask, context.Caller.AccountId), ct);

    public Task<Outcome> Handle(RecordPromiseForm ask, CancellationToken ct) => Change(ask.PledgeId, pledge => Pledge.Decide(pledge, ask, context.Caller.AccountId), ct);

    public Task<Outcome> Handle(FulfilPledge ask, CancellationToken ct) => Change(ask.PledgeId, pledge => Pledge.Decide(pledge, ask), ct);

    public async Task<Outcome> Handle(LapsePledge ask, CancellationToken ct)
    {
        var isOver = (await CauseOf(ask.PledgeId, ct))?.Project is { IsOver: true };
        return await Change(ask.PledgeId, pledge => Pledge.Decide(pledge, ask, isOver), ct);
    }

    private async Task<CauseOffer?> CauseOf(Guid id, CancellationToken ct) =>
        (await aggregates.Load<Pledge, IPledgeEvent>(id, ct)).State is { } pledge ? await causes.Find(pledge.Made.Cause, ct) : null;

    private Task<Outcome> Change(Guid id, Func<Pledge?, Decision<IPledgeEvent>> decide, CancellationToken ct) => aggregates.Change<Pledge, IPledgeEvent>(id, decide, ct);
}
