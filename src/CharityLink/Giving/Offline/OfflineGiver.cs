using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <summary>Who gave what came in outside the web, as its facts name them.</summary>
internal sealed record OfflineGiver(PersonId? DonorId, bool IsAnonymous, PersonId? GiverId)
{
    /// <summary>
    /// Whoever was named; else who made the promise that it keeps, as if they had paid it on the site. Somebody may pay for another: then the gift is theirs, and
    /// stands on no statement of the other's.
    /// </summary>
    /// <param name="isAnonymous">It was said not to name them in public.</param>
    /// <param name="promise">Null for none. One that was taken back meanwhile names nobody.</param>
    public static OfflineGiver Of(PersonId? named, bool isAnonymous, Pledge? promise) =>
        named is null && promise is { State: PledgeState.Confirmed or PledgeState.Kept, Made: var made }
            ? new(made.DonorId, isAnonymous || made.IsAnonymous, made.GiverId)
            : new(named, named is null || isAnonymous, null);
}
