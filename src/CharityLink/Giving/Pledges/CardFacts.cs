using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>What a giver agreed to who leaves a card for later: kept as evidence, word for word.</summary>
/// <param name="Provider">Who keeps the card.</param>
/// <param name="Text">As it stood beside the button.</param>
/// <param name="Language">In which it was read.</param>
/// <param name="DueAt">The deadline it named.</param>
public sealed record CardConsent(string Provider, string Text, string Language, DateTimeOffset DueAt);

/// <summary>The giver goes to leave a card, the first or another one.</summary>
/// <param name="Attempt">From 1; each has a page of its own at the provider.</param>
/// <param name="Amount">What was promised; null where it was not noted.</param>
public sealed record PledgeCardAsked(Guid PledgeId, GiftCause Cause, int Attempt, string Provider, string Language, DateTimeOffset At, Money? Amount = null) : IPledgeEvent, IAsksForCard
{
    CardAsked? IAsksForCard.Card => new(
        Provider, Cause.HolderId, At, new SetUpCard(PledgeCards.OwnerKind, PledgeId, Attempt, Currency.Cny, CardUse.Unscheduled, $"/pledges/{PledgeId}", Language, At + PledgeCards.PageOpenFor, Amount));
}

/// <summary>The provider keeps a card for the promise.</summary>
/// <param name="Replaced">The card that it follows, which is not needed any more; null for the first.</param>
public sealed record PledgeCardKept(Guid PledgeId, GiftCause Cause, SavedCard Card, CardFace Face, SavedCard? Replaced) : IPledgeEvent, ILetsCardGo, IKeepsCard
{
    KeptCard IKeepsCard.Keeps => new(PledgeCards.OwnerKind, PledgeId, Card);

    (SavedCard, Guid)? ILetsCardGo.LetGo => Replaced is null ? null : (Replaced, Cause.HolderId);
}

/// <summary>A card was left that cannot serve the promise: it is let go at once.</summary>
/// <param name="Why"><c>expires</c> before the deadline, or <c>late</c>: the promise asks for none any more.</param>
public sealed record PledgeCardUnfit(Guid PledgeId, GiftCause Cause, SavedCard Card, CardFace Face, string Why) : IPledgeEvent, ILetsCardGo
{
    (SavedCard, Guid)? ILetsCardGo.LetGo => (Card, Cause.HolderId);
}

/// <summary>The card of a promise is gone at the provider, by whoever's doing. The promise stands: its giver is asked for another card, or to pay.</summary>
/// <param name="NextAt">When the platform looks at it again, where it is being collected; null otherwise.</param>
public sealed record PledgeCardLost(Guid PledgeId, GiftCause Cause, SavedCard Card, DateTimeOffset? NextAt) : IPledgeEvent, ILosesCard
{
    SavedCard ILosesCard.Lost => Card;
}

/// <summary>The bank has given the card of a promise another date: it serves on.</summary>
public sealed record PledgeCardRenewed(Guid PledgeId, GiftCause Cause, SavedCard Card, CardFace Face) : IPledgeEvent;

/// <summary>The promise is to be collected and has no card any more: within the grace its giver can pay it.</summary>
/// <param name="NextAt">When it is given up.</param>
public sealed record PledgeCardMissing(Guid PledgeId, GiftCause Cause, DateTimeOffset NextAt, DateTimeOffset At) : IPledgeEvent;

/// <summary>The promise is being collected: a gift was begun that is to keep it. There is never more than one at a time.</summary>
/// <param name="Attempt">From 1.</param>
/// <param name="WithGiver">The giver pays it on a page; false: the kept card is charged.</param>
public sealed record PledgeChargeBegun(Guid PledgeId, GiftCause Cause, int Attempt, Guid DonationId, bool WithGiver, DateTimeOffset At) : IPledgeEvent;

/// <summary>An attempt to collect the promise ended without money.</summary>
/// <param name="Class">What helps; null where the giver left the page.</param>
/// <param name="NextAt">When the platform looks at it again by itself.</param>
public sealed record PledgeChargeFailed(Guid PledgeId, GiftCause Cause, Guid DonationId, DeclineClass? Class, DateTimeOffset NextAt, DateTimeOffset At) : IPledgeEvent;

/// <summary>What holds for every promise that is collected from a card.</summary>
public static class PledgeCards
{
    /// <summary>As it stands in the provider's labels.</summary>
    public const string OwnerKind = "pledge";

    /// <summary>How long the page is open on which a card is left.</summary>
    public static readonly TimeSpan PageOpenFor = TimeSpan.FromHours(1);

    /// <summary>So long after the first try it is given up.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromDays(7);

    /// <summary>After so many days the card is charged again, where another day may help; once more when the grace is over.</summary>
    public static IReadOnlyList<int> RetryDays { get; } = [1, 3, 5];
}
