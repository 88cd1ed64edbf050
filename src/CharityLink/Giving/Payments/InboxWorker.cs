using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using CharityLink.Store;
using CharityLink.Workers;
using Microsoft.Extensions.Logging;

namespace CharityLink.Giving;

/// <summary>Acts on notifications. A crash in the middle does them again, and again changes nothing; one that cannot be acted on is laid aside for a person, and the others go on.</summary>
public sealed partial class InboxWorker(
    PaymentInbox inbox, PaymentProviders providers, SystemCommands commands, PaymentBell bell, PaymentLimits limits, TimeProvider clock, ILogger<InboxWorker> log)
    : RecurringWork("notifications", LookEvery, clock, log)
{
    /// <summary>So often a notification is tried before it is laid aside.</summary>
    public const int TriesMax = 8;

    private const int BatchMax = 500;
    private static readonly TimeSpan LeaseFor = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>Acts on what waits, one batch; how many there were.</summary>
    public async Task<int> Work(CancellationToken ct)
    {
        var entries = await inbox.Lease(BatchMax, LeaseFor, ct);
        if (entries.Count > 0)
        {
            var (results, away) = (new InboxResult?[entries.Count], new ConcurrentBag<Exception>());
            await Parallel.ForAsync(0, entries.Count, new ParallelOptions { MaxDegreeOfParallelism = limits.NotificationsAtOnce, CancellationToken = ct }, async (i, token) =>
            {
                try
                {
                    results[i] = await Act(entries[i], token);
                }
                catch (Exception fault) when (Faults.IsAway(fault))
                {
                    // It comes up again when its lease is over; what was done of the others stays done.
                    away.Add(fault);
                }
            });
            await inbox.Store([.. results.OfType<InboxResult>()]);
            if (away.TryTake(out var first))
            {
                ExceptionDispatchInfo.Throw(first);
            }
        }

        return entries.Count;
    }

    /// <inheritdoc/>
    protected override bool IsWanted => limits.Work && providers.NeedCalls;

    /// <inheritdoc/>
    protected override async Task Round(CancellationToken ct)
    {
        while (await Work(ct) > 0)
        {
            // As long as there are any.
        }
    }

    /// <inheritdoc/>
    protected override Task Rest(CancellationToken ct) => bell.Inbox.Wait(LookEvery, Clock, ct);

    private async Task<InboxResult> Act(InboxEntry entry, CancellationToken ct)
    {
        string error;
        try
        {
            var provider = providers.Find(entry.Provider) ?? throw new PaymentNotUnderstoodException("provider_missing");
            if (await commands.SendAll(await provider.Understand(entry.Notification, ct), ct) is not { } refused)
            {
                return new(entry.Id, "done", null, Clock.GetUtcNow());
            }

            error = refused;
        }
        catch (PaymentNotUnderstoodException unclear)
        {
            error = unclear.Message;
        }
        catch (Exception fault) when (!Faults.IsAway(fault) && fault is not OperationCanceledException)
        {
            // Whatever a notification does to the program, the next one must not suffer from it. What the database says no to for good is the notification's own fault.
            Threw(log, fault, entry.Id, entry.Notification.Kind);
            error = fault.GetType().Name;
        }

        if (entry.Tries >= TriesMax)
        {
            Dead(log, entry.Id, entry.Notification.Kind, entry.Tries, error);
            return new(entry.Id, "dead", error, Clock.GetUtcNow());
        }

        var pause = TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(4, entry.Tries)));
        return new(entry.Id, "waiting", error, Clock.GetUtcNow() + pause);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Payments: notification {Entry} ({Kind}) threw")]
    private static partial void Threw(ILogger log, Exception fault, long entry, string kind);

    [LoggerMessage(Level = LogLevel.Error, Message = "Payments: notification {Entry} ({Kind}) is laid aside after {Tries} tries: {Reason}")]
    private static partial void Dead(ILogger log, long entry, string kind, int tries, string reason);
}

/// <summary>A notification cannot be acted on now: what it is about could not be looked up, or is not what it should be. The message is a code.</summary>
public sealed class PaymentNotUnderstoodException(string code) : Exception(code);
