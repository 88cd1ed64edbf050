using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>One promise as it stands at this moment, straight from its stream: for its giver's own page.</summary>
public sealed class Pledges(Aggregates aggregates)
{
    /// <summary>The promise, or null when there is none of that id.</summary>
    public async Task<Pledge?> Find(Guid id, CancellationToken ct)
    {
        try
        {
            return (await aggregates.Load<Pledge, IPledgeEvent>(id, ct)).State;
        }
        catch (ForeignStreamException)
        {
            // The id is that of something else: an address that was made up.
            return null;
        }
    }
}
