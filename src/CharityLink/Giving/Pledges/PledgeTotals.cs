using CharityLink.Store;
using Dapper;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>What was promised to a place in the network: shown beside what was raised, never added to it (CN-DON-09).</summary>
/// <param name="PledgedMinor">All confirmed promises but what of them was taken back, in fen; kept ones included.</param>
/// <param name="FulfilledMinor">What of it was kept by gifts that did not go back.</param>
/// <param name="Pledges">Number of confirmed promises.</param>
public sealed record Pledged(long PledgedMinor, long FulfilledMinor, long Pledges)
{
    /// <summary>Nothing yet.</summary>
    public static Pledged None { get; } = new(0, 0, 0);

    /// <summary>What is still waited for.</summary>
    public long OpenMinor => PledgedMinor - FulfilledMinor;
}

/// <summary>Read model: counters of promises for every division, organisation with all below it, program, site, project and page: the scopes of <see cref="GiftTotals"/>.</summary>
public sealed class PledgeTotals(NpgsqlDataSource database) : IReadModel
{
    /// <summary>The scope kind of what is collected from cards for a project: part of the project's own, kept apart since it counts for the decision about its goal.</summary>
    public const string ProjectByCard = "project_card";

    private const string OfManySql =
        """
        select scope_key, pledged_minor - fallen_minor, fulfilled_minor, pledges from pledge_total where scope_kind = @scopeKind and scope_key = any(@keys)
        """;

    /// <inheritdoc/>
    public string Name => "pledge_totals";

    /// <inheritdoc/>
    public int Version => 4;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["pledge_total", "pledge_organisation"];

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
    public bool Heeds(object fact) => PledgeCount.Counts(fact);

    /// <inheritdoc/>
    public Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct) => PledgeCount.Carry(batch, connection, ct);
}
