using CharityLink.Giving;

namespace CharityLink.Web.Giving.Payments;

/// <summary>What a card is kept for, in Stripe's words, and what Stripe tells of a kept card in ours.</summary>
internal static class CardUses
{
    private const string Unscheduled = "unscheduled";
    private const string Recurring = "recurring";

    /// <summary>As Stripe writes it, at a charge and in our labels.</summary>
    public static string Word(CardUse use) => use == CardUse.Recurring ? Recurring : Unscheduled;

    /// <summary>What a label says; null where there is none of ours.</summary>
    public static CardUse? Read(IReadOnlyDictionary<string, string>? labels) => labels?.GetValueOrDefault(StripeLabels.Keep) switch
    {
        Unscheduled => CardUse.Unscheduled,
        Recurring => CardUse.Recurring,
        _ => null,
    };

    /// <summary>What may be shown of a card.</summary>
    public static CharityLink.Giving.CardFace Face(CharityLink.Stripe.PaymentMethod method) => method.Card is { } card
        ? new(card.Brand, card.ExpYear, card.ExpMonth)
        : throw new PaymentNotUnderstoodException("not_a_card");
}
