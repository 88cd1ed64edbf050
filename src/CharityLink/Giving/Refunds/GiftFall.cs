namespace CharityLink.Giving;

/// <summary>A change of what is left of a gift, for read models that count gifts: negative when money left for good, positive when it came back.</summary>
internal sealed record GiftFall(Guid DonationId, PaidGift Gift, long Minor)
{
    /// <summary>The change a fact makes, or null when it makes none: money that is on its way or questioned is still counted.</summary>
    public static GiftFall? Of(object fact) => fact switch
    {
        RefundCompleted e => new(e.DonationId, e.Gift, -e.Amount.Minor),
        RefundFailed { AfterCompletion: true } e => new(e.DonationId, e.Gift, e.Amount.Minor),
        DisputeClosed { Lost.Minor: > 0 } e => new(e.DonationId, e.Gift, -e.Lost.Minor),
        _ => null,
    };
}
