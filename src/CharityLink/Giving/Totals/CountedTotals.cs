using CharityLink.Store;
using Dapper;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>Sums that a decision is made from, with the position of the log up to which they are exact.</summary>
/// <param name="CountedUpTo">Every gift paid at or before it is in, and no later one.</param>
public sealed record Counted(IReadOnlyDictionary<Guid, long> RaisedMinor, long CountedUpTo);

/// <summary>Asks for totals that hold everything the log holds at this moment.</summary>
public sealed class CountedTotals(NpgsqlDataSource database, EventStore store, ReadModelHost models, GiftTotals totals)
{
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(10);

    // Rows and position are written in one transaction, so one statement sees them agree.
    private const string RaisedSql =
        """
        select f.position, t.scope_key, t.raised_minor
          from read.follower f
          left join gift_total t on t.scope_kind = @scopeKind and t.scope_key = any(@keys)
         where f.name = @name
        """;

    /// <summary>What each of these raised; null when the counters do not catch up with the log in time.</summary>
    public async Task<Counted?> Of(string scopeKind, IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        var end = await store.ReadEnd(ct);
        if (!await models.WaitFor(totals.Name, end, WaitMax, ct))
        {
            return null;
        }

        await using var connection = await database.OpenConnectionAsync(ct);
        var rows = (await connection.QueryAsync<(long Position, string? Key, long? Raised)>(new CommandDefinition(
            RaisedSql, new { scopeKind, keys = ids.Select(id => id.ToString()).ToArray(), name = totals.Name }, cancellationToken: ct))).ToList();
        var raised = ids.Distinct().ToDictionary(id => id, _ => 0L);
        foreach (var (_, key, minor) in rows.Where(row => row.Key is not null))
        {
            raised[Guid.Parse(key!)] = minor.GetValueOrDefault(); // The filter left rows with a key.
        }

        return new(raised, rows[0].Position);
    }
}
