using CharityLink.Giving;
using CharityLink.People;
using CharityLink.Store;

namespace CharityLink.Web.Giving.Account;

/// <summary>Whom a gift is told to be from, to each audience as the giver decided: at the moment it is shown, so that a change holds at once and everywhere.</summary>
internal sealed class GiverNames(DonationList gifts, EventStore store, Vault vault)
{
    /// <summary>For everybody: a mask, or null where the giver is not to be named.</summary>
    public Task<string?> ForPublic(Receipt receipt, CancellationToken ct) => Masked(receipt, gift => gift.IsAnonymous, goods => goods.IsAnonymous, ct);

    /// <summary>For the charity's own people: a mask, or null where the giver does not want even them to know.</summary>
    public Task<string?> ForCharity(Receipt receipt, CancellationToken ct) => Masked(receipt, gift => gift.IsHiddenFromCharity, _ => false, ct);

    private async Task<string?> Masked(Receipt receipt, Func<DonationRow, bool> isHidden, Func<GoodsGiven, bool> areHidden, CancellationToken ct) =>
        receipt.DonorId is { } person && await MayBeNamed(receipt.DonationId, isHidden, areHidden, ct) && await vault.Read(person, ct) is { Name: { } name } ? PersonMask.Of(name) : null;

    // Goods stand in no list of gifts. Of what nobody knows (yet) no name is told.
    private async Task<bool> MayBeNamed(Guid id, Func<DonationRow, bool> isHidden, Func<GoodsGiven, bool> areHidden, CancellationToken ct) =>
        await gifts.Find(id, ct) is { } gift ? !isHidden(gift)
            : (await store.ReadFacts(id, ct)).Facts.OfType<GoodsGiven>().LastOrDefault() is { } goods && !areHidden(goods);
}
