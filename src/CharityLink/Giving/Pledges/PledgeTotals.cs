using CharityLink.Store;
using Dapper;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>What was promised to a place in the network: shown beside what was raised, never added to it (CN-DON-09).</summary>
/// <param name="PledgedMinor">All confirmed promises but what of them was taken back, in fen; kept ones included.</param>
/// <param name="FulfilledMinor">What of it was kept by gifts.</param>
/// <param name="Pledges">Number of confirmed promises.</param>
public sealed record Pledged(long PledgedMinor, long FulfilledMinor, long Pledges)
{
    /// <summary>Nothing yet.</summary>
    public static Pledged None { get; } = new(0, 0, 0);

    /// <summary>What is still waited for.</summary>
    public long OpenMinor => PledgedMinor - FulfilledMinor;
}

/// <summary>Read model: counters of promises for every project, page, program, organisation that receives, and division.</summary>
public sealed class PledgeTotals(NpgsqlDataSource database) : IReadModel
{
    private const string AddSql =
        """
        insert into pledge_total as t (scope_kind, scope_key, pledges, pledged_minor, fulfilled_minor, fallen_minor)
        select * from unnest($1, $2, $3, $4, $5, $6)
        on conflict (scope_kind, scope_key) do nothing
        """;

    private const string OfManySql =
        """
        select scope_key, pledged_minor - fallen_minor, fulfilled_minor, pledges from pledge_total where scope_kind = @scopeKind and scope_key = any(@keys)
        """;

    /// <inheritdoc/>
    public string Name => "pledge_totals";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["pledge_total"];

    /// <inheritdoc/>
    public string Ddl => Sql.File("Giving.Pledges.pledge_totals.sql");

    /// <summary>The promises to one scope, of the kinds that <see cref="GiftTotals"/> names.</summary>
    public async Task<Pledged> Of(string scopeKind, string scopeKey, CancellationToken ct) => (await OfMany(scopeKind, [scopeKey], ct))[scopeKey];

    /// <summary>The promises to many scopes of one kind in one query; zeros where nothing was promised.</summary>
    public async Task<IReadOnlyDictionary<string, Pledged>> OfMany(string scopeKind, IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var rows = await connection.QueryAsync<(string Key, long Pledged, long Fulfilled, long Pledges)>(
            new CommandDefinition(OfManySql, new { scopeKind, keys = keys.ToArray() }, cancellationToken: ct));
        var totals = keys.Distinct(StringComparer.Ordinal).ToDictionary(key => key, _ => Giving.Pledged.None, StringComparer.Ordinal);
        foreach (var (key, pledged, fulfilled, pledges) in rows)
        {
            totals[key] = new(pledged, fulfilled, pledges);
        }

        return totals;
    }

    /// <inheritdoc/>
    public async Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct)
    {
        var sums = new Dictionary<Scope, (long Pledges, long Pledged, long Fulfilled, long Fallen)>();
        foreach (var (cause, pledges, pledged, fulfilled, fallen) in batch.Select(recorded => Change(recorded.Data)).OfType<PledgeChange>())
        {
            foreach (var scope in Scopes(cause))
            {
                var (a, b, c, d) = sums.GetValueOrDefault(scope);
                sums[scope] = checked((a + pledges, b + pledged, c + fulfilled, d + fallen));
            }
        }

        if (sums.Count > 0)
        {
            await connection.Run([Command(AddSql, sums), Command(SumSql, sums)], ct);
        }
    }

    // A row with zeros first where there is none, then one sum for all: a row proposed for insertion would be checked by itself.
    private const string SumSql =
        """
        update pledge_total t
           set pledges = t.pledges + n.pledges, pledged_minor = t.pledged_minor + n.pledged, fulfilled_minor = t.fulfilled_minor + n.fulfilled, fallen_minor = t.fallen_minor + n.fallen
          from unnest($1, $2, $3, $4, $5, $6) n (kind, key, pledges, pledged, fulfilled, fallen)
         where t.scope_kind = n.kind and t.scope_key = n.key
        """;

    private static PledgeChange? Change(object fact) => fact switch
    {
        PledgeConfirmed e => new(e.Cause, 1, e.Amount.Minor, 0, 0),
        PledgeFulfilled e => new(e.Cause, 0, 0, e.Amount.Minor, 0),
        PledgeCancelled { WasConfirmed: true } e => new(e.Cause, 0, 0, 0, e.Open.Minor),
        PledgeReleased e => new(e.Cause, 0, 0, 0, e.Open.Minor),
        PledgeLapsed { WasConfirmed: true } e => new(e.Cause, 0, 0, 0, e.Open.Minor),
        _ => null,
    };

    private static IEnumerable<Scope> Scopes(GiftCause cause) =>
        GiftLeaf.Of(cause).Scopes(new OrganisationTree([]));

    private static NpgsqlBatchCommand Command(string sql, Dictionary<Scope, (long Pledges, long Pledged, long Fulfilled, long Fallen)> sums)
    {
        var isNew = sql == AddSql;
        long[] Each(Func<(long Pledges, long Pledged, long Fulfilled, long Fallen), long> column) => [.. sums.Values.Select(sum => isNew ? 0 : column(sum))];
        return new NpgsqlBatchCommand(sql)
            .With(sums.Keys.Select(scope => scope.Kind).ToArray()).With(sums.Keys.Select(scope => scope.Key).ToArray())
            .With(Each(sum => sum.Pledges)).With(Each(sum => sum.Pledged)).With(Each(sum => sum.Fulfilled)).With(Each(sum => sum.Fallen));
    }

    private sealed record PledgeChange(GiftCause Cause, long Pledges, long Pledged, long Fulfilled, long Fallen);
}
