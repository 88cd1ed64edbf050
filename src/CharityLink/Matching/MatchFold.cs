using CharityLink.Giving;
using CharityLink.Projects;
using CharityLink.Store;

namespace CharityLink.Matching;

/// <summary>Carries a batch of the log through the pools, event by event in the order of the log: first come, first served.</summary>
internal sealed class MatchFold(MatchBook book)
{
    // Which pools look at a project: kept while the batch is folded, since each gift asks.
    private readonly Dictionary<Guid, List<Guid>> poolsOfProject = book.Projects.GroupBy(one => one.Key.Project, one => one.Key.Pool)
        .ToDictionary(group => group.Key, group => group.Order().ToList());

    public HashSet<(Guid Pool, Guid Donation)> TouchedGifts { get; } = [];

    public HashSet<Guid> TouchedPools { get; } = [];

    public HashSet<(Guid Pool, Guid Project)> TouchedProjects { get; } = [];

    public HashSet<(Guid Pool, Guid Giver, Guid Project)> TouchedGivers { get; } = [];

    public HashSet<(Guid Pool, DateOnly Day)> TouchedDays { get; } = [];

    public void Add(Recorded recorded)
    {
        switch (recorded.Data)
        {
            case DonationPaid { Cause.ProjectId: { } project } gift when GiverOf(gift) is { } giver:
                foreach (var pool in poolsOfProject.GetValueOrDefault(project, []))
                {
                    Match(pool, project, giver, gift, recorded);
                }

                break;
            case ProjectEnded end:
                poolsOfProject.GetValueOrDefault(end.ProjectId, []).ForEach(pool => End(pool, end.ProjectId, end.IsMet));
                break;
            case CollectionEnded { IsEnough: false } end:
                poolsOfProject.GetValueOrDefault(end.ProjectId, []).ForEach(pool => End(pool, end.ProjectId, false));
                break;
            case IMatchingEvent fact:
                Add(fact);
                break;
            case var other when GiftFall.Of(other) is { Gift.Cause.ProjectId: { } project } fall:
                foreach (var pool in poolsOfProject.GetValueOrDefault(project, []))
                {
                    Release(pool, project, fall);
                }

                break;
        }
    }

    /// <summary>Who is behind a gift, the same for all gifts of one contact; null for a gift that nobody can be told from another by.</summary>
    public static Guid? GiverOf(DonationPaid gift) => gift.GiverId?.Value;

    private void Add(IMatchingEvent fact)
    {
        switch (fact)
        {
            case PoolDrafted e:
                book.Pools[e.PoolId] = new() { Id = e.PoolId, Terms = e.Terms, State = "draft", Drafted = e };
                TouchedPools.Add(e.PoolId);
                break;
            case PoolOpened e:
                Pool(e.PoolId).State = "open";
                break;
            case PoolToppedUp e:
                var pool = Pool(e.PoolId);
                pool.Terms = pool.Terms with { Pool = pool.Terms.Pool + e.Amount };
                break;
            case PoolClosed e:
                (Pool(e.PoolId).State, Pool(e.PoolId).ClosedBecause) = ("closed", e.Reason);
                break;
            case PoolProjectAdded e:
                Project(e.PoolId, e.ProjectId).IsActive = true;
                break;
            case PoolProjectRemoved e:
                Project(e.PoolId, e.ProjectId).IsActive = false;
                break;
            case MatchSettled e:
                Project(e.PoolId, e.ProjectId).Settled = e.Amount.Minor;
                break;
            case MatchPaid e:
                Project(e.PoolId, e.ProjectId).PaidOn = e.PaidOn;
                break;
        }
    }

