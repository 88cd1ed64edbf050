using CharityLink.Store;

namespace CharityLink.Giving;

/// <summary>Sums that a decision is made from, with the position of the log up to which they are exact.</summary>
/// <param name="CountedUpTo">Every gift paid at or before it is in, and no later one.</param>
/// <param name="PledgedMinor">What is promised by card and stands, for projects: collected only when they succeed.</param>
public sealed record Counted(IReadOnlyDictionary<Guid, long> RaisedMinor, long CountedUpTo, IReadOnlyDictionary<Guid, long> PledgedMinor);

/// <summary>Asks for totals that hold everything the log holds at this moment.</summary>
public sealed class CountedTotals(EventStore store, ReadModelHost models, GiftTotals totals, PledgeTotals pledges)
{
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(10);

    /// <summary>What each of these raised; null when the counters do not catch up with the log in time.</summary>
    public async Task<Counted?> Of(string scopeKind, IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        var end = await store.ReadEnd(ct);
        if (!await models.WaitFor(totals.Name, end, WaitMax, ct) || !await models.WaitFor(pledges.Name, end, WaitMax, ct))
        {
            return null;
        }

        var (raised, upTo) = await totals.OfManyAt(scopeKind, [.. ids.Select(id => id.ToString())], ct);
        var promised = await pledges.OfMany(PledgeTotals.ProjectByCard, [.. ids.Select(id => id.ToString())], ct);
        return new(ids.Distinct().ToDictionary(id => id, id => raised[id.ToString()].RaisedMinor), upTo, ids.Distinct().ToDictionary(id => id, id => promised[id.ToString()].OpenMinor));
    }
}
