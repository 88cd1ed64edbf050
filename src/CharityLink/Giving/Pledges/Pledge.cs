using System.Collections.Immutable;
using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>Where a promise stands. Names are shown and stored: they never change.</summary>
public enum PledgeState
{
    /// <summary>The mail address is not confirmed yet: it counts for nothing.</summary>
    Made,

    /// <summary>It stands, and is waited for.</summary>
    Confirmed,

    /// <summary>Kept in full.</summary>
    Kept,

    /// <summary>Taken back by the giver.</summary>
    Cancelled,

    /// <summary>The organiser let the giver off.</summary>
    Released,

    /// <summary>Not waited for any longer.</summary>
    Lapsed,

    /// <summary>What was given for it went back, and it is not waited for any longer.</summary>
    Returned,
}

/// <summary>One promise to give: how much, when, and what of it was kept. It is never money raised.</summary>
/// <param name="Gifts">What each gift that kept a part of it keeps, by its id.</param>
public sealed partial record Pledge(PledgeMade Made, PledgeState State, Money Fulfilled, ImmutableDictionary<Guid, KeptPart> Gifts) : IState<Pledge, IPledgeEvent>
{
    /// <summary>How long a mail address can be confirmed.</summary>
    public static readonly TimeSpan ConfirmWithin = TimeSpan.FromDays(14);

    /// <summary>So long after the last day nobody waits any more.</summary>
    public const int OverdueDaysMax = 90;

    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    /// <summary>What is still promised.</summary>
    public Money Open => State is PledgeState.Made or PledgeState.Confirmed ? Made.Amount - Fulfilled : Made.Amount with { Minor = 0 };

    /// <summary>The part that is to be kept next, and what of it is open; null when nothing is.</summary>
    public Instalment? Next
    {
        get
        {
            var (upTo, next) = (Fulfilled, (Instalment?)null);
            foreach (var part in Made.Instalments.TakeWhile(_ => next is null && Open.Minor > 0))
            {
                next = upTo < part.Amount ? part with { Amount = part.Amount - upTo } : null;
                upTo = next is null ? upTo - part.Amount : upTo;
            }

            return next;
        }
    }

    /// <summary>The day an instant falls on in Jiangmen.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Beijing).DateTime);

    /// <summary>The same form again changes nothing.</summary>
    public static Decision<IPledgeEvent> Decide(Pledge? pledge, MakePledge ask, Standing standing, GiftLimits limits)
    {
        if (pledge is not null)
        {
            return pledge.IsSame(ask) ? [] : new Refusal("pledge_id_reused");
        }

        List<Refusal> why = [.. standing.At(ask.At).Refusals, .. limits.Check(ask.Amount), .. ask.Schedule.Check(ask.Amount, DayOf(ask.At), LastDayOf(standing), limits)];
        if (ask.Consent is not null && standing.Until is null)
        {
            why.Add(new Refusal("pledge_card_needs_deadline", "collect"));
        }

        return why.Count > 0
            ? CharityLink.Kernel.Decision.Refused<IPledgeEvent>(why)
            : [new PledgeMade(
                ask.PledgeId, standing.Cause!, ask.Amount, ask.DonorId, ask.IsAnonymous, ask.Schedule.Parts(ask.Amount), ask.IsPublicMediaPromise, ask.Language, ask.At, ask.Consent, ask.GiverId),
                .. ask.Consent is { } consent ? new[] { new PledgeCardAsked(ask.PledgeId, standing.Cause!, 1, consent.Provider, ask.Language, ask.At, ask.Amount) } : []]; // Nothing was refused.
    }

    /// <summary>Confirmed once, in time, and only while its cause takes gifts.</summary>
    public static Decision<IPledgeEvent> Decide(Pledge? pledge, ConfirmPledge ask, Standing standing) => pledge switch
    {
        null => new Refusal("pledge_unknown"),
        { State: PledgeState.Confirmed or PledgeState.Kept } => [],
        { State: not PledgeState.Made } => new Refusal("pledge_over"),
        { IsByCard: true } => new Refusal("pledge_needs_card"),
        _ when ask.At - pledge.Made.MadeAt > ConfirmWithin => new Refusal("pledge_confirmation_late"),
        _ when standing.At(ask.At).Refusals is { Count: > 0 } why => CharityLink.Kernel.Decision.Refused<IPledgeEvent>(why),
        _ => [new PledgeConfirmed(ask.PledgeId, pledge.Made.Cause, pledge.Made.Amount)],
    };

    /// <summary>A gift counts once, and up to what is open. One that finds nothing open stands by. A promise that is over asks for nothing: the gift is then just a gift.</summary>
    public static Decision<IPledgeEvent> Decide(Pledge? pledge, FulfilPledge ask) => pledge switch
    {
        null => new Refusal("pledge_unknown"),
        _ when pledge.Gifts.ContainsKey(ask.DonationId) || pledge.Spare.Exists(one => one.DonationId == ask.DonationId) => [],
        { State: PledgeState.Kept, IsByCard: false } => [new PledgeGiftSpare(ask.PledgeId, ask.DonationId, pledge.Made.Cause, ask.Amount)],
        { State: not PledgeState.Confirmed } => [],
        _ => [new PledgeFulfilled(ask.PledgeId, ask.DonationId, pledge.Made.Cause, ask.Amount < pledge.Open ? ask.Amount : pledge.Open, ask.Amount < pledge.Open ? null : pledge.Card.Kept)],
    };

