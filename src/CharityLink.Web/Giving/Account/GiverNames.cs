using CharityLink.Giving;
using CharityLink.People;

namespace CharityLink.Web.Giving.Account;

/// <summary>Whom a gift is told to be from, to each audience as the giver decided: at the moment it is shown, so that a change holds at once and everywhere.</summary>
internal sealed class GiverNames(DonationList gifts, Vault vault)
{
    /// <summary>For everybody: a mask, or null where the giver is not to be named.</summary>
    public Task<string?> ForPublic(Receipt receipt, CancellationToken ct) => Masked(receipt, gift => gift.IsAnonymous, ct);

    /// <summary>For the charity's own people: a mask, or null where the giver does not want even them to know.</summary>
    public Task<string?> ForCharity(Receipt receipt, CancellationToken ct) => Masked(receipt, gift => gift.IsHiddenFromCharity, ct);

    private async Task<string?> Masked(Receipt receipt, Func<DonationRow, bool> isHidden, CancellationToken ct) =>
        receipt.DonorId is { } person && !(await gifts.Find(receipt.DonationId, ct) is { } gift && isHidden(gift)) && await vault.Read(person, ct) is { Name: { } name } ? PersonMask.Of(name) : null;
}
