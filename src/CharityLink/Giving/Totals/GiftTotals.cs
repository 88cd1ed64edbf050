using CharityLink.Network;
using CharityLink.Store;
using Dapper;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>What a place in the network was given.</summary>
/// <param name="RaisedMinor">Sum of the gifts less what went back of them, in fen.</param>
/// <param name="Givers">Distinct persons; a gift without a name counts as one giver.</param>
/// <param name="Gifts">Number of gifts of which anything is left.</param>
public sealed record Totals(long RaisedMinor, long Givers, long Gifts)
{
    /// <summary>Nothing yet.</summary>
    public static Totals None { get; } = new(0, 0, 0);
}

/// <summary>Read model: raised, givers and gifts for every division, organisation, program, site, project and page, exact to the fen.</summary>
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

    /// <summary>Scope kind: a crowdfunded project; key is its id.</summary>
    public const string Project = "project";

    /// <summary>Scope kind: a team's or person's page of a project; key is its id.</summary>
    public const string Page = "page";

    // One statement sees one moment: the position is that of these very rows.
    private const string OfManyAtSql =
        """
        select f.position, t.scope_key, t.raised_minor, t.named_givers + t.unnamed_gifts, t.gifts
          from read.follower f left join gift_total t on t.scope_kind = @scopeKind and t.scope_key = any(@keys)
         where f.name = 'gift_totals'
        """;

    private const string OfManySql =
        """
        select scope_key, raised_minor, named_givers + unnamed_gifts, gifts
          from gift_total where scope_kind = @scopeKind and scope_key = any(@keys)
        """;

    /// <inheritdoc/>
    public string Name => "gift_totals";

    /// <inheritdoc/>
    public int Version => 4;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => ["gift_total", "gift_leaf", "gift_giver", "gift_gone", "gift_organisation"];

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
        return ByKey(keys, rows);
    }

    /// <summary>The totals of many scopes, and the position of the log up to which they are counted: for decisions that must be able to say so.</summary>
    public async Task<(IReadOnlyDictionary<string, Totals> Totals, long CountedUpTo)> OfManyAt(string scopeKind, IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var rows = (await connection.QueryAsync<(long Position, string? Key, long? Raised, long? Givers, long? Gifts)>(
            new CommandDefinition(OfManyAtSql, new { scopeKind, keys = keys.ToArray() }, cancellationToken: ct))).AsList();
        var counted = rows.Where(row => row.Key is not null).Select(row => (row.Key!, row.Raised ?? 0, row.Givers ?? 0, row.Gifts ?? 0)); // Only those with a key.
        return (ByKey(keys, counted), rows.Count == 0 ? 0 : rows[0].Position);
    }

    // Every fact, though most change nothing: the checkpoint says up to where the sums of a moment count.
    /// <inheritdoc/>
    public async Task Apply(IReadOnlyList<Recorded> batch, NpgsqlConnection connection, CancellationToken ct)
    {
        // A gift counts for who stands above at that moment, and a link moves what was counted until then: so runs of each in turn.
        foreach (var run in Runs(batch))
        {
            await (run[0] is IDonationEvent
                ? GiftCount.Add(run, connection, ct)
                : LinkMove.Carry([.. run.Cast<IOrganisationEvent>()], connection, ct));
        }
    }

    private static Dictionary<string, Totals> ByKey(IEnumerable<string> keys, IEnumerable<(string Key, long Raised, long Givers, long Gifts)> rows)
    {
        var totals = keys.Distinct(StringComparer.Ordinal).ToDictionary(key => key, _ => Totals.None, StringComparer.Ordinal);
        foreach (var (key, raised, givers, gifts) in rows)
        {
            totals[key] = new(raised, givers, gifts);
        }

        return totals;
    }

    private static List<List<object>> Runs(IReadOnlyList<Recorded> batch)
    {
        var runs = new List<List<object>>();
        foreach (var recorded in batch)
        {
            if (recorded.Data is not (DonationPaid or OrganisationRegistered or OrganisationLinked) && GiftFall.Of(recorded.Data) is null)
            {
                continue;
            }

            if (runs.Count == 0 || runs[^1][0] is IDonationEvent != recorded.Data is IDonationEvent)
            {
                runs.Add([]);
            }

            runs[^1].Add(recorded.Data);
        }

        return runs;
    }
}
