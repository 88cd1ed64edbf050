namespace CharityLink.Giving;

/// <summary>What the giver agreed that a kept card is for. Names are stored: they never change.</summary>
public enum CardUse
{
    /// <summary>One charge on a day that is not fixed: a promise that is collected when its project succeeds.</summary>
    Unscheduled,

    /// <summary>Charges that come again and again: a regular gift.</summary>
    Recurring,
}

/// <summary>A card that a provider keeps for us. Only the provider's own ids: the number never comes near this program.</summary>
/// <param name="Provider">Who keeps it.</param>
/// <param name="Customer">The provider's id of whose card it is.</param>
/// <param name="Method">The provider's id of the card.</param>
/// <param name="Use">What it may be charged for.</param>
public sealed record SavedCard(string Provider, string Customer, string Method, CardUse Use);

/// <summary>What may be shown of a kept card: enough to know it again, and to see that it will expire.</summary>
/// <param name="Brand">As the provider names it: <c>visa</c>, <c>unionpay</c>.</param>
/// <param name="ExpiryYear">With <paramref name="ExpiryMonth"/> the last month in which it works.</param>
public sealed record CardFace(string? Brand, int ExpiryYear, int ExpiryMonth)
{
    /// <summary>It still works on a day.</summary>
    public bool IsGoodOn(DateOnly day) => (day.Year, day.Month).CompareTo((ExpiryYear, ExpiryMonth)) <= 0;
}

/// <summary>What helps after a charge without the giver was declined. Names are stored: they never change.</summary>
public enum DeclineClass
{
    /// <summary>The same card may work on another day.</summary>
    TryAgain,

    /// <summary>The bank wants to ask the giver; never repeated without them.</summary>
    NeedsGiver,

    /// <summary>This card will not work again.</summary>
    NeedsNewCard,

    /// <summary>Not the card's fault: something only an operator can set right.</summary>
    Operator,
}

/// <summary>A kept card that was charged without the giver, and declined.</summary>
/// <param name="PaymentId">The provider's id of the payment it left behind; null where it made none.</param>
/// <param name="HolderId">The organisation whose account it concerns.</param>
/// <param name="PledgeId">The promise that it was to keep, or null.</param>
public sealed record DeclinedCharge(SavedCard Card, DeclineClass Class, string? PaymentId, Guid HolderId, Guid? PledgeId = null);
