using CharityLink.Workers;
using Microsoft.Extensions.Logging;

namespace CharityLink.Giving;

/// <summary>Reads what happened at the providers from their own lists, into the same inbox: a notification that was lost is healed without a person.</summary>
public sealed partial class EventPoller(
    PaymentInbox inbox, PaymentOperations operations, PaymentProviders providers, PaymentLimits limits, TimeProvider clock, ILogger<EventPoller> log)
    : RecurringWork("the providers' lists of events", Every, clock, log, First)
{
    // Events become visible a little out of order.
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(1);
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    // A provider, or the network to it, may come up with this program.
    private static readonly TimeSpan First = TimeSpan.FromSeconds(20);

    // A first look, and every look of a provider that is asked about what is open: nothing older can be about a gift of ours that still waits.
    private static readonly TimeSpan FirstLook = TimeSpan.FromDays(2);
    private const int AtOnce = 100;

    /// <summary>Reads once from each provider; how many events there were, known ones included.</summary>
    public async Task<int> Work(CancellationToken ct)
    {
        var found = 0;
        foreach (var provider in providers.All.Where(provider => provider.NeedsCalls))
        {
            var now = Clock.GetUtcNow();
            var from = (await inbox.ReadUpTo(provider.Name, ct) ?? now - FirstLook) - Overlap;
            var taking = new List<Task>(AtOnce);
            await foreach (var notification in provider.Since(from, token => operations.Open(provider.Name, now - FirstLook, token), ct))
            {
                found++;
                taking.Add(inbox.Take(provider.Name, notification));
                if (taking.Count == AtOnce)
                {
                    await Task.WhenAll(taking);
                    taking.Clear();
                }
            }

            await Task.WhenAll(taking);
            // Only when the list was read to its end: else the next look begins where this one did.
            await inbox.Move(provider.Name, now);
        }

        return found;
    }

    /// <inheritdoc/>
    protected override bool IsWanted => limits.Work && providers.NeedCalls;

    /// <inheritdoc/>
    protected override Task Round(CancellationToken ct) => Work(ct);
}
