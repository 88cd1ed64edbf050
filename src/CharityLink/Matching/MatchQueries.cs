using CharityLink.Kernel;
using Dapper;

namespace CharityLink.Matching;

/// <summary>A pool in a list.</summary>
/// <param name="ReleasedMinor">Had been added to projects that then missed their goal, or to gifts that went back; it serves later gifts.</param>
public sealed record MatchPoolRow(
    Guid PoolId, Guid HolderId, string SponsorZh, string SponsorEn, string State, int PerHundred, long PoolMinor, string Currency,
    long? PerGiftMinor, long? PerGiverMinor, long? PerProjectMinor, long? PerDayMinor, DateTime FromAt, DateTime UntilAt, bool IsInvented, Guid? DraftedBy,
    string? ClosedBecause, string? AgreementHash, long MatchedMinor, long ReleasedMinor, long Gifts)
{
    /// <summary>Nothing is left.</summary>
    public bool IsUsedUp => MatchedMinor >= PoolMinor;

    /// <summary>Minor units of the pool as money.</summary>
    public Money Of(long minor) => new(minor, new Currency(Currency));
}

/// <summary>A project under a pool.</summary>
public sealed record MatchProjectRow(Guid PoolId, Guid ProjectId, bool IsActive, bool IsEnded, long MatchedMinor, string Currency, long Gifts, long? SettledMinor, DateTime? PaidOn)
{
    /// <summary>Added to its gifts so far.</summary>
    public Money Matched => new(MatchedMinor, new Currency(Currency));
}

/// <summary>One line of a sponsor's statement: a gift without its giver.</summary>
public sealed record MatchLine(Guid DonationId, Guid ProjectId, long AmountMinor, DateTime Day, long Position);

public sealed partial class Matches
{
    private const string PoolColumns =
        """
        select pool_id, holder_id, sponsor_zh, sponsor_en, state, per_hundred, pool_minor, currency, per_gift_minor, per_giver_minor, per_project_minor, per_day_minor,
               from_at, until_at, is_invented, drafted_by, closed_because, agreement_hash, matched_minor, released_minor, gifts
          from match_pool
        """;

    private const string ProjectColumns =
        """
        select m.pool_id, m.project_id, m.is_active, m.is_ended, m.matched_minor, p.currency, m.gifts, m.settled_minor, m.paid_on::timestamp as paid_on
          from match_project m join match_pool p using (pool_id)
        """;

    private const string OfProjectSql =
        $"""
        {ProjectColumns} where m.project_id = @projectId and p.state <> 'draft' order by m.pool_id;
        {PoolColumns} where state <> 'draft' and pool_id in (select pool_id from match_project where project_id = @projectId)
        """;

    private const string StatementSql =
        """
        select donation_id, project_id, amount_minor - released_minor as amount_minor, day::timestamp as day, position from match_allocation
         where pool_id = @poolId and position > @after and amount_minor > released_minor order by position limit @max
        """;

    /// <summary>One pool, or null.</summary>
    public async Task<MatchPoolRow?> Find(Guid poolId, CancellationToken ct) =>
        (await Rows<MatchPoolRow>($"{PoolColumns} where pool_id = @poolId", new { poolId }, ct)).SingleOrDefault();

    /// <summary>Pools the public may see (not drafts), open ones first; at most two hundred.</summary>
    public Task<IReadOnlyList<MatchPoolRow>> Public(CancellationToken ct) =>
        Rows<MatchPoolRow>($"{PoolColumns} where state <> 'draft' order by state desc, until_at desc, pool_id limit 200", new { }, ct);

    /// <summary>Pools of some holders; all of them for null.</summary>
    public Task<IReadOnlyList<MatchPoolRow>> OfHolders(IReadOnlyCollection<Guid>? holders, CancellationToken ct) => Rows<MatchPoolRow>(
        $"{PoolColumns} where @any or holder_id = any(@holders) order by until_at desc, pool_id limit 500", new { any = holders is null, holders = holders?.ToArray() ?? [] }, ct);

    /// <summary>The projects under a pool, most matched first.</summary>
    public Task<IReadOnlyList<MatchProjectRow>> ProjectsOf(Guid poolId, CancellationToken ct) =>
        Rows<MatchProjectRow>($"{ProjectColumns} where m.pool_id = @poolId order by m.matched_minor desc, m.project_id", new { poolId }, ct);

    /// <summary>The pools a project is under and what they added, in one round trip.</summary>
    public async Task<(IReadOnlyList<MatchProjectRow> Rows, IReadOnlyDictionary<Guid, MatchPoolRow> Pools)> OfProject(Guid projectId, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var both = await connection.QueryMultipleAsync(new CommandDefinition(OfProjectSql, new { projectId }, cancellationToken: ct));
        var rows = (await both.ReadAsync<MatchProjectRow>()).AsList();
        return (rows, (await both.ReadAsync<MatchPoolRow>()).ToDictionary(pool => pool.PoolId));
    }

    /// <summary>What was added to one gift, over all pools, in minor units by pool.</summary>
    public async Task<IReadOnlyDictionary<Guid, long>> OfGift(Guid donationId, CancellationToken ct) =>
        (await Rows<(Guid Pool, long Minor)>("select pool_id, amount_minor - released_minor from match_allocation where donation_id = @donationId and amount_minor > released_minor", new { donationId }, ct))
        .ToDictionary(row => row.Pool, row => row.Minor);

    /// <summary>A page of a sponsor's statement, in the order of the log.</summary>
    public Task<IReadOnlyList<MatchLine>> Statement(Guid poolId, long after, int max, CancellationToken ct) => Rows<MatchLine>(StatementSql, new { poolId, after, max }, ct);

    /// <summary>What pools owe to projects whose fundraising ended.</summary>
    internal Task<IReadOnlyList<MatchProjectRow>> Ended(IEnumerable<Guid> projects, CancellationToken ct) =>
        Rows<MatchProjectRow>($"{ProjectColumns} where m.project_id = any(@projects) and m.is_ended", new { projects = projects.ToArray() }, ct);

    private async Task<IReadOnlyList<TRow>> Rows<TRow>(string sql, object parameters, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<TRow>(new CommandDefinition(sql, parameters, cancellationToken: ct))).AsList();
    }
}
