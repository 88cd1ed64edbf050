using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Store;

namespace CharityLink.Web.Giving.Account;

/// <summary>Who is written to about a gift, and in which language the giver gave it.</summary>
/// <param name="Language">A tag; empty where it was not noted: then as the vault knows it.</param>
/// <param name="IsPaid">It has been paid by now.</param>
public sealed record GiftMailbox(Guid DonationId, PersonId To, string Language, GiftCause Cause, Money Amount, bool IsPaid);

/// <summary>Finds the mailboxes behind gifts, straight from the gifts' own facts.</summary>
public sealed class GiftMailboxes(EventStore store)
{
    /// <summary>Of some gifts; one whose giver left no mailbox is missing, as is what is no gift of money.</summary>
    public async Task<IReadOnlyDictionary<Guid, GiftMailbox>> Of(IEnumerable<Guid> donationIds, CancellationToken ct)
    {
        var gifts = await Task.WhenAll(donationIds.Distinct().Select(async id => (await store.ReadFacts(id, ct)).Facts));
        return gifts.Select(Of).OfType<GiftMailbox>().ToDictionary(one => one.DonationId);
    }

    private static GiftMailbox? Of(IReadOnlyList<object> facts) => facts.OfType<DonationStarted>().FirstOrDefault() is { DonorId: { } to, GiverId: not null } gift
        ? new(gift.DonationId, to, gift.Language ?? "", gift.Cause, gift.Amount, facts.OfType<DonationPaid>().Any())
        : null;
}
