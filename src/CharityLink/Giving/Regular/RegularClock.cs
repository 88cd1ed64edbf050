using CharityLink.Kernel;
using CharityLink.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CharityLink.Giving;

/// <summary>Begins what is due of regular gifts. Every node may: a period is begun once, whoever begins it, by the version of its stream.</summary>
public sealed partial class RegularClock(
    RegularList regulars, ReadModelHost models, SystemCommands commands, PaymentLimits limits, TimeProvider clock, ILogger<RegularClock> log) : BackgroundService
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
            var due = await regulars.Due(clock.GetUtcNow(), BatchMax, ct);
            var outcomes = new List<Outcome>(due.Count);
            foreach (var some in due.Chunk(AtOnce))
            {
                outcomes.AddRange(await Task.WhenAll(some.Select(id => commands.Send(new BeginDueGift(Guid.CreateVersion7(), id, clock.GetUtcNow()), ct))));
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
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (limits.Work && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(LookEvery, clock, stoppingToken);
                await Work(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception lost) when (lost is NpgsqlException or TimeoutException or StoreUnavailableException)
            {
                Waits(log, lost);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Regular gifts: looked at {Due}, refused {Refused}")]
    private static partial void Looked(ILogger log, int due, int refused);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Regular gifts wait for the database")]
    private static partial void Waits(ILogger log, Exception lost);
}
