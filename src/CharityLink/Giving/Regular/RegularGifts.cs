using CharityLink.Kernel;
using CharityLink.Store;

namespace CharityLink.Giving;

/// <summary>One regular gift as it stands at this moment, straight from its stream: for its giver's own page.</summary>
public sealed class RegularGifts(Aggregates aggregates, EventStore store)
{
    /// <summary>The regular gift, or null when there is none of that id.</summary>
    public async Task<RegularGift?> Find(Guid id, CancellationToken ct)
    {
        try
        {
            return (await aggregates.Load<RegularGift, IRegularGiftEvent>(id, ct)).State;
        }
        catch (ForeignStreamException)
        {
            // The id is that of something else: an address that was made up.
            return null;
        }
    }

    /// <summary>Everything that happened to it, with the time of each.</summary>
    public async Task<IReadOnlyList<Recorded>> History(Guid id, CancellationToken ct) => (await store.ReadStream(id, 0, ct)).Events;
}
