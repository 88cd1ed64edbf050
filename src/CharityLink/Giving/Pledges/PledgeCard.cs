using System.Collections.Immutable;
using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>The card of a promise, as far as it has come.</summary>
/// <param name="Asked">How many pages were opened to leave one.</param>
/// <param name="AskedAt">When the last of them was.</param>
/// <param name="Kept">The card that will be charged; null before there is one.</param>
/// <param name="Unfit">Cards that could not serve, by the provider's ids.</param>
/// <param name="UnfitBecause">Why the last of them could not, until there is one that can.</param>
/// <param name="IsLost">There was one, and the provider keeps it no longer.</param>
public sealed record PledgeCard(int Asked, DateTimeOffset AskedAt, SavedCard? Kept, CardFace? Face, ImmutableHashSet<string> Unfit, string? UnfitBecause, bool IsLost = false)
{
    internal static PledgeCard None { get; } = new(0, default, null, null, [], null);
}

/// <summary>How far collecting a promise has come.</summary>
/// <param name="Attempts">How many were begun, by the platform or by the giver.</param>
/// <param name="Charged">How many of them without the giver.</param>
/// <param name="Live">The gift that is under way; null when none is.</param>
/// <param name="LiveWithGiver">The giver has a page to pay it on.</param>
/// <param name="LiveAt">When it was begun.</param>
/// <param name="Class">What helps after the last charge without the giver; null before one failed.</param>
/// <param name="LastChargeAt">When the card was last charged without the giver.</param>
public sealed record Collecting(
    int Attempts, int Charged, DateTimeOffset FirstAt, Guid? Live, bool LiveWithGiver, DateTimeOffset LiveAt, DeclineClass? Class, DateTimeOffset? LastChargeAt)
{
    /// <summary>From here on it is given up.</summary>
    public DateTimeOffset GraceEnds => FirstAt + PledgeCards.Grace;

    /// <summary>Another day may help: the card is charged again without its giver.</summary>
    public bool IsRetried => Class is null or DeclineClass.TryAgain or DeclineClass.Operator;

    /// <summary>When the platform does something by itself, the giver doing nothing.</summary>
    /// <param name="kind">What helps after the last charge.</param>
    internal DateTimeOffset NextAfter(DeclineClass? kind) => kind is DeclineClass.NeedsGiver or DeclineClass.NeedsNewCard || Charged > PledgeCards.RetryDays.Count || Charged == 0
        ? GraceEnds
        : FirstAt.AddDays(PledgeCards.RetryDays[Charged - 1]);
}

public sealed partial record Pledge
{
    /// <summary>It is collected from a card when its project succeeds.</summary>
    public bool IsByCard => Made.Consent is not null;

    /// <summary>Its card; nothing yet where it has none.</summary>
    public PledgeCard Card { get; init; } = PledgeCard.None;

    /// <summary>How it is being collected; null before.</summary>
    public Collecting? Collected { get; init; }

    /// <summary>The giver leaves a card, or another one. A page that is still open is used again.</summary>
    public static Decision<IPledgeEvent> Decide(Pledge? pledge, AskPledgeCard ask, Standing standing) => pledge switch
    {
        null => new Refusal("pledge_unknown"),
        { Made.Consent: not { } } => new Refusal("pledge_not_by_card"),
        { State: not (PledgeState.Made or PledgeState.Confirmed) } => new Refusal("pledge_over"),
        _ when standing.At(ask.At).Refusals is { Count: > 0 } why => CharityLink.Kernel.Decision.Refused<IPledgeEvent>(why),
        { State: PledgeState.Made, Card: { UnfitBecause: null } card } when ask.At < card.AskedAt + PledgeCards.PageOpenFor => [],
        { Made.Consent: { } consent } => [new PledgeCardAsked(pledge.Made.PledgeId, pledge.Made.Cause, pledge.Card.Asked + 1, consent.Provider, ask.Language, ask.At, pledge.Made.Amount)],
    };

