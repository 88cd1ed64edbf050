namespace CharityLink.StripeFake;

/// <summary>A test card or wallet, and how it behaves.</summary>
/// <param name="Token">The name by which tests give it to Stripe.</param>
/// <param name="Number">What a person types; empty for wallets.</param>
/// <param name="Type">card, alipay or wechat_pay.</param>
/// <param name="Behaviour">What happens when it is charged.</param>
/// <param name="DeclineCode">Why it is declined, when it is.</param>
/// <param name="EndsSoon">It expires at the end of this month.</param>
public sealed record Card(string Token, string Number, string Type, CardBehaviour Behaviour, string? DeclineCode = null, bool EndsSoon = false)
{
    /// <summary>Stripe's test cards that matter here, and two wallets.</summary>
    public static IReadOnlyList<Card> All { get; } =
    [
        new("pm_card_visa", "4242424242424242", "card", CardBehaviour.Works),
        new("pm_card_mastercard", "5555555555554444", "card", CardBehaviour.Works),
        new("pm_card_authenticationRequiredOnSetup", "4000002500003155", "card", CardBehaviour.AsksOnce),
        new("pm_card_authenticationRequired", "4000002760003184", "card", CardBehaviour.AsksAlways),
        new("pm_card_authenticationRequiredChargeDeclinedInsufficientFunds", "4000008260003178", "card", CardBehaviour.AsksThenDeclines, "insufficient_funds"),
        new("pm_card_chargeCustomerFail", "4000000000000341", "card", CardBehaviour.AttachesButDeclines, "generic_decline"),
        new("pm_card_chargeDeclined", "4000000000000002", "card", CardBehaviour.Declines, "generic_decline"),
        new("pm_card_chargeDeclinedInsufficientFunds", "4000000000009995", "card", CardBehaviour.AttachesButDeclines, "insufficient_funds"),
        new("pm_card_chargeDeclinedExpiredCard", "4000000000000069", "card", CardBehaviour.AttachesButDeclines, "expired_card"),
        new("pm_fake_ends_soon", "4000000000000085", "card", CardBehaviour.Works, EndsSoon: true),
        new("pm_fake_delayed", "4000000000000077", "card", CardBehaviour.TakesADay),
        new("pm_fake_alipay", "", "alipay", CardBehaviour.Redirects),
        new("pm_fake_wechat_pay", "", "wechat_pay", CardBehaviour.Redirects),
    ];

    /// <summary>The card of a token or a number; null when there is none.</summary>
    public static Card? Find(string tokenOrNumber) =>
        All.FirstOrDefault(c => c.Token == tokenOrNumber || (c.Number.Length > 0 && c.Number == tokenOrNumber.Replace(" ", "", StringComparison.Ordinal)));
}

/// <summary>What a card or wallet does.</summary>
public enum CardBehaviour
{
    /// <summary>Always pays.</summary>
    Works,

    /// <summary>The bank asks the giver once, when the card is kept or first charged; later charges pass.</summary>
    AsksOnce,

    /// <summary>The bank asks the giver every time, so that nothing passes without them.</summary>
    AsksAlways,

    /// <summary>The bank asks, then declines.</summary>
    AsksThenDeclines,

    /// <summary>Can be kept, but never pays.</summary>
    AttachesButDeclines,

    /// <summary>Cannot even be kept.</summary>
    Declines,

    /// <summary>Pays a day later.</summary>
    TakesADay,

    /// <summary>The giver is sent to the wallet's page.</summary>
    Redirects,
}
