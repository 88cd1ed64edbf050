using Npgsql;

namespace CharityLink.Matching;

/// <summary>Writes back what the fold of a batch touched: one statement per table.</summary>
internal sealed class MatchWrites(MatchBook book, MatchFold fold)
{
    private const string DraftsSql =
        """
        insert into match_pool (pool_id, holder_id, sponsor_zh, sponsor_en, state, per_hundred, pool_minor, currency, per_gift_minor, per_giver_minor,
          per_project_minor, per_day_minor, from_at, until_at, is_invented, drafted_by, agreement_hash, matched_minor, released_minor, gifts)
        select d.*, 0, 0, 0 from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) d
        """;

    private const string PoolsSql =
        """
        update match_pool p set state = n.state, pool_minor = n.pool_minor, closed_because = n.closed_because,
               matched_minor = n.matched_minor, released_minor = n.released_minor, gifts = n.gifts
          from unnest($1, $2, $3, $4, $5, $6, $7) n (pool_id, state, pool_minor, closed_because, matched_minor, released_minor, gifts)
         where p.pool_id = n.pool_id
        """;

    private const string ProjectsSql =
        """
        insert into match_project (pool_id, project_id, is_active, is_ended, matched_minor, gifts, settled_minor, paid_on)
        select * from unnest($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (pool_id, project_id) do update set is_active = excluded.is_active, is_ended = excluded.is_ended, matched_minor = excluded.matched_minor,
          gifts = excluded.gifts, settled_minor = excluded.settled_minor, paid_on = excluded.paid_on
        """;

    private const string GiversSql =
        """
        insert into match_giver (pool_id, giver_id, project_id, given_minor, matched_minor)
        select * from unnest($1, $2, $3, $4, $5)
        on conflict (giver_id, pool_id, project_id) do update set given_minor = excluded.given_minor, matched_minor = excluded.matched_minor
        """;

    private const string DaysSql =
        """
        insert into match_day (pool_id, day, matched_minor) select * from unnest($1, $2, $3)
        on conflict (pool_id, day) do update set matched_minor = excluded.matched_minor
        """;

    private const string AllocationsSql =
        "insert into match_allocation (pool_id, donation_id, project_id, amount_minor, day, position, gone_minor, released_minor) select * from unnest($1, $2, $3, $4, $5, $6, $7, $8)";

    private const string ReleasesSql =
        """
        update match_allocation a set gone_minor = n.gone_minor, released_minor = n.released_minor
          from unnest($1, $2, $3, $4) n (pool_id, position, gone_minor, released_minor) where a.pool_id = n.pool_id and a.position = n.position
        """;

    public IEnumerable<NpgsqlBatchCommand> All() => new[] { Drafts(), Pools(), Projects(), Givers(), Days(), Allocations(), Releases() }.OfType<NpgsqlBatchCommand>();

    private NpgsqlBatchCommand? Drafts()
    {
        PoolDrafted[] drafts = [.. fold.TouchedPools.Select(id => book.Pools[id].Drafted).OfType<PoolDrafted>()];
        T[] Each<T>(Func<PoolDrafted, T> column) => Array.ConvertAll(drafts, draft => column(draft));
        return drafts.Length == 0 ? null : new NpgsqlBatchCommand(DraftsSql)
            .With(Each(d => d.PoolId)).With(Each(d => d.HolderId)).With(Each(d => d.SponsorZh)).With(Each(d => d.SponsorEn)).With(Each(_ => "draft"))
            .With(Each(d => d.Terms.PerHundred)).With(Each(d => d.Terms.Pool.Minor)).With(Each(d => d.Terms.Pool.Currency.Code))
            .With(Each(d => d.Terms.PerGift?.Minor)).With(Each(d => d.Terms.PerGiver?.Minor)).With(Each(d => d.Terms.PerProject?.Minor)).With(Each(d => d.Terms.PerDay?.Minor))
            .With(Each(d => d.Terms.From.ToUniversalTime())).With(Each(d => d.Terms.Until.ToUniversalTime()))
            .With(Each(d => d.IsInvented)).With(Each(d => d.DraftedBy)).With(Each(d => d.Agreement?.Hash));
    }

