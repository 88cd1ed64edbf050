using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <content>What becomes of a charge, and what the giver changes.</content>
public sealed partial record RegularGift
{
    // Providers close such a page after a day at the latest.
    private static readonly TimeSpan CardPageOpen = TimeSpan.FromHours(23);

    /// <summary>A gift of it was paid. It may be told late or twice: paid is paid.</summary>
    public static Decision<IRegularGiftEvent> Decide(RegularGift? gift, RecordRegularPaid ask) => gift switch
    {
        null => new Refusal("regular_unknown"),
        _ when !gift.Begun.TryGetValue(ask.DonationId, out _) => [],
        { State: RegularState.Asked, Card: not null } => [gift.Paid(ask.DonationId), gift.Began],
        // Who pays on a page what three declines had stopped wants it to go on.
        { State: RegularState.Paused, Why: "declined" } => [gift.Paid(ask.DonationId), gift.ResumeAfter(ask.At)],
        _ => [gift.Paid(ask.DonationId)],
    };

    /// <summary>The kept card was declined. Three in a row pause it; what is not the giver's fault is just missed.</summary>
    public static Decision<IRegularGiftEvent> Decide(RegularGift? gift, RecordRegularDecline ask) => gift switch
    {
        null => new Refusal("regular_unknown"),
        { Trying: { WithGiver: false } trying } when trying.Gift == ask.DonationId => ask.Why switch
        {
            DeclineClass.Operator => [new RegularPeriodsMissed(ask.RegularGiftId, trying.Period, trying.Period, "refused")],
            _ when gift.State != RegularState.Running => [new RegularChargeDeclined(ask.RegularGiftId, trying.Period, ask.DonationId, ask.Why, trying.Declines + 1, null)],
            _ => gift.Step(trying.Declines + 1, new RegularChargeDeclined(
                ask.RegularGiftId, trying.Period, ask.DonationId, ask.Why, trying.Declines + 1, NextStep(gift.Asked.Calendar.LocalDay(ask.At), trying.Declines + 1))),
        },
        _ => [],
    };

    /// <summary>A gift of it ended without a decline: the giver left the page, or the money that came is held.</summary>
    public static Decision<IRegularGiftEvent> Decide(RegularGift? gift, RecordRegularUnpaid ask) => gift switch
    {
        null => new Refusal("regular_unknown"),
        { Trying: { } trying } when trying.Gift == ask.DonationId => ask.IsHeld && gift.State != RegularState.Asked
            ? [new RegularPeriodsMissed(ask.RegularGiftId, trying.Period, trying.Period, "held")]
            : [new RegularChargeLeft(ask.RegularGiftId, trying.Period, ask.DonationId)],
        _ => [],
    };

    /// <summary>The giver wants to leave another card. While a page for it is open it is that one.</summary>
    public static Decision<IRegularGiftEvent> Decide(RegularGift? gift, AskRegularCard ask) => gift switch
    {
        null => new Refusal("regular_unknown"),
        { State: RegularState.Stopped } or { State: RegularState.Asked, IsFirstPaid: false } => new Refusal("regular_over"),
        { CardPage: { } page } when ask.At < page.Until => [],
        _ => [new RegularCardAsked(
            ask.RegularGiftId, gift.CardPages + 1, gift.Asked.Provider, gift.Asked.Cause.HolderId, gift.Amount.Currency, ask.Language, ask.At, ask.At + CardPageOpen)],
    };

    /// <summary>The page on which a card was to be left has closed.</summary>
    public static Decision<IRegularGiftEvent> Decide(RegularGift? gift, LeaveRegularCard ask) => gift switch
    {
        null => new Refusal("regular_unknown"),
        { CardPage: { } page } when page.Attempt == ask.Attempt => [new RegularCardLeft(ask.RegularGiftId, ask.Attempt)],
        _ => [],
    };

    /// <summary>A card is kept for it: the first one starts it once its gift is paid, another takes the place of the last.</summary>
    public static Decision<IRegularGiftEvent> Decide(RegularGift? gift, KeepRegularCard ask) => gift switch
    {
        null => new Refusal("regular_unknown"),
        _ when gift.Card == ask.Card => [],
        // Nothing is to be charged any more, so it is given up at once.
        { State: RegularState.Stopped } => [gift.GiveUp(ask.Card)],
        { State: RegularState.Asked, IsFirstPaid: true } => [new RegularCardKept(ask.RegularGiftId, ask.Card, ask.Face), gift.Began],
        { Card: { } before } => [new RegularCardKept(ask.RegularGiftId, ask.Card, ask.Face), gift.GiveUp(before)],
        _ => [new RegularCardKept(ask.RegularGiftId, ask.Card, ask.Face)],
    };

