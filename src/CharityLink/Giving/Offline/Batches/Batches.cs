using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>One batch with its single gifts, straight from its stream.</summary>
public sealed class Batches(Aggregates aggregates)
{
    /// <summary>The batch, or null when there is none of that id.</summary>
    public async Task<Batch?> Find(Guid id, CancellationToken ct)
    {
        try
        {
            return (await aggregates.Load<Batch, IBatchEvent>(id, ct)).State;
        }
        catch (ForeignStreamException)
        {
            // The id is that of something else: an address that was made up.
            return null;
        }
    }
}