    /// <summary>The giver may take back what is open at any time; what is collected from a card until the deadline, since the goal is decided with it.</summary>
    /// <param name="isFrozen">Its project's deadline has passed.</param>
    public static Decision<IPledgeEvent> Decide(Pledge? pledge, CancelPledge ask, bool isFrozen = false) => pledge switch
    {
        null => new Refusal("pledge_unknown"),
        { State: PledgeState.Cancelled } => [],
        { State: not (PledgeState.Made or PledgeState.Confirmed) } => new Refusal("pledge_over"),
        // Who is forgotten altogether is not charged any more, whenever that is.
        { IsByCard: true, State: PledgeState.Confirmed } when isFrozen && !ask.IsErasure => new Refusal("pledge_frozen"),
        _ => [new PledgeCancelled(ask.PledgeId, pledge.Made.Cause, pledge.Open, pledge.State == PledgeState.Confirmed, pledge.Card.Kept)],
    };

    /// <summary>The organiser may let a giver off what was confirmed.</summary>
    public static Decision<IPledgeEvent> Decide(Pledge? pledge, ReleasePledge ask, Guid? by) => pledge switch
    {
        null => new Refusal("pledge_unknown"),
        { State: PledgeState.Released } => [],
        { State: not PledgeState.Confirmed } => new Refusal("pledge_over"),
        _ => [new PledgeReleased(ask.PledgeId, pledge.Made.Cause, pledge.Open, ask.Reason.Trim(), by, pledge.Card.Kept)],
    };

    /// <summary>Not waited for: never confirmed, overdue for long, or for a project that takes nothing any more.</summary>
    /// <param name="isOver">The cause has ended for good.</param>
    public static Decision<IPledgeEvent> Decide(Pledge? pledge, LapsePledge ask, bool isOver) => pledge switch
    {
        null => new Refusal("pledge_unknown"),
        { State: not (PledgeState.Made or PledgeState.Confirmed) } => [],
        // Collected, or let go with its card: see CollectPledge.
        { IsByCard: true, State: PledgeState.Confirmed } => new Refusal("pledge_stands"),
        _ when isOver => [pledge.Lapse("project_over")],
        { State: PledgeState.Made } when ask.At - pledge.Made.MadeAt > ConfirmWithin => [pledge.Lapse("unconfirmed")],
        { State: PledgeState.Confirmed } when DayOf(ask.At) > pledge.Made.Instalments[^1].DueOn.AddDays(OverdueDaysMax) => [pledge.Lapse("overdue")],
        _ => new Refusal("pledge_stands"),
    };

    /// <inheritdoc/>
    public static Pledge Evolve(Pledge? state, IPledgeEvent fact) => (state, fact) switch
    {
        (null, PledgeMade e) => new(e, PledgeState.Made, e.Amount with { Minor = 0 }, ImmutableDictionary<Guid, KeptPart>.Empty),
        ({ } p, PledgeCardAsked or PledgeCardKept or PledgeCardUnfit or PledgeCardLost or PledgeCardRenewed or PledgeCardMissing or PledgeChargeBegun or PledgeChargeFailed) => After(p, fact),
        ({ State: PledgeState.Confirmed } p, PromiseFormRecorded e) => p with { Promised = e },
        ({ State: PledgeState.Made } p, PledgeConfirmed) => p with { State = PledgeState.Confirmed },
        ({ State: PledgeState.Confirmed } p, PledgeFulfilled e) => p.After(e),
        ({ State: PledgeState.Made or PledgeState.Confirmed } p, PledgeCancelled) => p with { State = PledgeState.Cancelled },
        ({ State: PledgeState.Confirmed } p, PledgeReleased) => p with { State = PledgeState.Released },
        ({ State: PledgeState.Made or PledgeState.Confirmed } p, PledgeLapsed) => p with { State = PledgeState.Lapsed },
        ({ } p, PledgeGiftSpare e) => p.After(e),
        ({ } p, PledgeGiftReturned e) => p.After(e),
        ({ } p, PledgeGiftRestored e) => p.After(e),
        _ => throw new CorruptStreamException(state, fact),
    };

    // The last day that is wholly before the deadline, so that the last part can be paid on it.
    private static DateOnly? LastDayOf(Standing standing) => standing.Until is { } until ? DayOf(until.AddTicks(-1)) : null;

    private PledgeLapsed Lapse(string why) => new(Made.PledgeId, Made.Cause, Open, State == PledgeState.Confirmed, why, Card.Kept);

    // The time is left out: the second press of a button comes later than the first.
    private bool IsSame(MakePledge ask) =>
        (ask.Choice, ask.Amount, ask.DonorId, ask.IsAnonymous, ask.IsPublicMediaPromise, ask.Consent is null)
            == (CauseChoice.Of(Made.Cause), Made.Amount, Made.DonorId, Made.IsAnonymous, Made.IsPublicMediaPromise, Made.Consent is null)
        && IsSame(ask.Schedule, ask.Amount);

    // Looked at before the parts are counted out: this schedule has not been checked.
    private bool IsSame(PledgeSchedule schedule, Money amount) =>
        (schedule.Count, schedule.FirstOn) == (Made.Instalments.Count, Made.Instalments[0].DueOn) && schedule.Parts(amount).SequenceEqual(Made.Instalments);
}
