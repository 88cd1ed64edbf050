using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>The facts of gifts that come in outside the web: the same as of any other, so that totals, receipts, matching and projects need no special case.</summary>
internal static class OfflineGift
{
    /// <summary>A gift that is known only now that its money is there.</summary>
    /// <param name="attempt">What brought it: the transfer, the line of a batch.</param>
    /// <param name="arrivedOn">The day the money was there: the receipt's, whenever it is written down.</param>
    /// <param name="pledge">The promise it keeps, or null.</param>
    public static IReadOnlyList<IDonationEvent> Begun(Guid id, GiftCause cause, Money amount, PersonId? donor, string method, Guid attempt, DateTimeOffset at, DateOnly arrivedOn, bool isAnonymous = true, PersonId? giver = null, Guid? pledge = null) =>
    [
        new DonationStarted(id, cause, amount, donor, isAnonymous, method, at, giver, pledge, method),
        new DonationPaid(id, attempt, cause, amount, donor, isAnonymous, method, giver, pledge, method, ArrivedOn: arrivedOn),
    ];

    /// <summary>A gift that waited. What arrived counts, whatever was announced.</summary>
    public static DonationPaid Paid(Donation gift, Money arrived, Guid attempt, DateOnly arrivedOn) =>
        new(gift.Id, attempt, gift.Cause, arrived, gift.DonorId, gift.IsAnonymous, gift.Provider, gift.GiverId, gift.PledgeId, gift.Method ?? gift.Provider, ArrivedOn: arrivedOn);
}
