using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>A fact in the life of one regular gift. Never money: each period's gift is a donation of its own.</summary>
public interface IRegularGiftEvent;

/// <summary>Somebody wants to give the same again and again, and went to pay the first one. Nothing recurs before that is paid and its card kept.</summary>
/// <param name="Calendar">On which days it is due.</param>
/// <param name="DonorId">Who gives, in the vault, with a mail address.</param>
/// <param name="GiverId">The same for all gifts of that mailbox.</param>
/// <param name="Language">In which the giver is written to.</param>
public sealed record RegularGiftAsked(
    Guid RegularGiftId, GiftCause Cause, Money Amount, RegularCalendar Calendar, PersonId DonorId, PersonId? GiverId, bool IsAnonymous,
    string Provider, string Method, string Language, DateTimeOffset AskedAt) : IRegularGiftEvent;

/// <summary>The first gift is paid and the card kept: from here on it is given regularly.</summary>
public sealed record RegularGiftBegan(Guid RegularGiftId, GiftCause Cause, Money Amount) : IRegularGiftEvent;

/// <summary>The gift of a period was begun.</summary>
/// <param name="Period">Counted from 0.</param>
/// <param name="Number">Which try of the period it is, from 1.</param>
/// <param name="WithGiver">The giver pays it on the provider's page; else the kept card is charged.</param>
public sealed record RegularChargeBegun(Guid RegularGiftId, int Period, int Number, Guid DonationId, Money Amount, bool WithGiver) : IRegularGiftEvent;

/// <summary>The gift of a period was paid.</summary>
public sealed record RegularChargePaid(Guid RegularGiftId, int Period, Guid DonationId) : IRegularGiftEvent;

/// <summary>The gift of a period was declined.</summary>
/// <param name="Why">What helps.</param>
/// <param name="Declines">How many there have been in a row, with this one.</param>
/// <param name="AgainOn">The day of the next step; null when there is none.</param>
public sealed record RegularChargeDeclined(Guid RegularGiftId, int Period, Guid DonationId, DeclineClass Why, int Declines, DateOnly? AgainOn) : IRegularGiftEvent;

/// <summary>A step on which no card was charged, since only the giver can mend it: they are written to. The first of a period where no card is kept any more.</summary>
public sealed record RegularGiverReminded(Guid RegularGiftId, int Period, int Declines, DateOnly? AgainOn) : IRegularGiftEvent;

/// <summary>The giver left the page on which a period was to be paid.</summary>
public sealed record RegularChargeLeft(Guid RegularGiftId, int Period, Guid DonationId) : IRegularGiftEvent;

/// <summary>Periods that passed without a gift. The giver may give them after all.</summary>
/// <param name="Upto">The last of them.</param>
/// <param name="Why"><c>standstill</c> of the site, <c>unpaid</c> when the next one was due, <c>cause_closed</c> for a while, <c>refused</c> by the provider for no reason of the giver's, or <c>held</c>: money came that could not count.</param>
public sealed record RegularPeriodsMissed(Guid RegularGiftId, int From, int Upto, string Why) : IRegularGiftEvent;

/// <summary>The giver leaves one period out.</summary>
public sealed record RegularPeriodSkipped(Guid RegularGiftId, int Period) : IRegularGiftEvent;

/// <summary>The giver gives another amount from the next gift on.</summary>
public sealed record RegularAmountChanged(Guid RegularGiftId, Money Amount) : IRegularGiftEvent;

/// <summary>The giver wants to leave another card, on a page of the provider's.</summary>
/// <param name="Attempt">From 1; each has one page.</param>
/// <param name="Until">When that page closes.</param>
public sealed record RegularCardAsked(
    Guid RegularGiftId, int Attempt, string Provider, Guid HolderId, Currency Currency, string Language, DateTimeOffset AskedAt, DateTimeOffset Until) : IRegularGiftEvent, IAsksForCard
{
    CardAsked? IAsksForCard.Card => new(
        Provider, HolderId, AskedAt, new SetUpCard(RegularGift.CardOwner, RegularGiftId, Attempt, Currency, CardUse.Recurring, $"/regular/{RegularGiftId}?card={Attempt}", Language, Until));
}

/// <summary>The giver left the page on which a card was to be left.</summary>
public sealed record RegularCardLeft(Guid RegularGiftId, int Attempt) : IRegularGiftEvent;

/// <summary>A card is kept for it: the first one, or another in the place of the last.</summary>
public sealed record RegularCardKept(Guid RegularGiftId, SavedCard Card, CardFace Face) : IRegularGiftEvent, IKeepsCard
{
    KeptCard IKeepsCard.Keeps => new(RegularGift.CardOwner, RegularGiftId, Card);
}

/// <summary>The card it lives from is gone at the provider, by whoever's doing: nothing is charged before the giver leaves another.</summary>
public sealed record RegularCardLost(Guid RegularGiftId, SavedCard Card) : IRegularGiftEvent, ILosesCard
{
    SavedCard ILosesCard.Lost => Card;
}

/// <summary>The bank has given the kept card another date: it serves on.</summary>
public sealed record RegularCardRenewed(Guid RegularGiftId, SavedCard Card, CardFace Face) : IRegularGiftEvent;

/// <summary>A card is of no use any more: the provider is to forget it.</summary>
public sealed record RegularCardGivenUp(Guid RegularGiftId, Guid HolderId, SavedCard Card) : IRegularGiftEvent, ILetsCardGo
{
    (SavedCard Card, Guid HolderId)? ILetsCardGo.LetGo => (Card, HolderId);
}

/// <summary>Nothing is charged until it is resumed.</summary>
/// <param name="Why"><c>giver</c>, <c>declined</c> three times in a row, or <c>amount</c> that is not taken any more.</param>
public sealed record RegularGiftPaused(Guid RegularGiftId, string Why) : IRegularGiftEvent;

/// <summary>It goes on.</summary>
/// <param name="FromPeriod">The first period that will be charged; what passed meanwhile is not asked for.</param>
public sealed record RegularGiftResumed(Guid RegularGiftId, int FromPeriod) : IRegularGiftEvent;

/// <summary>It has ended for good.</summary>
/// <param name="Why"><c>giver</c>, <c>cause_over</c> or <c>erased</c>.</param>
public sealed record RegularGiftStopped(Guid RegularGiftId, GiftCause Cause, string Why) : IRegularGiftEvent;
