using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.People;
using CharityLink.Web.Giving.Payments;

namespace CharityLink.Web.Giving.Words;

/// <summary>Who may say something with a gift: its giver, by the key to their name; and who gave without a name, by a key that only the browser got from which they gave.</summary>
internal sealed class WordsKey(GiverLink link, Donations donations)
{
    /// <summary>Lets the browser of a giver without a name keep the keys to the words of these gifts. Only before they are paid: whoever sends the form again later may have read a gift's id somewhere.</summary>
    public async Task Keep(HttpContext http, IEnumerable<Guid> gifts, CancellationToken ct)
    {
        foreach (var gift in await Task.WhenAll(gifts.Select(id => donations.Find(id, ct))))
        {
            if (gift is { Donation: { IsPaid: false, DonorId: null, Id: var id } })
            {
                PaymentRoutes.Keep(http, id, link.KeyTo(Nameless(id)));
            }
        }
    }

    /// <summary>A key opens the words of a gift.</summary>
    public bool Opens(string? key, Donation donation) => link.Opens(key, donation.DonorId ?? Nameless(donation.Id));

    // Nobody in the vault: it only makes a key of its own for each gift.
    private static PersonId Nameless(Guid gift) => new(StableId.Beside(gift, "nameless"));
}
