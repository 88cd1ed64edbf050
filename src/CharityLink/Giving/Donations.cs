using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>One gift as it stands at this moment, straight from its stream: for whoever just changed it.</summary>
public sealed class Donations(Aggregates aggregates)
{
    /// <summary>The gift and the position of its last fact, or null when there is none of that id.</summary>
    public async Task<(Donation Donation, long Position)?> Find(Guid id, CancellationToken ct)
    {
        try
        {
            var (donation, _, position) = await aggregates.Load<Donation, IDonationEvent>(id, ct);
            return donation is null ? null : (donation, position);
        }
        catch (ForeignStreamException)
        {
            // The id is that of something else: an address that was made up.
            return null;
        }
    }
}
