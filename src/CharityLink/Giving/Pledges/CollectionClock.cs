using CharityLink.Kernel;
using CharityLink.Projects;
using CharityLink.Store;
using CharityLink.Workers;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>
/// Writes what came in of a project's promises by card, once the last of them was kept or given up. Hosted by every node, run by one of them;
/// each project is decided once, whoever runs it (docs/decisions/0026).
/// </summary>
public sealed partial class CollectionClock(
    PledgeList pledges, CountedTotals totals, SystemCommands commands, ReadModelHost models, NpgsqlDataSource database, PledgeLimits limits, TimeProvider clock, ILogger<CollectionClock> log)
    : OneNodeWork("collections", database, clock, log)
{
    private const int AtOnce = 100;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CatchUpMax = TimeSpan.FromSeconds(10);

    /// <summary>Decides what can be decided now; how many projects it was. Several nodes at once do no harm.</summary>
    public async Task<int> Work(CancellationToken ct)
    {
        var over = await pledges.Collected(AtOnce, ct);
        // Counted after the list was read: what kept the last promise is in these sums.
        if (over.Count == 0 || await totals.Of(GiftTotals.Project, over, ct) is not { } counted)
        {
            return 0;
        }

        var now = Clock.GetUtcNow();
        var outcomes = await Task.WhenAll(over.Select(project => commands.Send(
            new EndCollecting(StableId.Beside(project, "collection"), project, Money.Cny(counted.RaisedMinor[project]), counted.CountedUpTo, now), ct)));
        foreach (var refused in outcomes.SelectMany(outcome => outcome.Refusals).Select(refusal => refusal.Code).Distinct(StringComparer.Ordinal))
        {
            Refused(log, refused);
        }

        // The next look must not find the same ones again.
        await models.WaitFor(pledges.Name, outcomes.Max(outcome => outcome.Position), CatchUpMax, ct);
        return outcomes.Count(outcome => outcome.IsDone);
    }

    /// <inheritdoc/>
    protected override bool IsWanted => limits.Collect;

    /// <inheritdoc/>
    protected override async Task<TimeSpan> Turn(CancellationToken ct)
    {
        await Work(ct);
        return Every;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Collections: what came in is not written: {Code}")]
    private static partial void Refused(ILogger log, string code);
}
