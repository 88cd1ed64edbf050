using System.Collections.Concurrent;
using CharityLink.Workers;
using Microsoft.Extensions.Logging;

namespace CharityLink.Giving;

/// <summary>How hard the providers are worked: section <c>Payments</c>.</summary>
public sealed record PaymentLimits
{
    /// <summary>How many calls a node has on their way at the same time.</summary>
    public int CallsAtOnce { get; init; } = 64;

    /// <summary>False for a node that only serves pages: others send and act.</summary>
    public bool Work { get; init; } = true;

    /// <summary>How many notifications a node acts on at the same time.</summary>
    public int NotificationsAtOnce { get; init; } = 64;

    /// <summary>So many days after a call was carried to its end, what it said and was answered goes. 31 at least.</summary>
    public int KeepContentDays { get; init; } = 31;

    /// <summary>So many days a notification waits aside for a person; then its content goes, and it cannot be acted on any more. 31 at least.</summary>
    public int KeepAsideDays { get; init; } = 180;

    /// <summary>So many days the rows of calls and notifications stay: what was asked and told, without what was said. 31 at least.</summary>
    public int KeepRowsDays { get; init; } = 400;
}

/// <summary>Sends what was planned, until something is known of it. Any node may; no transaction is open while a call is on its way.</summary>
public sealed partial class OperationSender(
    PaymentOperations operations, OperationCarrier carrier, PaymentProviders providers, PaymentBell bell, PaymentLimits limits, TimeProvider clock, ILogger<OperationSender> log)
    : RecurringWork("calls to providers", LookEvery, clock, log)
{
    // Longer than a call can take with all its repeats: who has not answered by then is dead.
    private static readonly TimeSpan LeaseFor = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<Task, bool> onTheirWay = new();

    /// <summary>Sends all that is due now and waits for the answers; how many there were.</summary>
    public async Task<int> Work(CancellationToken ct)
    {
        var ended = await operations.LeaseEnded(limits.CallsAtOnce, LeaseFor, ct);
        var leased = await operations.Lease(limits.CallsAtOnce, LeaseFor, ct);
        await Task.WhenAll([.. ended.Select(one => carrier.Conclude(one, ct)), .. leased.Select(one => carrier.Carry(one, ct))]);
        return ended.Count + leased.Count;
    }

    /// <inheritdoc/>
    protected override bool IsWanted => limits.Work && providers.NeedCalls;

    /// <inheritdoc/>
    protected override async Task Round(CancellationToken ct)
    {
        while (await StartDue(ct) > 0)
        {
            // As long as there are any, and places for them.
        }
    }

    /// <inheritdoc/>
    protected override Task Rest(CancellationToken ct) => bell.Operations.Wait(LookEvery, Clock, ct);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await base.ExecuteAsync(stoppingToken);
        await Task.WhenAll(onTheirWay.Keys);
    }

    // A slow call keeps its own place and no other: the rest goes on.
    private async Task<int> StartDue(CancellationToken ct)
    {
        var free = limits.CallsAtOnce - onTheirWay.Count;
        if (free <= 0)
        {
            return 0;
        }

        var leased = await operations.Lease(free, LeaseFor, ct);
        foreach (var operation in leased)
        {
            Start(carrier.Carry(operation, ct));
        }

        if (leased.Count == 0)
        {
            foreach (var operation in await operations.LeaseEnded(free, LeaseFor, ct))
            {
                Start(carrier.Conclude(operation, ct));
            }
        }

        return leased.Count;
    }

    private void Start(Task carrying)
    {
        onTheirWay[carrying] = true;
        _ = carrying.ContinueWith(Arrived, TaskScheduler.Default);
    }

    private void Arrived(Task carried)
    {
        onTheirWay.TryRemove(carried, out _);
        if (carried.Exception is { } fault)
        {
            // Its lease runs out and it is taken up again.
            Failed(log, fault.GetBaseException());
        }

        bell.Operations.Ring();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Payments: a call could not be carried to its end; it is taken up again")]
    private static partial void Failed(ILogger log, Exception fault);
}
