using CharityLink.Kernel;
using CharityLink.Store;
using CharityLink.Workers;
using Microsoft.Extensions.Logging;

namespace CharityLink.Giving;

/// <summary>Begins what is due of regular gifts. Every node may: a period is begun once, whoever begins it, by the version of its stream.</summary>
public sealed partial class RegularClock(
    RegularList regulars, ReadModelHost models, SystemCommands commands, PaymentLimits limits, TimeProvider clock, ILogger<RegularClock> log)
    : RecurringWork("regular gifts", LookEvery, clock, log, LookEvery)
{
    private const int BatchMax = 1_000;
    private const int AtOnce = 64;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CatchUpMax = TimeSpan.FromSeconds(10);

    /// <summary>Begins all that is due now; how many were looked at.</summary>
    public async Task<int> Work(CancellationToken ct)
    {
        var (looked, reached) = (0, 0L);
        while (true)
        {
            var due = await regulars.Due(Clock.GetUtcNow(), BatchMax, ct);
            var outcomes = new List<Outcome>(due.Count);
            foreach (var some in due.Chunk(AtOnce))
            {
                outcomes.AddRange(await Task.WhenAll(some.Select(id => commands.Send(new BeginDueGift(Guid.CreateVersion7(), id, Clock.GetUtcNow()), ct))));
            }

            looked += due.Count;
            var refused = outcomes.Count(outcome => !outcome.IsDone);
            if (due.Count > 0)
            {
                Looked(log, due.Count, refused);
            }

            // Where nothing was written, the next look would find the same: it waits for its time.
            var before = reached;
            reached = outcomes.Count == 0 ? before : Math.Max(before, outcomes.Max(outcome => outcome.Position));
            if (due.Count < BatchMax || reached == before || !await models.WaitFor(regulars.Name, reached, CatchUpMax, ct))
            {
                return looked;
            }
        }
    }

    /// <inheritdoc/>
    protected override bool IsWanted => limits.Work;

    /// <inheritdoc/>
    protected override Task Round(CancellationToken ct) => Work(ct);

    [LoggerMessage(Level = LogLevel.Information, Message = "Regular gifts: looked at {Due}, refused {Refused}")]
    private static partial void Looked(ILogger log, int due, int refused);
}
