using System.Collections.Immutable;
using CharityLink.Kernel;

namespace CharityLink.Matching;

/// <summary>Where a pool stands.</summary>
public enum PoolState
{
    /// <summary>Waits for a second person.</summary>
    Draft,

    /// <summary>Matches gifts.</summary>
    Open,

    /// <summary>Matches nothing more.</summary>
    Closed,
}

/// <summary>One sponsor's promise to add to gifts.</summary>
/// <param name="Projects">Projects whose gifts are matched now.</param>
/// <param name="Settled">What is owed to each project whose fundraising ended.</param>
/// <param name="Paid">Projects the sponsor's money has arrived for.</param>
public sealed record MatchingPool(
    PoolDrafted Drafted, MatchTerms Terms, PoolState State, ImmutableHashSet<Guid> Projects, ImmutableHashSet<Guid> TopUps,
    ImmutableDictionary<Guid, MatchSettled> Settled, ImmutableHashSet<Guid> Paid) : IState<MatchingPool, IMatchingEvent>
{
    /// <summary>The promise is written down with terms that can be kept, by a legal person in good standing.</summary>
    public static Decision<IMatchingEvent> Decide(MatchingPool? pool, DraftPool command, bool holderMayReceive, Guid? by)
    {
        if (pool is not null)
        {
            return pool.IsSameAs(command) ? [] : new Refusal("pool_id_reused");
        }

        var reasons = TermsRule.Check(command.Terms).Concat(holderMayReceive ? [] : [new Refusal("pool_holder_cannot_receive", "holder")]).ToList();
        return reasons.Count > 0
            ? Decision.Refused<IMatchingEvent>(reasons)
            : [new PoolDrafted(command.PoolId, command.HolderId, command.SponsorZh.Trim(), command.SponsorEn.Trim(), command.Terms, command.Agreement, by, command.IsInvented)];
    }

    /// <summary>Confirmed by somebody who did not write it down: four eyes.</summary>
    public static Decision<IMatchingEvent> Decide(MatchingPool? pool, OpenPool command, Guid? by) => pool switch
    {
        null => new Refusal("pool_unknown"),
        { State: PoolState.Open } => [],
        { State: PoolState.Closed } => new Refusal("pool_closed"),
        _ when by is not null && by == pool.Drafted.DraftedBy => new Refusal("pool_drafted_it"),
        _ => [new PoolOpened(command.PoolId, by)],
    };

    /// <summary>More is promised, in the pool's currency; the same promise again changes nothing.</summary>
    public static Decision<IMatchingEvent> Decide(MatchingPool? pool, TopUpPool command, Guid? by) => pool switch
    {
        null => new Refusal("pool_unknown"),
        _ when pool.TopUps.Contains(command.TopUpId) => [],
        { State: PoolState.Closed } => new Refusal("pool_closed"),
        _ when command.Amount.Currency != pool.Terms.Pool.Currency => new Refusal("currency_differs", "amount"),
        _ when command.Amount.Minor is <= 0 or > TermsRule.PoolMax => new Refusal("match_cap_invalid", "amount"),
        _ => [new PoolToppedUp(command.PoolId, command.TopUpId, command.Amount, by)],
    };

    /// <summary>A project that takes gifts, or soon will, of the organiser that answers for the pool or of another that agreed.</summary>
    public static Decision<IMatchingEvent> Decide(MatchingPool? pool, AddPoolProject command, ProjectStanding project) => pool switch
    {
        null => new Refusal("pool_unknown"),
        _ when pool.Projects.Contains(command.ProjectId) => [],
        { State: PoolState.Closed } => new Refusal("pool_closed"),
        _ when project == ProjectStanding.Unknown => new Refusal("match_project_unknown", "project"),
        _ when project == ProjectStanding.Over => new Refusal("match_project_over", "project"),
        _ when pool.Projects.Count >= TermsRule.ProjectsMax => new Refusal("pool_too_many_projects", "project", $"{TermsRule.ProjectsMax}"),
        _ => [new PoolProjectAdded(command.PoolId, command.ProjectId)],
    };

    /// <summary>Removing twice removes once.</summary>
    public static Decision<IMatchingEvent> Decide(MatchingPool? pool, RemovePoolProject command) => pool switch
    {
        null => new Refusal("pool_unknown"),
        _ => pool.Projects.Contains(command.ProjectId) ? [new PoolProjectRemoved(command.PoolId, command.ProjectId)] : [],
    };

    /// <summary>Closing twice closes once.</summary>
    public static Decision<IMatchingEvent> Decide(MatchingPool? pool, ClosePool command, Guid? by) => pool switch
    {
        null => new Refusal("pool_unknown"),
        { State: PoolState.Closed } => [],
        _ => [new PoolClosed(command.PoolId, command.Reason.Trim(), by)],
    };

    /// <summary>Money arrives for what was settled, the whole of it and once.</summary>
    public static Decision<IMatchingEvent> Decide(MatchingPool? pool, RecordMatchPayment command, DateOnly today, Guid? by) => pool switch
    {
        null => new Refusal("pool_unknown"),
        _ when pool.Paid.Contains(command.ProjectId) => [],
        _ when !pool.Settled.TryGetValue(command.ProjectId, out _) => new Refusal("match_not_settled", "project"),
        _ when pool.Settled[command.ProjectId].Amount.Minor == 0 => new Refusal("match_nothing_owed", "project"),
        _ when command.PaidOn > today => new Refusal("date_in_future", "paid_on"),
        _ => [new MatchPaid(command.PoolId, command.ProjectId, pool.Settled[command.ProjectId].Amount, command.PaidOn, command.Proof, by)],
    };

    /// <summary>What is owed is fixed once per project.</summary>
    public static IReadOnlyList<MatchSettled> Settle(MatchingPool pool, IEnumerable<MatchSettled> ended) =>
        [.. ended.Where(fact => !pool.Settled.ContainsKey(fact.ProjectId))];

    /// <summary>The pool after its facts, in order; null when there are none.</summary>
    public static MatchingPool? After(IEnumerable<IMatchingEvent> facts) => facts.Aggregate((MatchingPool?)null, Evolve);

    /// <inheritdoc/>
    public static MatchingPool Evolve(MatchingPool? state, IMatchingEvent fact) => (state, fact) switch
    {
        (null, PoolDrafted e) => new(e, e.Terms, PoolState.Draft, [], [], ImmutableDictionary<Guid, MatchSettled>.Empty, []),
        ({ } p, PoolOpened) => p with { State = PoolState.Open },
        ({ } p, PoolToppedUp e) => p with { Terms = p.Terms with { Pool = p.Terms.Pool + e.Amount }, TopUps = p.TopUps.Add(e.TopUpId) },
        ({ } p, PoolProjectAdded e) => p with { Projects = p.Projects.Add(e.ProjectId) },
        ({ } p, PoolProjectRemoved e) => p with { Projects = p.Projects.Remove(e.ProjectId) },
        ({ } p, PoolClosed) => p with { State = PoolState.Closed },
        ({ } p, MatchSettled e) => p with { Settled = p.Settled.Add(e.ProjectId, e) },
        ({ } p, MatchPaid e) => p with { Paid = p.Paid.Add(e.ProjectId) },
        _ => throw new CorruptStreamException(state, fact),
    };

    private bool IsSameAs(DraftPool command) =>
        (Drafted.HolderId, Drafted.SponsorZh, Drafted.SponsorEn, Drafted.Terms, Drafted.Agreement, Drafted.IsInvented)
        == (command.HolderId, command.SponsorZh.Trim(), command.SponsorEn.Trim(), command.Terms, command.Agreement, command.IsInvented);
}
