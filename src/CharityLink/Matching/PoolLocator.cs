using CharityLink.Kernel;
using CharityLink.Network;

namespace CharityLink.Matching;

/// <summary>A pool stands where its holder does, and the holder answers for it.</summary>
internal sealed class PoolLocator(Aggregates aggregates) : ILocator
{
    public string Kind => "matching_pool";

    /// <summary>Acts on a pool.</summary>
    public static Subject Of(Guid poolId) => new("matching_pool", poolId.ToString());

    public async ValueTask<Place?> Locate(string key, CancellationToken ct) =>
        Guid.TryParse(key, out var id)
        && (await aggregates.Load<MatchingPool, IMatchingEvent>(id, ct)).State is { } pool
        && (await aggregates.Load<PoolHolder, IOrganisationEvent>(pool.Drafted.HolderId, ct)).State is { } holder
            ? new Place(holder.Division, holder.Id) : null;
}
