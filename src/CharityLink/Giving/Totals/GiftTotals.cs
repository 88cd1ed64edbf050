using CharityLink.Network;
using CharityLink.Store;
using Dapper;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>What a place in the network was given.</summary>
/// <param name="RaisedMinor">Sum of the gifts, in fen.</param>
/// <param name="Givers">Distinct persons; a gift without a name counts as one giver.</param>
/// <param name="Gifts">Number of gifts.</param>
public sealed record Totals(long RaisedMinor, long Givers, long Gifts)
{
    /// <summary>Nothing yet.</summary>
    public static Totals None { get; } = new(0, 0, 0);
}

/// <summary>Read model: raised, givers and gifts for every division, organisation, program and site, exact to the fen.</summary>
public sealed class GiftTotals(NpgsqlDataSource database) : IReadModel
{
    /// <summary>Scope kind: a division; key is its code.</summary>
    public const string Division = "division";

    /// <summary>Scope kind: an organisation with all below it; key is its id.</summary>
    public const string Organisation = "organisation";

    /// <summary>Scope kind: a program; key is its id.</summary>
    public const string Program = "program";

    /// <summary>Scope kind: a site; key is its id.</summary>
    public const string Site = "site";

    private const string OfManySql =
        """
        select scope_key, raised_minor, named_givers + unnamed_gifts, gifts
          from gift_total where scope_kind = @scopeKind and scope_key = any(@keys)
        """;

    /// <inheritdoc/>
    public string Name => "gift_totals";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["gift_total", "gift_leaf", "gift_giver", "gift_organisation"];

    /// <inheritdoc/>
    public string Ddl => Sql.File("Giving.Totals.gift_totals.sql");

    /// <summary>The totals of one scope; zeros where nothing was given.</summary>
    public async Task<Totals> Of(string scopeKind, string scopeKey, CancellationToken ct) =>
        (await OfMany(scopeKind, [scopeKey], ct))[scopeKey];

    /// <summary>The totals of many scopes of one kind in one query; zeros where nothing was given.</summary>
    public async Task<IReadOnlyDictionary<string, Totals>> OfMany(string scopeKind, IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var rows = await connection.QueryAsync<(string Key, long Raised, long Givers, long Gifts)>(
            new CommandDefinition(OfManySql, new { scopeKind, keys = keys.ToArray() }, cancellationToken: ct));
        var totals = keys.Distinct(StringComparer.Ordinal).ToDictionary(key => key, _ => Totals.None, StringComparer.Ordinal);
        foreach (var (key, raised, givers, gifts) in rows)
        {
            totals[key] = new(raised, givers, gifts);
        }

        return totals;
    }

    /// <inheritdoc/>
    public async Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct)
    {
        // A gift counts for who stands above at that moment, and a link moves what was counted until then: so runs of each in turn.
        foreach (var run in Runs(batch))
        {
            await (run[0] is DonationPaid
                ? GiftCount.Add([.. run.Cast<DonationPaid>()], connection, ct)
                : LinkMove.Carry([.. run.Cast<IOrganisationEvent>()], connection, ct));
        }
    }

    private static List<List<object>> Runs(IReadOnlyList<Recorded> batch)
    {
        var runs = new List<List<object>>();
        foreach (var recorded in batch)
        {
            if (recorded.Data is not (DonationPaid or OrganisationRegistered or OrganisationLinked))
            {
                continue;
            }

            if (runs.Count == 0 || runs[^1][0] is DonationPaid != recorded.Data is DonationPaid)
            {
                runs.Add([]);
            }

            runs[^1].Add(recorded.Data);
        }

        return runs;
    }
}
