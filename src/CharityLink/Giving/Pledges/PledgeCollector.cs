using CharityLink.Store;
using CharityLink.Workers;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>How hard promises are collected: section <c>Giving:Pledges</c>.</summary>
public sealed record PledgeLimits
{
    /// <summary>How many cards are charged in a second, over all nodes.</summary>
    public int ChargesPerSecond { get; init; } = 20;

    /// <summary>False for a node that collects nothing: others do.</summary>
    public bool Collect { get; init; } = true;
}

/// <summary>Collects promises by card whose project has succeeded, at a limited rate, and lets those go whose project has not. Any node may; one does, or cards would be charged at twice the rate.</summary>
public sealed partial class PledgeCollector(
    PledgeList pledges, SystemCommands commands, ReadModelHost models, NpgsqlDataSource database, PledgeLimits limits, TimeProvider clock, ILogger<PledgeCollector> log)
    : OneNodeWork("collecting pledges", database, clock, log)
{
    private const int ReleasedAtOnce = 2_000;
    private const int AtOnce = 32;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CatchUpMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AgainAfter = TimeSpan.FromMinutes(10);

    // What was refused (its project is paused, say) must not hold up the others.
    private readonly Dictionary<Guid, DateTimeOffset> refused = [];

    /// <summary>One second's worth of work; how many promises it was. Several nodes at once do no harm: each promise decides for itself.</summary>
    public async Task<int> Work(CancellationToken ct)
    {
        var now = Clock.GetUtcNow();
        foreach (var id in refused.Where(one => one.Value <= now).Select(one => one.Key).ToList())
        {
            refused.Remove(id);
        }

        var missed = await pledges.Due(now, false, refused.Keys, ReleasedAtOnce, ct);
        var due = await pledges.Due(now, true, refused.Keys, limits.ChargesPerSecond, ct);
        var position = 0L;
        await Parallel.ForEachAsync(missed.Concat(due), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (id, token) =>
        {
            var outcome = await commands.Send(new CollectPledge(Guid.CreateVersion7(), id, now), token);
            lock (refused)
            {
                position = Math.Max(position, outcome.Position);
                if (!outcome.IsDone)
                {
                    refused[id] = now + AgainAfter;
                    Refused(log, id, outcome.Refusals[0].Code);
                }
            }
        });

        // The rows move on when the list hears of it.
        await models.WaitFor(pledges.Name, position, CatchUpMax, ct);
        return missed.Count + due.Count;
    }

    /// <inheritdoc/>
    protected override bool IsWanted => limits.Collect;

    /// <inheritdoc/>
    protected override async Task<TimeSpan> Turn(CancellationToken ct)
    {
        await Work(ct);
        return Every;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Pledges: {Pledge} is not collected now: {Code}")]
    private static partial void Refused(ILogger log, Guid pledge, string code);
}
