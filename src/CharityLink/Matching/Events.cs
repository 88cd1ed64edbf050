using CharityLink.Evidence;
using CharityLink.Kernel;

namespace CharityLink.Matching;

/// <summary>A fact about one pool of matching money. The names are stored: they never change.</summary>
public interface IMatchingEvent;

/// <summary>What a sponsor promises to add to gifts, and where the promise ends. Amounts are caps on what is added, not on gifts.</summary>
/// <param name="Pool">At most this in all.</param>
/// <param name="PerHundred">Added to each hundred given: 100 doubles a gift, 50 adds half.</param>
/// <param name="PerGift">At most this to one gift; all that one giver gives to one project counts as one gift, so that splitting earns nothing.</param>
/// <param name="PerGiver">At most this to all gifts of one giver.</param>
/// <param name="PerProject">At most this to one project.</param>
/// <param name="PerDay">At most this on one day, by the calendar of Jiangmen.</param>
/// <param name="From">Gifts paid at or after.</param>
/// <param name="Until">Gifts paid before.</param>
public sealed record MatchTerms(
    Money Pool, int PerHundred, Money? PerGift, Money? PerGiver, Money? PerProject, Money? PerDay, DateTimeOffset From, DateTimeOffset Until);

/// <summary>A sponsor's promise was written down. It matches nothing before a second person confirmed it.</summary>
/// <param name="HolderId">The legal person that answers for the pool and will receive the sponsor's money.</param>
/// <param name="SponsorZh">Public name of the sponsor.</param>
/// <param name="Agreement">The signed promise, where there is one.</param>
/// <param name="DraftedBy">The account that wrote it down, which may not confirm it; null for the platform itself.</param>
public sealed record PoolDrafted(
    Guid PoolId, Guid HolderId, string SponsorZh, string SponsorEn, MatchTerms Terms, EvidenceFile? Agreement, Guid? DraftedBy, bool IsInvented) : IMatchingEvent, INamesFiles
{
    IEnumerable<EvidenceUse> INamesFiles.Files() => Agreement is null ? [] : [new EvidenceUse(Agreement, Subject.Organisation(HolderId), false)];
}

/// <summary>A second person confirmed it: gifts paid from here on are matched.</summary>
public sealed record PoolOpened(Guid PoolId, Guid? By) : IMatchingEvent;

/// <summary>The sponsor promised more.</summary>
public sealed record PoolToppedUp(Guid PoolId, Guid TopUpId, Money Amount, Guid? By) : IMatchingEvent;

/// <summary>Gifts to this project are matched from here on.</summary>
public sealed record PoolProjectAdded(Guid PoolId, Guid ProjectId) : IMatchingEvent;

/// <summary>Gifts to this project are matched no longer; what was matched stays.</summary>
public sealed record PoolProjectRemoved(Guid PoolId, Guid ProjectId) : IMatchingEvent;

/// <summary>Nothing more is matched; what was matched stays owed.</summary>
public sealed record PoolClosed(Guid PoolId, string Reason, Guid? By) : IMatchingEvent;

/// <summary>Fundraising of a project ended: what the sponsor owes it is fixed for ever.</summary>
/// <param name="Amount">Sum of what was matched; nothing when an all-or-nothing project missed its goal.</param>
/// <param name="EndedAt">Position of the project's end in the log: gifts after it are not matched.</param>
public sealed record MatchSettled(Guid PoolId, Guid ProjectId, Money Amount, long Gifts, long EndedAt) : IMatchingEvent;

/// <summary>The sponsor's money for a project arrived in the holder's account: from here it may be booked.</summary>
public sealed record MatchPaid(Guid PoolId, Guid ProjectId, Money Amount, DateOnly PaidOn, EvidenceFile? Proof, Guid? By) : IMatchingEvent, INamesFiles
{
    IEnumerable<EvidenceUse> INamesFiles.Files() => Proof is null ? [] : [new EvidenceUse(Proof, PoolLocator.Of(PoolId), false)];
}
