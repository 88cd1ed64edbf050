using CharityLink.Kernel;
using CharityLink.Store;
using MediatR;

namespace CharityLink.Giving;

/// <summary>Goes to leave a card for a promise, or another one: sent from the giver's own page.</summary>
/// <param name="Language">For the provider's page.</param>
[Allow(Public = true)]
public sealed record AskPledgeCard(Guid CommandId, Guid PledgeId, string Language, DateTimeOffset At) : ICommand;

/// <summary>A provider says that it keeps a card for a promise. Sent by the platform, as often as it hears of it.</summary>
[Allow]
public sealed record KeepPledgeCard(Guid CommandId, Guid PledgeId, SavedCard Card, CardFace Face) : ICommand;

/// <summary>The provider keeps the card of a promise no longer. Sent by the platform.</summary>
[Allow]
public sealed record LosePledgeCard(Guid CommandId, Guid PledgeId, SavedCard Card) : ICommand;

/// <summary>The bank has given the card of a promise another date. Sent by the platform.</summary>
[Allow]
public sealed record RenewPledgeCard(Guid CommandId, Guid PledgeId, SavedCard Card, CardFace Face) : ICommand;

/// <summary>Collects a promise as far as can be done without its giver, or gives it up. Sent by the platform's clock.</summary>
[Allow]
public sealed record CollectPledge(Guid CommandId, Guid PledgeId, DateTimeOffset At) : ICommand;

/// <summary>Pays on a page what could not be charged: sent from a link that was mailed to the giver.</summary>
/// <param name="Provider">Who carries it out; the page has checked that it is offered.</param>
/// <param name="Method">The way to pay; null where the provider has only one.</param>
[Allow(Public = true)]
public sealed record PayPledge(Guid CommandId, Guid PledgeId, string Provider, string? Method, string Language, DateTimeOffset At) : ICommand;

/// <summary>An attempt to collect a promise ended without money. Sent by the platform.</summary>
[Allow]
public sealed record EndPledgeCharge(Guid CommandId, Guid PledgeId, Guid DonationId, DeclineClass? Class, DateTimeOffset At) : ICommand;

/// <summary>The project of a promise at this moment.</summary>
internal static class ProjectOfPledge
{
    /// <summary>What it has come to, and its stream at the version that was read; null and nothing where the promise has none.</summary>
    public static async Task<(CollectedProject? Project, IReadOnlyList<StreamChange> Held)> Read(EventStore store, CauseBook causes, Pledge? pledge, CancellationToken ct)
    {
        if (pledge is not { IsByCard: true, Made.Cause.ProjectId: { } id })
        {
            return (null, []);
        }

        var (project, held) = await ProjectNow.Read(store, id, ct);
        return (project is null ? null : CollectedProject.Of(project, await causes.Suspended(pledge.Made.Cause, ct)), held);
    }
}

/// <summary>What a provider's word about a card means for a promise.</summary>
public sealed class PledgeCardOwner : ICardOwner
{
    /// <inheritdoc/>
    public string Kind => PledgeCards.OwnerKind;

    /// <inheritdoc/>
    public ICommand Kept(Guid ownerId, int attempt, SavedCard card, CardFace face) => new KeepPledgeCard(CardNews.Kept(ownerId, card), ownerId, card, face);

    /// <inheritdoc/>
    /// <remarks>A page that has closed is known by its age.</remarks>
    public ICommand? NotKept(Guid ownerId, int attempt) => null;

    /// <inheritdoc/>
    public ICommand Lost(Guid ownerId, SavedCard card) => new LosePledgeCard(CardNews.Lost(ownerId, card), ownerId, card);

    /// <inheritdoc/>
    public ICommand Renewed(Guid ownerId, SavedCard card, CardFace face) => new RenewPledgeCard(CardNews.Renewed(ownerId, card, face), ownerId, card, face);
}

