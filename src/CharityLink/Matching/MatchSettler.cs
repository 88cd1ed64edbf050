using CharityLink.Projects;
using CharityLink.Store;

namespace CharityLink.Matching;

/// <summary>Reaction: when it is known what came of a project's fundraising, what each pool owes it becomes a fact, once and for ever.</summary>
/// <param name="host">Late, because the host is made of its reactions.</param>
public sealed class MatchSettler(EventStore store, Matches matches, Lazy<ReadModelHost> host) : IReaction
{
    private const int TriesMax = 5;
    private static readonly TimeSpan CatchUpAtMost = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public string Name => "match_settler";

    /// <inheritdoc/>
    public bool Heeds(object fact) => Decided(fact) is not null;

    /// <inheritdoc/>
    public async Task React(IReadOnlyList<Recorded> batch, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var ends = (from recorded in batch let project = Decided(recorded.Data) where project is not null select (Project: project.GetValueOrDefault(), recorded.Position))
            .ToDictionary(end => end.Project, end => end.Position);
        if (ends.Count == 0)
        {
            return;
        }

        // After an end nothing more is matched, so any later state of the counters shows the same sums.
        if (!await host.Value.WaitFor(matches.Name, ends.Values.Max(), CatchUpAtMost, ct))
        {
            throw new StoreUnavailableException("Matches are behind; what is owed is settled when they have caught up.");
        }

        foreach (var pool in (await matches.Ended(ends.Keys, ct)).GroupBy(row => row.PoolId))
        {
            await Settle(pool.Key, [.. pool.Select(row => new MatchSettled(row.PoolId, row.ProjectId, row.Matched, row.Gifts, ends[row.ProjectId]))], ct);
        }
    }

    // Where it hangs on what is collected whether a project goes ahead, nothing is owed before that is known.
    private static Guid? Decided(object fact) => fact switch
    {
        ProjectEnded { CollectAtLeast: null } e => e.ProjectId,
        CollectionEnded { Needed: not null } e => e.ProjectId,
        _ => null,
    };

    private async Task Settle(Guid poolId, IReadOnlyList<MatchSettled> ended, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            var stream = await store.ReadFacts(poolId, ct);
            var pool = MatchingPool.After(stream.Facts.Cast<IMatchingEvent>())
                ?? throw new InvalidOperationException($"There is no pool {poolId}.");
            object[] facts = [.. MatchingPool.Settle(pool, ended)];
            if (facts.Length == 0
                || await store.Append([new StreamChange(poolId, "matching_pool", stream.Version, facts)], new EventMetadata(CausationId: Name), ct) is AppendResult.Appended)
            {
                return;
            }

            if (tries == TriesMax)
            {
                throw new InvalidOperationException($"The pool {poolId} kept moving.");
            }
        }
    }
}