    /// <summary>The provider keeps a card. It may say so twice, late, or after another card.</summary>
    /// <param name="dueAt">The deadline as it is now; null where no more is waited for.</param>
    public static Decision<IPledgeEvent> Decide(Pledge? pledge, KeepPledgeCard ask, DateTimeOffset? dueAt, DateTimeOffset now) => pledge switch
    {
        null => new Refusal("pledge_unknown"),
        { Made.Consent: not { } } => new Refusal("pledge_not_by_card"),
        _ when pledge.Card.Kept == ask.Card || pledge.Card.Unfit.Contains(ask.Card.Method) => [],
        _ when pledge.State is not (PledgeState.Made or PledgeState.Confirmed) || dueAt is null || now >= dueAt => [pledge.Unfit(ask, "late")],
        _ when !ask.Face.IsGoodOn(DayOf(dueAt.GetValueOrDefault())) => [pledge.Unfit(ask, "expires")],
        { State: PledgeState.Made } =>
            [new PledgeCardKept(ask.PledgeId, pledge.Made.Cause, ask.Card, ask.Face, null), new PledgeConfirmed(ask.PledgeId, pledge.Made.Cause, pledge.Made.Amount, true)],
        _ => [new PledgeCardKept(ask.PledgeId, pledge.Made.Cause, ask.Card, ask.Face, pledge.Card.Kept)],
    };

    /// <summary>The provider has no such card any more. Of one that was let go or replaced nothing is said.</summary>
    public static Decision<IPledgeEvent> Decide(Pledge? pledge, LosePledgeCard ask) => pledge switch
    {
        null => new Refusal("pledge_unknown"),
        { State: PledgeState.Confirmed } when pledge.Card.Kept == ask.Card =>
            [new PledgeCardLost(ask.PledgeId, pledge.Made.Cause, ask.Card, pledge.Collected is { Live: null } c ? c.GraceEnds : null)],
        _ => [],
    };

    /// <summary>The bank has given the kept card another date. It may be said twice.</summary>
    public static Decision<IPledgeEvent> Decide(Pledge? pledge, RenewPledgeCard ask) => pledge switch
    {
        null => new Refusal("pledge_unknown"),
        { State: PledgeState.Confirmed } when pledge.Card.Kept == ask.Card && pledge.Card.Face != ask.Face => [new PledgeCardRenewed(ask.PledgeId, pledge.Made.Cause, ask.Card, ask.Face)],
        _ => [],
    };

    private static Pledge After(Pledge pledge, IPledgeEvent fact) => (pledge, fact) switch
    {
        ({ State: PledgeState.Made or PledgeState.Confirmed } p, PledgeCardAsked e) => p with { Card = p.Card with { Asked = e.Attempt, AskedAt = e.At, UnfitBecause = null } },
        ({ State: PledgeState.Made or PledgeState.Confirmed } p, PledgeCardKept e) => p with { Card = p.Card with { Kept = e.Card, Face = e.Face, UnfitBecause = null, IsLost = false } },
        ({ State: PledgeState.Confirmed } p, PledgeCardLost) => p with
        {
            Card = p.Card with { Kept = null, Face = null, IsLost = true },
            Collected = p.Collected is { } c ? c with { Class = DeclineClass.NeedsNewCard } : null,
        },
        ({ State: PledgeState.Confirmed } p, PledgeCardRenewed e) => p with { Card = p.Card with { Face = e.Face } },
        ({ State: PledgeState.Confirmed, Collected: null } p, PledgeCardMissing e) => p with { Collected = new(0, 0, e.At, null, false, e.At, DeclineClass.NeedsNewCard, null) },
        ({ } p, PledgeCardUnfit e) => p with { Card = p.Card with { Unfit = p.Card.Unfit.Add(e.Card.Method), UnfitBecause = e.Why } },
        ({ State: PledgeState.Confirmed, Collected: null or { Live: null } } p, PledgeChargeBegun e) => p with { Collected = Begun(p.Collected, e) },
        ({ Collected: { } c } p, PledgeChargeFailed e) when c.Live == e.DonationId => p with { Collected = c with { Live = null, Class = e.Class ?? c.Class } },
        _ => throw new CorruptStreamException(pledge, fact),
    };

    private static Collecting Begun(Collecting? before, PledgeChargeBegun fact) => new(
        fact.Attempt, (before?.Charged ?? 0) + (fact.WithGiver ? 0 : 1), before?.FirstAt ?? fact.At, fact.DonationId, fact.WithGiver, fact.At, before?.Class,
        fact.WithGiver ? before?.LastChargeAt : fact.At);

    private PledgeCardUnfit Unfit(KeepPledgeCard ask, string why) => new(ask.PledgeId, Made.Cause, ask.Card, ask.Face, why);
}