    private NpgsqlBatchCommand? Pools()
    {
        PoolRow[] pools = [.. fold.TouchedPools.Select(id => book.Pools[id])];
        T[] Each<T>(Func<PoolRow, T> column) => Array.ConvertAll(pools, pool => column(pool));
        return pools.Length == 0 ? null : new NpgsqlBatchCommand(PoolsSql)
            .With(Each(p => p.Id)).With(Each(p => p.State)).With(Each(p => p.Terms.Pool.Minor)).With(Each(p => p.ClosedBecause))
            .With(Each(p => p.Matched)).With(Each(p => p.Released)).With(Each(p => p.Gifts));
    }

    private NpgsqlBatchCommand? Projects()
    {
        (Guid Pool, Guid Project)[] keys = [.. fold.TouchedProjects];
        T[] Each<T>(Func<ProjectRow, T> column) => Array.ConvertAll(keys, key => column(book.Projects[key]));
        return keys.Length == 0 ? null : new NpgsqlBatchCommand(ProjectsSql)
            .With(Array.ConvertAll(keys, key => key.Pool)).With(Array.ConvertAll(keys, key => key.Project)).With(Each(p => p.IsActive)).With(Each(p => p.IsEnded))
            .With(Each(p => p.Matched)).With(Each(p => p.Gifts)).With(Each(p => p.Settled)).With(Each(p => p.PaidOn));
    }

    private NpgsqlBatchCommand? Givers()
    {
        (Guid Pool, Guid Giver, Guid Project)[] keys = [.. fold.TouchedGivers];
        return keys.Length == 0 ? null : new NpgsqlBatchCommand(GiversSql)
            .With(Array.ConvertAll(keys, key => key.Pool)).With(Array.ConvertAll(keys, key => key.Giver)).With(Array.ConvertAll(keys, key => key.Project))
            .With(Array.ConvertAll(keys, key => book.Givers[key].Given)).With(Array.ConvertAll(keys, key => book.Givers[key].Matched));
    }

    private NpgsqlBatchCommand? Days()
    {
        (Guid Pool, DateOnly Day)[] keys = [.. fold.TouchedDays];
        return keys.Length == 0 ? null : new NpgsqlBatchCommand(DaysSql)
            .With(Array.ConvertAll(keys, key => key.Pool)).With(Array.ConvertAll(keys, key => key.Day)).With(Array.ConvertAll(keys, key => book.Days[key]));
    }

    private NpgsqlBatchCommand? Allocations()
    {
        Allocation[] made = [.. fold.TouchedGifts.Select(key => book.Allocations[key]).Where(one => one.IsNew)];
        T[] Each<T>(Func<Allocation, T> column) => Array.ConvertAll(made, one => column(one));
        return made.Length == 0 ? null : new NpgsqlBatchCommand(AllocationsSql)
            .With(Each(a => a.Pool)).With(Each(a => a.Donation)).With(Each(a => a.Project)).With(Each(a => a.Minor)).With(Each(a => a.Day)).With(Each(a => a.Position))
            .With(Each(a => a.Gone)).With(Each(a => a.Released));
    }

    private NpgsqlBatchCommand? Releases()
    {
        Allocation[] changed = [.. fold.TouchedGifts.Select(key => book.Allocations[key]).Where(one => !one.IsNew)];
        T[] Each<T>(Func<Allocation, T> column) => Array.ConvertAll(changed, one => column(one));
        return changed.Length == 0 ? null : new NpgsqlBatchCommand(ReleasesSql)
            .With(Each(a => a.Pool)).With(Each(a => a.Position)).With(Each(a => a.Gone)).With(Each(a => a.Released));
    }
}
