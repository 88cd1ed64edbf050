using CharityLink.Giving;
using CharityLink.Kernel;
using CharityLink.Store;
using CharityLink.Stripe;

namespace CharityLink.Web.Giving.Payments;

/// <summary>What Stripe tells about cards that are kept: taken away there, or given another date by the bank. Whoever lives from the card hears of it at once, not first at the next charge.</summary>
/// <param name="host">Late, because the host is made of reactions that need the provider.</param>
internal sealed class KeptCardEvents(StripeLine line, KeptCards cards, EventStore store, Lazy<ReadModelHost> host, IEnumerable<ICardOwner> owners) : IStripeEvents
{
    private const string Gone = "payment_method.detached", Renewed = "payment_method.automatically_updated", CustomerGone = "customer.deleted";

    // A list that is being rebuilt is waited for in the inbox, not here.
    private static readonly TimeSpan WaitAtMost = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, ICardOwner> owners = owners.ToDictionary(owner => owner.Kind, StringComparer.Ordinal);

    public IReadOnlyCollection<string> Types { get; } = [Gone, Renewed, CustomerGone];

    public async Task<IReadOnlyList<ICommand>> Understand(StripeEvent happened, CancellationToken ct)
    {
        if (happened.ObjectId is not { } id)
        {
            return [];
        }

        // Of a card that the list has not heard of yet nothing could be said: neither that it is nobody's.
        if (!await host.Value.WaitFor(cards.Name, await store.ReadEnd(ct), WaitAtMost, ct))
        {
            throw new PaymentNotUnderstoodException("kept_cards_behind");
        }

        // What we let go ourselves stands in no row any more.
        var told = happened.Type == CustomerGone ? await cards.OfCustomer(StripeProvider.ProviderName, id, ct)
            : await cards.OfMethod(StripeProvider.ProviderName, id, ct) is { } one ? [one] : [];
        return happened.Type == Renewed
            ? [.. await Task.WhenAll(told.Select(async kept => owners[kept.Owner].Renewed(kept.OwnerId, kept.Card, CardUses.Face(await line.Get(PaymentMethods.Get(id), ct)))))]
            : [.. told.Select(kept => owners[kept.Owner].Lost(kept.OwnerId, kept.Card))];
    }
}