internal sealed class PledgeCardHandler(Aggregates aggregates, CauseBook causes, EventStore store, TimeProvider clock)
    : IRequestHandler<AskPledgeCard, Outcome>, IRequestHandler<KeepPledgeCard, Outcome>, IRequestHandler<CollectPledge, Outcome>, IRequestHandler<PayPledge, Outcome>,
        IRequestHandler<EndPledgeCharge, Outcome>, IRequestHandler<LosePledgeCard, Outcome>, IRequestHandler<RenewPledgeCard, Outcome>
{
    public async Task<Outcome> Handle(AskPledgeCard ask, CancellationToken ct)
    {
        var (pledge, version, position) = await aggregates.Load<Pledge, IPledgeEvent>(ask.PledgeId, ct);
        var standing = pledge is null ? new Standing(null, []) : (await causes.Find(pledge.Made.Cause, ct)).Standing;
        return await aggregates.Carry<Pledge, IPledgeEvent>(ask.PledgeId, version, position, Pledge.Decide(pledge, ask, standing), [], ct);
    }

    public async Task<Outcome> Handle(KeepPledgeCard ask, CancellationToken ct)
    {
        var (pledge, version, position) = await aggregates.Load<Pledge, IPledgeEvent>(ask.PledgeId, ct);
        // Held where the project stands: a promise becomes good before the decision about the goal, or not at all.
        var (project, held) = await ProjectOfPledge.Read(store, causes, pledge, ct);
        var dueAt = project is { HasEnded: false } ? project.DeadlineAt : null;
        return await aggregates.Carry<Pledge, IPledgeEvent>(ask.PledgeId, version, position, Pledge.Decide(pledge, ask, dueAt, clock.GetUtcNow()), held, ct);
    }

    public Task<Outcome> Handle(CollectPledge ask, CancellationToken ct) =>
        Collect(ask.PledgeId, (pledge, project) => Pledge.Decide(pledge, ask, project), pledge => (pledge.Card.Kept!.Provider, PaymentMethod.Card, pledge.Made.Language), ct); // Only what has a card is collected.

    public Task<Outcome> Handle(PayPledge ask, CancellationToken ct) =>
        Collect(ask.PledgeId, (pledge, project) => Pledge.Decide(pledge, ask, project), _ => (ask.Provider, ask.Method, ask.Language), ct);

    public Task<Outcome> Handle(EndPledgeCharge ask, CancellationToken ct) =>
        aggregates.Change<Pledge, IPledgeEvent>(ask.PledgeId, pledge => Pledge.Decide(pledge, ask), ct);

    public Task<Outcome> Handle(LosePledgeCard ask, CancellationToken ct) =>
        aggregates.Change<Pledge, IPledgeEvent>(ask.PledgeId, pledge => Pledge.Decide(pledge, ask), ct);

    public Task<Outcome> Handle(RenewPledgeCard ask, CancellationToken ct) =>
        aggregates.Change<Pledge, IPledgeEvent>(ask.PledgeId, pledge => Pledge.Decide(pledge, ask), ct);

    // The attempt on the promise and the gift that it is are written in one step: there is never one without the other, and never a second.
    private async Task<Outcome> Collect(
        Guid id, Func<Pledge?, CollectedProject, Decision<IPledgeEvent>> decide, Func<Pledge, (string Provider, string? Method, string Language)> how, CancellationToken ct)
    {
        var (pledge, version, position) = await aggregates.Load<Pledge, IPledgeEvent>(id, ct);
        var (project, held) = await ProjectOfPledge.Read(store, causes, pledge, ct);
        var decision = decide(pledge, project ?? new(false, false, null, null));
        if (decision.Refusals.Count == 0 && decision.NewFacts.OfType<PledgeChargeBegun>().SingleOrDefault() is { } begun && pledge is not null)
        {
            var (provider, method, language) = how(pledge);
            held = [.. held, new StreamChange(begun.DonationId, "donation", 0, [pledge.GiftOf(begun, provider, method, language)])];
        }

        return await aggregates.Carry<Pledge, IPledgeEvent>(id, version, position, decision, held, ct);
    }
}