    private void Match(Guid poolId, Guid projectId, Guid giverId, DonationPaid gift, Recorded recorded)
    {
        var (pool, project) = (book.Pools[poolId], book.Projects[(poolId, projectId)]);
        if (!project.IsActive || project.IsEnded || !pool.Matches(recorded.At) || gift.Amount.Currency != pool.Terms.Pool.Currency)
        {
            return;
        }

        var day = MatchRule.DayOf(recorded.At);
        var giver = Of(book.Givers, (poolId, giverId, projectId));
        var use = new MatchUse(giver.Given, book.OfGiver.GetValueOrDefault((poolId, giverId)), project.Matched, book.Days.GetValueOrDefault((poolId, day)), pool.Matched);
        var minor = MatchRule.Of(pool.Terms, use, gift.Amount.Minor);
        giver.Given += gift.Amount.Minor;
        TouchedGivers.Add((poolId, giverId, projectId));
        if (minor == 0)
        {
            return;
        }

        giver.Matched += minor;
        book.OfGiver[(poolId, giverId)] = use.OfGiver + minor;
        book.Days[(poolId, day)] = use.OfDay + minor;
        (pool.Matched, pool.Gifts) = (pool.Matched + minor, pool.Gifts + 1);
        (project.Matched, project.Gifts) = (project.Matched + minor, project.Gifts + 1);
        TouchedPools.Add(poolId);
        TouchedProjects.Add((poolId, projectId));
        TouchedDays.Add((poolId, day));
        TouchedGifts.Add((poolId, gift.DonationId));
        book.Allocations[(poolId, gift.DonationId)] = new()
        {
            Pool = poolId, Donation = gift.DonationId, Project = projectId, Minor = minor, Day = day, Position = recorded.Position, IsNew = true,
        };
    }

    // What a gift earned goes back with it, part by part, and serves later gifts; the caps of its giver and day stay used. A gift that comes
    // back after all earns it again as far as the pool still has it. What is owed after a project's end is fixed.
    private void Release(Guid poolId, Guid projectId, GiftFall fall)
    {
        if (book.Projects[(poolId, projectId)].IsEnded || !book.Allocations.TryGetValue((poolId, fall.DonationId), out var earned))
        {
            return;
        }

        var (pool, project) = (Pool(poolId), Project(poolId, projectId));
        var wasAllGone = earned.Gone >= fall.Gift.Amount.Minor;
        earned.Gone -= fall.Minor;
        var more = Math.Max((long)((Int128)earned.Minor * earned.Gone / fall.Gift.Amount.Minor) - earned.Released, pool.Matched - pool.Terms.Pool.Minor);
        earned.Released += more;
        (pool.Matched, pool.Released, project.Matched) = (pool.Matched - more, pool.Released + more, project.Matched - more);
        var gifts = (wasAllGone ? 1 : 0) - (earned.Gone >= fall.Gift.Amount.Minor ? 1 : 0);
        (pool.Gifts, project.Gifts) = (pool.Gifts + gifts, project.Gifts + gifts);
        TouchedGifts.Add((poolId, fall.DonationId));
    }

    // A project that missed its goal, at once or when too little was collected, is owed nothing: what it had been promised serves later gifts. The caps of its givers and days stay used.
    private void End(Guid poolId, Guid projectId, bool isMet)
    {
        var project = Project(poolId, projectId);
        project.IsEnded = true;
        if (!isMet)
        {
            var pool = Pool(poolId);
            (pool.Matched, pool.Released) = (pool.Matched - project.Matched, pool.Released + project.Matched);
            (project.Matched, project.Gifts) = (0, 0);
        }
    }

    private PoolRow Pool(Guid id)
    {
        TouchedPools.Add(id);
        return book.Pools[id];
    }

    private ProjectRow Project(Guid pool, Guid project)
    {
        TouchedProjects.Add((pool, project));
        if (!book.Projects.ContainsKey((pool, project)))
        {
            Of(poolsOfProject, project).Add(pool);
            poolsOfProject[project].Sort();
        }

        return Of(book.Projects, (pool, project));
    }

    private static TRow Of<TKey, TRow>(Dictionary<TKey, TRow> rows, TKey key) where TKey : notnull where TRow : new() =>
        rows.TryGetValue(key, out var row) ? row : rows[key] = new();
}