    /// <summary>The provider has no such card any more. Of one that was let go or replaced nothing is said.</summary>
    public static Decision<IRegularGiftEvent> Decide(RegularGift? gift, LoseRegularCard ask) => gift switch
    {
        null => new Refusal("regular_unknown"),
        _ => gift.Card == ask.Card ? [new RegularCardLost(ask.RegularGiftId, ask.Card)] : [],
    };

    /// <summary>The bank has given the kept card another date. It may be said twice.</summary>
    public static Decision<IRegularGiftEvent> Decide(RegularGift? gift, RenewRegularCard ask) => gift switch
    {
        null => new Refusal("regular_unknown"),
        _ => gift.Card == ask.Card && gift.Face != ask.Face ? [new RegularCardRenewed(ask.RegularGiftId, ask.Card, ask.Face)] : [],
    };

    /// <summary>The giver gives another amount from the next gift on.</summary>
    public static Decision<IRegularGiftEvent> Decide(RegularGift? gift, ChangeRegularAmount ask, GiftLimits limits) => gift switch
    {
        null => new Refusal("regular_unknown"),
        { State: not (RegularState.Running or RegularState.Paused) } => new Refusal("regular_over"),
        _ when limits.Check(ask.Amount).ToList() is { Count: > 0 } why => CharityLink.Kernel.Decision.Refused<IRegularGiftEvent>(why),
        _ => gift.Amount == ask.Amount ? [] : [new RegularAmountChanged(ask.RegularGiftId, ask.Amount)],
    };

    /// <summary>The giver leaves the next period out. The form names it, so that pressing twice leaves out one.</summary>
    public static Decision<IRegularGiftEvent> Decide(RegularGift? gift, SkipRegularPeriod ask) => gift switch
    {
        null => new Refusal("regular_unknown"),
        { State: RegularState.Paused } => new Refusal("regular_paused"),
        { State: not RegularState.Running } => new Refusal("regular_over"),
        _ when ask.Period < gift.NextPeriod => [],
        _ when ask.Period > gift.NextPeriod => new Refusal("regular_not_next"),
        _ => [new RegularPeriodSkipped(ask.RegularGiftId, ask.Period)],
    };

    /// <summary>The giver wants nothing charged for a while.</summary>
    public static Decision<IRegularGiftEvent> Decide(RegularGift? gift, PauseRegularGift ask) => gift switch
    {
        null => new Refusal("regular_unknown"),
        { State: RegularState.Paused } => [],
        { State: not RegularState.Running } => new Refusal("regular_over"),
        _ => [new RegularGiftPaused(ask.RegularGiftId, "giver")],
    };

    /// <summary>It goes on with the period that comes next; what passed in the pause is not asked for.</summary>
    public static Decision<IRegularGiftEvent> Decide(RegularGift? gift, ResumeRegularGift ask, GiftLimits limits) => gift switch
    {
        null => new Refusal("regular_unknown"),
        { State: RegularState.Running } => [],
        { State: not RegularState.Paused } => new Refusal("regular_over"),
        { CardFails: not null } => new Refusal("regular_card_needed"),
        _ when limits.Check(gift.Amount).Any() => CharityLink.Kernel.Decision.Refused<IRegularGiftEvent>([.. limits.Check(gift.Amount)]),
        _ => [gift.ResumeAfter(ask.At)],
    };

    /// <summary>Over for good, at any time; said again it stays so.</summary>
    public static Decision<IRegularGiftEvent> Decide(RegularGift? gift, StopRegularGift ask) => gift switch
    {
        null => new Refusal("regular_unknown"),
        { State: RegularState.Stopped } => [],
        _ => gift.Stop("giver"),
    };

    /// <summary>Its giver was erased: nothing of it goes on.</summary>
    public static Decision<IRegularGiftEvent> Decide(RegularGift? gift, EndRegularGift ask) => gift switch
    {
        null => new Refusal("regular_unknown"),
        { State: RegularState.Stopped } => [],
        _ => gift.Stop("erased"),
    };

    private RegularChargePaid Paid(Guid gift) => new(Asked.RegularGiftId, Begun[gift], gift);

    private RegularGiftBegan Began => new(Asked.RegularGiftId, Asked.Cause, Amount);

    private RegularGiftResumed ResumeAfter(DateTimeOffset at) => new(Asked.RegularGiftId, Math.Max(NextPeriod, Asked.Calendar.PeriodAt(at) + 1));
}
